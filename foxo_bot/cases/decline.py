"""Say no with a reason: the sender is told and the escalation takes its next step at once.

A declined case is still nobody's: its clock goes on until a member acknowledges it.
"""

from foxo_bot.cases import moving
from foxo_bot.cases.acknowledge import refuse_twice
from foxo_bot.cases.target import Act, Target
from foxo_bot.escalation import engine
from foxo_bot.model import Verb
from foxo_bot.store.db import Tx


def decline(tx: Tx, act: Act, target: Target, reason: str) -> None:
    """Where others have acknowledged already, whoever holds the case goes on holding it."""
    recipient = moving.permitted(tx, act, target, Verb.DECLINE)[0]
    refuse_twice(tx, act, recipient)
    case, holder = target.case, recipient.claimer_id
    moving.move(tx, act, case, recipient, Verb.DECLINE, claimer_id=holder, reason=reason)
    engine.bring_forward(tx, recipient, act.now, repetitions_too=True)
    moving.announce(tx, act, case, recipient, Verb.DECLINE, case.sender_id)
