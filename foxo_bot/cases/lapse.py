"""Nothing followed an acknowledgement: its holder is asked, and at last the case waits again."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from foxo_bot.escalation import engine, failures, following, quiet, reach, saying
from foxo_bot.escalation.saying import Saying
from foxo_bot.escalation.shown import redraws
from foxo_bot.model import MOVES, Case, Recipient, Step, Triage, Verb, Way
from foxo_bot.store import cases, escalations, events, messages, outbox, people, recipients
from foxo_bot.store.db import Tx
from foxo_bot.store.escalations import Escalation
from foxo_bot.store.outbox import Message

LAPSED = "lapsed"
ASKED_BY = {Triage.URGENT: (Way.DM, Way.SMS)}
"""By which ways a holder is asked; by direct message where the triage is not here."""


def ask_or_lapse(tx: Tx, now: datetime, *, limit: int = engine.AT_ONCE) -> int:
    """Ask the holders whose time it is, and take the case from those who did not answer.

    How many; raises engine.StepFailed.
    """
    done = 0
    for found in escalations.to_follow_up(tx, now, limit):
        case = cases.lock(tx, found.organisation_id, found.case_id)
        recipient = recipients.get(tx, found.organisation_id, found.recipient_id)
        clock = escalations.of_recipient(tx, recipient) if recipient else None
        if recipient is None or clock is None or not _still_due(clock, now):
            continue
        with engine.blamed_on(clock):
            _go_on(tx, case, recipient, clock, now)
        done += 1
    return done


def _go_on(tx: Tx, case: Case, recipient: Recipient, clock: Escalation, now: datetime) -> None:
    asks = following.rule(tx, recipient, case.triage)
    if asks is None:
        escalations.follow_up(tx, recipient, None)
    elif clock.asked_at is None:
        lapses_at = quiet.held(tx, recipient, case.triage, now + asks.lapse)
        escalations.follow_up(tx, recipient, lapses_at, asked_at=now)
        _ask(tx, case, recipient, now)
    else:
        _lapse(tx, case, recipient, now)


def _still_due(clock: Escalation, now: datetime) -> bool:
    return clock.follow_up_at is not None and clock.follow_up_at <= now


def _ask(tx: Tx, case: Case, recipient: Recipient, now: datetime) -> None:
    holder = people.find(tx, recipient.claimer_id or 0)
    asking = Step(timedelta(), by=ASKED_BY.get(case.triage, (Way.DM,)))
    plan = reach.plan(holder, asking, case.triage)
    attempts = [planned for planned in plan if isinstance(planned, reach.Attempt)]
    ways = {attempt.way.value for attempt in attempts}
    outbox.put(tx, [_question(tx, case, recipient, one, ways, now) for one in attempts], now)
    events.about_recipient(tx, recipient, messages.ASKED, now, {"person": holder.id})


def _question(
    tx: Tx,
    case: Case,
    recipient: Recipient,
    planned: reach.Attempt,
    ways: set[str],
    now: datetime,
) -> Message | None:
    """One of the rows that ask; a chat that does not take it leaves it to none of those `ways`."""
    key = f"asked:{recipient.id}:{now.timestamp()}:{planned.way.value}"
    if planned.way is Way.DM:
        tried = {failures.TRIED: sorted(ways)}
        return messages.told(case, recipient.id, planned.person, messages.ASKED, tried, key=key)
    news = Saying(case, recipient, None, messages.ASKED)
    return saying.say(tx, news, planned, f"{key}:own" if planned.own else key)


def _lapse(tx: Tx, case: Case, recipient: Recipient, now: datetime) -> None:
    holder = people.find(tx, recipient.claimer_id or 0)
    told = [
        messages.told(case, recipient.id, person, LAPSED, {"held_by": holder.id})
        for person in {one.id: one for one in (holder, people.find(tx, case.sender_id))}.values()
    ]
    wait_again(tx, case, recipient, now, event=LAPSED, told=told)


def wait_again(
    tx: Tx,
    case: Case,
    recipient: Recipient,
    now: datetime,
    *,
    event: str,
    told: Iterable[Message | None],
) -> None:
    """Nobody holds it any more; the clock starts anew with its first step at once.

    `told` are the rows by which people hear of it.
    """
    to = MOVES[recipient.state, Verb.LAPSE]
    if not recipients.move(tx, recipient, to=to, by=None, claimer_id=None, now=now):
        return
    events.about_recipient(tx, recipient, event, now, {"person": recipient.claimer_id})
    engine.start_anew(tx, recipient, case.triage, now)
    engine.bring_forward(tx, recipient, now)
    outbox.put(tx, [*told, *redraws(tx, case)], now)
