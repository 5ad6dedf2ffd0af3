"""What has been tried already: for a person, by a way, in a step."""

from sqlalchemy import select

from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message, Outcome, is_any, message_of
from foxo_bot.store.tables import outbox


def tried_ways(tx: Tx, message: Message) -> set[str]:
    """The transports by which this step has already been tried for this person."""
    rows = tx.execute(
        select(outbox.c.transport).where(
            outbox.c.organisation_id == message.organisation_id,
            outbox.c.recipient_id == message.recipient_id,
            outbox.c.person_id == message.person_id,
            outbox.c.step == message.step,
        )
    )
    return set(rows.scalars())


def newest_to_person(tx: Tx, person_id: int, transport: str) -> list[Message]:
    """For each team's escalation the newest row by which a person is or was told that way."""
    rows = tx.across(
        select(outbox)
        .where(
            outbox.c.person_id == person_id,
            outbox.c.transport == transport,
            outbox.c.step.is_not(None),
            outbox.c.state.in_([Outcome.OPEN.value, Outcome.SENT.value]),
        )
        .order_by(outbox.c.id)
    )
    return list({row.recipient_id: message_of(row) for row in rows}.values())


def step_reached_anybody(tx: Tx, message: Message) -> bool:
    """Whether some message of the same step is still under way or has been taken by a vendor."""
    return is_any(
        tx,
        message.organisation_id,
        outbox.c.recipient_id == message.recipient_id,
        outbox.c.step == message.step,
        outbox.c.id != message.id,
        outbox.c.state.in_([Outcome.OPEN.value, Outcome.SENT.value]),
    )
