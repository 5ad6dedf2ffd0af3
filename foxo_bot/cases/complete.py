"""The work is done: the sender is asked to close the case."""

from foxo_bot.cases import moving
from foxo_bot.cases.target import Act, Target
from foxo_bot.escalation import engine
from foxo_bot.model import Verb
from foxo_bot.store.db import Tx


def complete(tx: Tx, act: Act, target: Target) -> None:
    recipient = moving.permitted(tx, act, target, Verb.COMPLETE)[0]
    case, holder = target.case, recipient.claimer_id
    moving.move(tx, act, case, recipient, Verb.COMPLETE, claimer_id=holder)
    engine.stop(tx, recipient, act.now, why="completed")
    moving.announce(tx, act, case, recipient, Verb.COMPLETE, case.sender_id, holder)
