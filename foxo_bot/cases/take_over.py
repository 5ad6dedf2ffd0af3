"""Another member takes the case from whoever holds it; both know, and so does the sender."""

from foxo_bot.cases import moving
from foxo_bot.cases.target import Act, Target
from foxo_bot.escalation import following
from foxo_bot.model import Verb
from foxo_bot.store.db import Tx


def take_over(tx: Tx, act: Act, target: Target) -> None:
    recipient = moving.permitted(tx, act, target, Verb.TAKE_OVER)[0]
    before = recipient.claimer_id
    if before == act.person.id:
        raise moving.already_yours(tx, recipient)
    case = target.case
    moving.move(tx, act, case, recipient, Verb.TAKE_OVER, claimer_id=act.person.id)
    following.follow(tx, recipient, case.triage, act.now)
    moving.announce(
        tx, act, case, recipient, Verb.TAKE_OVER, before, case.sender_id, held_by=before
    )
