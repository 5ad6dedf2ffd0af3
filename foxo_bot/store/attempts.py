"""What has been tried already: for a person, by a way, in a step."""

from sqlalchemy import func, select

from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Kind, Message, Outcome, message_of
from foxo_bot.store.tables import outbox


def newer_redraw(tx: Tx, message: Message) -> bool:
    """Whether a later row will redraw the same post, so that this one need not."""
    return (
        tx.execute(
            select(outbox.c.id).where(
                outbox.c.organisation_id == message.organisation_id,
                outbox.c.post_id == message.post_id,
                outbox.c.state == Outcome.OPEN.value,
                outbox.c.kind == Kind.REDRAW.value,
                outbox.c.id > message.id,
            )
        ).first()
        is not None
    )


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
    return (
        tx.execute(
            select(outbox.c.id).where(
                outbox.c.organisation_id == message.organisation_id,
                outbox.c.recipient_id == message.recipient_id,
                outbox.c.step == message.step,
                outbox.c.id != message.id,
                outbox.c.state.in_([Outcome.OPEN.value, Outcome.SENT.value]),
            )
        ).first()
        is not None
    )


def open_by_transport(tx: Tx) -> dict[str, int]:
    rows = tx.across(
        select(outbox.c.transport, func.count().label("number"))
        .where(outbox.c.state == Outcome.OPEN.value)
        .group_by(outbox.c.transport)
    )
    return {row.transport: row.number for row in rows}
