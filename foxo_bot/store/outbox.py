"""What is to be said to the outside: written with its cause, claimed with a lease, told the end.

A row's `next_at` serves three ends: when it is first due, when it is tried again, and when its
lease ends; a worker that died simply leaves its rows due again. How rows are claimed stands in
`claims`, what became of them in `endings`, and what has been tried already in `attempts`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Row,
    and_,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from foxo_bot.store.columns import EPOCH, evened
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import outbox


class Kind(StrEnum):
    """What a row asks for."""

    POST = "post"
    REDRAW = "redraw"
    REPLY = "reply"
    NOTICE = "notice"
    TOLD = "told"


class Outcome(StrEnum):
    """Where a row stands."""

    OPEN = "open"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Message:
    """One row. `data` holds ids and codes, never patient data; the words are drawn when sent.

    `step` is set on what an escalation says: the step's offset in seconds.
    """

    organisation_id: int
    transport: str
    kind: Kind
    case_id: int | None = None
    recipient_id: int | None = None
    post_id: int | None = None
    person_id: int | None = None
    reply_id: int | None = None
    step: int | None = None
    lane: str | None = None
    dedupe_key: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    id: int = 0
    state: Outcome = Outcome.OPEN
    attempts: int = 0
    created_at: datetime | None = None
    uncertain: bool = False
    vendor_id: str | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    reason: str | None = None
    words: str | None = None

    @property
    def reference(self) -> str:
        """Our name for it at the vendors; a restored database does not give the same one again."""
        made = self.created_at or EPOCH
        return f"{self.id}-{(made - EPOCH) // timedelta(microseconds=1):x}"


_PUT = {
    "postgresql": postgresql.insert(outbox).on_conflict_do_nothing(),
    "sqlite": sqlite.insert(outbox).on_conflict_do_nothing(),
}


def put(tx: Tx, wanted: Iterable[Message | None], now: datetime) -> None:
    """Add rows, due now; one whose dedupe key is there already is left out.

    None is what there is no way to say: nothing is written of it.
    """
    messages = [message for message in wanted if message is not None]
    rows = [
        {
            "organisation_id": message.organisation_id,
            "transport": message.transport,
            "kind": message.kind.value,
            "case_id": message.case_id,
            "recipient_id": message.recipient_id,
            "post_id": message.post_id,
            "person_id": message.person_id,
            "reply_id": message.reply_id,
            "step": message.step,
            "lane": message.lane,
            "dedupe_key": message.dedupe_key,
            "data": dict(message.data),
            "state": message.state.value,
            "created_at": now,
            "next_at": now,
            "reason": message.reason,
            "words": message.words,
        }
        for message in messages
    ]
    tx.wakes.update(one.transport for one in messages if one.state is Outcome.OPEN)
    if rows:
        tx.execute(_PUT[tx.connection.dialect.name], rows)


def by_reference(tx: Tx, reference: str) -> Message | None:
    """A row by the reference that a vendor sends back; None where it is none of this database."""
    number, _, made = reference.partition("-")
    if not (number.isdecimal() and made.isalnum()):
        return None
    row = tx.across(select(outbox).where(outbox.c.id == int(number))).first()
    if row is not None and message_of(row).reference != reference:
        return None
    return None if row is None else message_of(row)


def by_vendor_id(tx: Tx, transport: str, vendor_id: str) -> list[Message]:
    """What a vendor took under this id: a chat's ids are its own only in one conversation."""
    rows = tx.across(
        select(outbox)
        .where(outbox.c.transport == transport, outbox.c.vendor_id == vendor_id)
        .order_by(outbox.c.id)
    )
    return [message_of(row) for row in rows]


def of_case(tx: Tx, organisation_id: int, case_id: int) -> list[Message]:
    rows = tx.execute(
        select(outbox)
        .where(outbox.c.organisation_id == organisation_id, outbox.c.case_id == case_id)
        .order_by(outbox.c.id)
    )
    return [message_of(row) for row in rows]


