"""The sender agrees that it is done; after seven days without a word it is taken as agreed."""

from datetime import datetime, timedelta

from foxo_bot.cases import moving
from foxo_bot.cases.target import Act, Target
from foxo_bot.escalation.shown import redraws
from foxo_bot.model import State, Verb
from foxo_bot.store import cases, events, outbox, recipients
from foxo_bot.store.db import Tx

AUTO_CLOSE_AFTER = timedelta(days=7)


def close(tx: Tx, act: Act, target: Target) -> None:
    """Close every completed recipient that the copy shows."""
    case = target.case
    for recipient in moving.permitted(tx, act, target, Verb.CLOSE):
        holder = recipient.claimer_id
        moving.move(tx, act, case, recipient, Verb.CLOSE, claimer_id=holder)
        moving.tell(tx, act, case, recipient, Verb.CLOSE, holder, case.sender_id)
    moving.redraw(tx, act, case)


def close_old(tx: Tx, now: datetime, *, limit: int = 50) -> int:
    """Close what has been completed for seven days; how many were closed."""
    closed = 0
    old = recipients.completed_before(tx, now - AUTO_CLOSE_AFTER, limit)
    for recipient in sorted(old, key=lambda one: one.case_id):  # the order in which cases are held
        case = cases.lock(tx, recipient.organisation_id, recipient.case_id)
        done = recipients.move(
            tx, recipient, to=State.CLOSED, by=None, claimer_id=recipient.claimer_id, now=now
        )
        if not done:
            continue
        closed += 1
        events.about_recipient(tx, recipient, "closed", now)
        outbox.put(tx, redraws(tx, case), now)
    return closed
