"""The holder gives a case back: it waits again, and everybody is asked again at once."""

from foxo_bot.cases import moving
from foxo_bot.cases.target import Act, Target
from foxo_bot.escalation import engine
from foxo_bot.model import Verb
from foxo_bot.store.db import Tx


def hand_back(tx: Tx, act: Act, target: Target) -> None:
    case = target.case
    for recipient in moving.permitted(tx, act, target, Verb.HAND_BACK):
        moving.move(tx, act, case, recipient, Verb.HAND_BACK, claimer_id=None)
        engine.start_anew(tx, recipient, case.triage, act.now)
        engine.bring_forward(tx, recipient, act.now)
        moving.tell(tx, act, case, recipient, Verb.HAND_BACK, case.sender_id)
    moving.redraw(tx, act, case)
