"""Change how urgent a case is: the clocks of all teams still waited for are counted anew.

Whoever holds it is asked by the new times whether they are on it.
"""

from dataclasses import replace

from foxo_bot.cases import moving
from foxo_bot.cases.target import Act, Target
from foxo_bot.escalation import engine, following, several
from foxo_bot.model import AWAITING, State, Triage, Verb
from foxo_bot.store import cases, recipients
from foxo_bot.store.db import Tx

_ORDER = list(Triage)


def retriage(tx: Tx, act: Act, target: Target, triage: Triage) -> bool:
    """Set the triage; False where it is that already. Never later than it was when raised."""
    moving.permitted(tx, act, target, Verb.RETRIAGE)
    case = target.case
    if triage is case.triage:
        return False
    raised = _ORDER.index(triage) > _ORDER.index(case.triage)
    before = case.triage.value
    cases.set_triage(tx, case, triage)
    moving.note(tx, act, case, None, Verb.RETRIAGE, before=before, now=triage.value)
    changed = replace(case, triage=triage)
    for recipient in recipients.of_case(tx, case.organisation_id, case.id):
        if recipient.state in AWAITING:
            engine.retriage(tx, recipient, triage, act.now, raised=raised)
            several.settle(tx, recipient, act.now)
        elif recipient.state is State.CLAIMED:
            mine = recipient.claimer_id == act.person.id
            following.retriage(tx, recipient, triage, act.now, raised=raised, by_holder=mine)
        if recipient.claimer_id != case.sender_id:
            moving.tell(
                tx, act, changed, recipient, Verb.RETRIAGE, recipient.claimer_id, was=before
            )
    moving.tell(tx, act, changed, None, Verb.RETRIAGE, case.sender_id, was=before)
    moving.redraw(tx, act, changed)
    return True
