"""What may and must become of rows of the outbox, looked at from the cases they are about."""

from datetime import datetime

from foxo_bot.escalation import policy
from foxo_bot.model import AWAITING, PERSONAL, Recipient, State
from foxo_bot.store import (
    acknowledgements,
    escalations,
    events,
    messages,
    outbox,
    people,
    recipients,
)
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message, Outcome


def is_still_asked_for(tx: Tx, row: Message) -> bool:
    """Whether what a row says of a step, or asks, is not answered yet."""
    recipient = recipients.get(tx, row.organisation_id, row.recipient_id or 0)
    if recipient is None:
        return True
    if messages.ASKED in row.data.values():
        return not _has_answered(tx, recipient, row)
    if row.step is None:
        return True
    done = acknowledgements.given(tx, recipient) if recipient.state is State.PARTLY else ()
    return recipient.state in AWAITING and row.person_id not in done


def _has_answered(tx: Tx, recipient: Recipient, row: Message) -> bool:
    """Whether the holder who was asked did something since, or holds it no more."""
    happened = events.of_case(tx, row.organisation_id, row.case_id or 0)
    asked = [event.recipient_id == recipient.id and event.kind == "asked" for event in happened]
    since = happened[len(asked) - asked[::-1].index(True) :]
    left = recipient.claimer_id != row.person_id
    return left or any(event.actor_id == row.person_id for event in since)


def goes_on(tx: Tx, row: Message, now: datetime) -> bool:
    """What must follow a failure: the person is told another way, or has none left; and the step
    reached somebody, or the next comes at once, or all were told and it only repeats."""
    recipient = recipients.get(tx, row.organisation_id, row.recipient_id or 0)
    if recipient is None or recipient.state not in AWAITING:
        return True
    if row.step is None or row.person_id is None:
        return True
    rows = outbox.of_case(tx, row.organisation_id, row.case_id or 0)
    same = [
        other for other in rows if (other.recipient_id, other.step) == (row.recipient_id, row.step)
    ]
    clock = escalations.of_case(tx, row.organisation_id, row.case_id or 0)[row.recipient_id or 0]
    mine = [other for other in same if other.person_id == row.person_id]
    person = people.find(tx, row.person_id)
    tried = {messages.way_of(other.transport) for other in mine}
    left = [way for way in PERSONAL if person.reachable_by(way) and way not in tried]
    if left and not any(_reaches(other) for other in mine):
        return False
    heard = any(_reaches(other) for other in same)
    steps, elapsed = policy.from_json(clock.steps), now - clock.started_at
    offset, due = policy.next_step(steps, reached=clock.reached, elapsed=elapsed)
    again = not policy.first_time(due, offset)
    return heard or clock.due_at <= now or clock.exhausted_at is not None or again


def _reaches(row: Message) -> bool:
    return row.state in {Outcome.OPEN, Outcome.SENT}
