"""The sender takes the case back: everything stops and says so everywhere."""

from foxo_bot.cases import moving
from foxo_bot.cases.target import Act, Target
from foxo_bot.escalation import engine
from foxo_bot.model import Verb
from foxo_bot.store.db import Tx


def withdraw(tx: Tx, act: Act, target: Target) -> None:
    case = target.case
    for recipient in moving.permitted(tx, act, target, Verb.WITHDRAW):
        holder = recipient.claimer_id
        moving.move(tx, act, case, recipient, Verb.WITHDRAW, claimer_id=holder)
        engine.stop(tx, recipient, act.now, why="withdrawn")
        moving.tell(tx, act, case, recipient, Verb.WITHDRAW, holder)
    moving.redraw(tx, act, case)
