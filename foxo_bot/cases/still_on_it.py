"""The holder says that they are on it: they are asked again after the same time."""

from foxo_bot.cases import moving
from foxo_bot.cases.acknowledge import acknowledge
from foxo_bot.cases.target import Act, Target
from foxo_bot.escalation import following
from foxo_bot.model import Recipient, Verb
from foxo_bot.store import escalations
from foxo_bot.store.db import Tx


def still_on_it(tx: Tx, act: Act, target: Target) -> None:
    for recipient in moving.permitted(tx, act, target, Verb.STILL_ON_IT):
        moving.note(tx, act, target.case, recipient, Verb.STILL_ON_IT)
        following.follow(tx, recipient, target.case.triage, act.now)


def answer(tx: Tx, act: Act, target: Target) -> Recipient | None:
    """Acknowledge; or, by whoever was asked whether they are still on it, say so (None).

    A code or a link is all that some people have to answer with.
    """
    asked = [
        recipient
        for recipient in target.recipients
        if recipient.claimer_id == act.person.id and _asked(tx, recipient)
    ]
    if not asked:
        return acknowledge(tx, act, target)
    still_on_it(tx, act, Target(target.case, tuple(asked), target.post))
    return None


def _asked(tx: Tx, recipient: Recipient) -> bool:
    clock = escalations.of_recipient(tx, recipient)
    return clock is not None and clock.asked_at is not None