def lock(tx: Tx, ids: Iterable[int]) -> dict[int, Message]:
    """Hold rows, always in the order of their ids, and read them as they stand now."""
    return {row.id: message_of(row) for row in tx.across(_LOCK, {"ids": evened(ids)})}


_LOCK = (
    select(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(outbox.c.id)
    .with_for_update()
)


def _drop(*whose: ColumnElement[bool]) -> Executable:
    waiting = (
        select(outbox.c.id)
        .where(
            outbox.c.organisation_id == bindparam("home"),
            outbox.c.recipient_id == bindparam("recipient"),
            outbox.c.state == Outcome.OPEN.value,
            outbox.c.step.is_not(None),
            *whose,
        )
        .order_by(outbox.c.id)  # the order in which results are recorded
        .with_for_update()
    )
    return (
        update(outbox)
        .where(outbox.c.organisation_id == bindparam("home"), outbox.c.id.in_(waiting))
        .values(state=Outcome.DROPPED.value, reason=bindparam("why"))
        .returning(outbox)
    )


_DROP_ALL = _drop()
_DROP_ONES = _drop(outbox.c.person_id == bindparam("person"))


def drop_open_notices(
    tx: Tx, organisation_id: int, recipient_id: int, *, reason: str, person_id: int | None = None
) -> list[Message]:
    """Drop what still waits to be said for this team's escalation, to one or all; those rows."""
    named = {"home": organisation_id, "recipient": recipient_id, "why": reason}
    if person_id is None:
        return [message_of(row) for row in tx.execute(_DROP_ALL, named)]
    return [message_of(row) for row in tx.execute(_DROP_ONES, named | {"person": person_id})]


def is_open(tx: Tx, message: Message) -> bool:
    return (
        tx.execute(select(outbox.c.state).where(this_row(message))).scalar() == Outcome.OPEN.value
    )


def is_any(tx: Tx, organisation_id: int, *which: ColumnElement[bool]) -> bool:
    """Whether there is such a row."""
    mine = outbox.c.organisation_id == organisation_id
    return tx.execute(select(outbox.c.id).where(mine, *which).limit(1)).first() is not None


def newer_redraw(tx: Tx, message: Message) -> bool:
    """Whether a later row will redraw the same post, so that this one need not."""
    return is_any(
        tx,
        message.organisation_id,
        outbox.c.post_id == message.post_id,
        outbox.c.state == Outcome.OPEN.value,
        outbox.c.kind == Kind.REDRAW.value,
        outbox.c.id > message.id,
    )


def open_by_transport(tx: Tx) -> dict[str, int]:
    rows = tx.across(
        select(outbox.c.transport, func.count().label("number"))
        .where(outbox.c.state == Outcome.OPEN.value)
        .group_by(outbox.c.transport)
    )
    return {row.transport: row.number for row in rows}


def this_row(message: Message) -> ColumnElement[bool]:
    return and_(outbox.c.organisation_id == message.organisation_id, outbox.c.id == message.id)


def message_of(row: Row[Any], **changed: Any) -> Message:
    """A row as the rest of the program knows it, with what was changed since it was read."""
    known = {
        "id": row.id,
        "organisation_id": row.organisation_id,
        "transport": row.transport,
        "kind": Kind(row.kind),
        "case_id": row.case_id,
        "recipient_id": row.recipient_id,
        "post_id": row.post_id,
        "person_id": row.person_id,
        "reply_id": row.reply_id,
        "step": row.step,
        "lane": row.lane,
        "dedupe_key": row.dedupe_key,
        "data": row.data,
        "state": Outcome(row.state),
        "attempts": row.attempts,
        "created_at": row.created_at,
        "uncertain": row.uncertain,
        "vendor_id": row.vendor_id,
        "sent_at": row.sent_at,
        "delivered_at": row.delivered_at,
        "reason": row.reason,
        "words": row.words,
    }
    return Message(**(known | changed))
