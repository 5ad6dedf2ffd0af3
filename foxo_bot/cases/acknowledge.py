"""Take responsibility for a case: the team's escalation stops and the sender is told."""

from foxo_bot.cases import moving
from foxo_bot.cases.target import Act, Target
from foxo_bot.escalation import engine
from foxo_bot.model import Acknowledged, Recipient, Verb
from foxo_bot.store.db import Tx


def acknowledge(tx: Tx, act: Act, target: Target) -> Recipient:
    """Claim the first recipient the person may; refusals say who was first, and when."""
    recipient = moving.permitted(tx, act, target, Verb.ACKNOWLEDGE)[0]
    case = target.case
    moving.move(tx, act, case, recipient, Verb.ACKNOWLEDGE, claimer_id=act.person.id)
    engine.stop(tx, recipient, act.now, why="acknowledged")
    waited = (act.now - case.created_at).total_seconds()
    tx.happened.append(Acknowledged(case.triage, waited))
    moving.redraw(tx, act, case)
    moving.tell(tx, act, case, recipient, Verb.ACKNOWLEDGE, case.sender_id)
    return recipient
