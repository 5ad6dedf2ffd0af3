"""Take responsibility for a case: the team's escalation stops and the sender is told.

Where several must acknowledge, the first holds the case, the clock goes on until there are enough,
and who has acknowledged is told no more.
"""

from foxo_bot.cases import moving
from foxo_bot.cases.target import Act, Target
from foxo_bot.escalation import engine, following, several
from foxo_bot.model import (
    Acknowledged,
    AlreadyAcknowledged,
    AlreadyYours,
    Recipient,
    State,
    Verb,
)
from foxo_bot.store import acknowledgements, people
from foxo_bot.store.db import Tx


def acknowledge(tx: Tx, act: Act, target: Target) -> Recipient:
    """Acknowledge the first recipient the person may; refusals say who was first, and when.

    The recipient as it stands then: PARTLY where more people must acknowledge.
    """
    case = target.case
    recipient = _first_open(tx, act, moving.permitted(tx, act, target, Verb.ACKNOWLEDGE))
    count = several.count(tx, recipient, also=act.person.id)
    moved = moving.move(
        tx,
        act,
        case,
        recipient,
        Verb.ACKNOWLEDGE,
        claimer_id=recipient.claimer_id or act.person.id,
        enough=count.enough,
    )
    acknowledgements.add(tx, recipient, act.person.id, act.now)
    if count.enough:
        asks = following.asks_at(tx, recipient, case.triage, act.now)
        engine.stop(tx, recipient, act.now, why="acknowledged", ask_at=asks)
    else:
        several.told_no_more(tx, recipient, act.person.id)
    if recipient.claimer_id is None:
        waited = (act.now - case.created_at).total_seconds()
        tx.happened.append(Acknowledged(case.triage, waited))
    moving.announce(tx, act, case, recipient, Verb.ACKNOWLEDGE, case.sender_id)
    return moved


def refuse_twice(tx: Tx, act: Act, recipient: Recipient) -> None:
    """Raise the refusal for somebody who has acknowledged and is waiting for others."""
    if recipient.state is not State.PARTLY:
        return
    if act.person.id == recipient.claimer_id:
        raise moving.already_yours(tx, recipient)
    if act.person.id in acknowledgements.given(tx, recipient):
        raise AlreadyAcknowledged(who=people.find(tx, recipient.claimer_id or 0).name)


def _first_open(tx: Tx, act: Act, found: list[Recipient]) -> Recipient:
    refusals: list[AlreadyYours | AlreadyAcknowledged] = []
    for recipient in found:
        try:
            refuse_twice(tx, act, recipient)
        except (AlreadyYours, AlreadyAcknowledged) as refusal:
            refusals.append(refusal)
        else:
            return recipient
    raise refusals[0]
