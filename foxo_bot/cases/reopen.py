"""It was not done after all: nobody holds it and its clock starts again."""

from foxo_bot.cases import moving
from foxo_bot.cases.target import Act, Target
from foxo_bot.escalation import engine
from foxo_bot.model import Verb
from foxo_bot.store.db import Tx


def reopen(tx: Tx, act: Act, target: Target) -> None:
    case = target.case
    for recipient in moving.permitted(tx, act, target, Verb.REOPEN):
        holder = recipient.claimer_id
        moving.move(tx, act, case, recipient, Verb.REOPEN, claimer_id=None)
        engine.start_anew(tx, recipient, case.triage, act.now)
        moving.tell(tx, act, case, recipient, Verb.REOPEN, holder, case.sender_id)
    moving.redraw(tx, act, case)
