"""The append-only audit trail: one hash chain per organisation."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from foxo_bot.model import Recipient
from foxo_bot.store.columns import EPOCH
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message
from foxo_bot.store.tables import chain_heads, events

Facts = Mapping[str, str | int | bool | None]
FIRST_HASH = "0" * 64


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the trail. `data` holds facts that are no patient data."""

    organisation_id: int
    at: datetime
    kind: str
    via: str
    case_id: int | None = None
    recipient_id: int | None = None
    actor_id: int | None = None
    data: Facts | None = None
    seq: int = 0


def append(tx: Tx, event: Event) -> None:
    """Add an event to the transaction.

    Rows are written at its end: the chain's head is then the last lock taken, so that two
    transactions can never wait for each other's.
    """
    tx.scratch.setdefault("events", []).append(event)
    tx.at_end.setdefault("events", _flush)


def about_recipient(
    tx: Tx,
    recipient: Recipient,
    kind: str,
    at: datetime,
    data: Facts | None = None,
    *,
    via: str = "clock",
) -> None:
    """Add what the program did by itself about a case in one team."""
    append(
        tx,
        Event(
            organisation_id=recipient.organisation_id,
            at=at,
            kind=kind,
            via=via,
            case_id=recipient.case_id,
            recipient_id=recipient.id,
            data=data,
        ),
    )


def about_message(tx: Tx, message: Message, kind: str, at: datetime, data: Facts) -> None:
    """Add what became of a message."""
    append(
        tx,
        Event(
            organisation_id=message.organisation_id,
            at=at,
            kind=kind,
            via=message.transport,
            case_id=message.case_id,
            recipient_id=message.recipient_id,
            data=data,
        ),
    )


def of_case(tx: Tx, organisation_id: int, case_id: int) -> list[Event]:
    """What happened to a case, oldest first, with what this transaction is about to add."""
    rows = tx.execute(
        select(events)
        .where(events.c.organisation_id == organisation_id, events.c.case_id == case_id)
        .order_by(events.c.seq)
    )
    return [_event(row) for row in rows]


def verify(tx: Tx) -> Iterator[str]:
    """Every break in the chains, as sentences; nothing where the trail is whole."""
    heads = tx.across(select(chain_heads).order_by(chain_heads.c.organisation_id)).all()
    known = {head.organisation_id for head in heads}
    for stray in tx.across(select(events.c.organisation_id).distinct()).scalars():
        if stray not in known:
            yield f"organisation {stray}: there are events, but the head of the chain is gone"
    for head in heads:
        yield from _verify_chain(tx, head)


def count(tx: Tx) -> int:
    """How many events there are in all chains."""
    return sum(tx.across(select(chain_heads.c.seq)).scalars())


def _verify_chain(tx: Tx, head: Row[Any]) -> Iterator[str]:
    where = f"organisation {head.organisation_id}"
    previous, expected = FIRST_HASH, 1
    rows = tx.execute(
        select(events)
        .where(events.c.organisation_id == head.organisation_id)
        .order_by(events.c.seq),
    )
    for row in rows:
        if row.seq != expected:
            yield f"{where}: event {expected} is missing (the next one is {row.seq})"
        elif row.previous_hash != previous:
            yield f"{where}: event {row.seq} does not follow from the one before it"
        if row.hash != _digest(_event(row), row.previous_hash):
            yield f"{where}: event {row.seq} was altered"
        previous, expected = row.hash, row.seq + 1
    if expected - 1 != head.seq or previous != head.hash:
        yield f"{where}: the chain ends at event {expected - 1}, but its head says {head.seq}"


_ADD = insert(events)
_HEAD = (
    select(chain_heads.c.seq, chain_heads.c.hash)
    .where(chain_heads.c.organisation_id == bindparam("home"))
    .with_for_update()
)
_NEW_HEAD = (
    update(chain_heads)
    .where(chain_heads.c.organisation_id == bindparam("home"))
    .values(seq=bindparam("seq"), hash=bindparam("hash"))
)


def _flush(tx: Tx) -> None:
    waiting: list[Event] = tx.scratch.pop("events", [])
    for organisation_id in sorted({event.organisation_id for event in waiting}):
        mine = [event for event in waiting if event.organisation_id == organisation_id]
        seq, previous = _head(tx, organisation_id)
        rows = []
        for event in mine:
            seq += 1
            numbered = Event(
                organisation_id=event.organisation_id,
                at=event.at,
                kind=event.kind,
                via=event.via,
                case_id=event.case_id,
                recipient_id=event.recipient_id,
                actor_id=event.actor_id,
                data=event.data,
                seq=seq,
            )
            digest = _digest(numbered, previous)
            rows.append({**_values(numbered), "previous_hash": previous, "hash": digest})
            previous = digest
        tx.execute(_ADD, rows)
        tx.execute(_NEW_HEAD, {"home": organisation_id, "seq": seq, "hash": previous})


def _head(tx: Tx, organisation_id: int) -> tuple[int, str]:
    row = tx.execute(_HEAD, {"home": organisation_id}).one()
    return row.seq, row.hash


def start_chain(tx: Tx, organisation_id: int) -> None:
    """Begin an organisation's chain, in the transaction that makes the organisation."""
    tx.execute(
        insert(chain_heads), {"organisation_id": organisation_id, "seq": 0, "hash": FIRST_HASH}
    )


def _values(event: Event) -> dict[str, Any]:
    return {
        "organisation_id": event.organisation_id,
        "seq": event.seq,
        "at": event.at,
        "kind": event.kind,
        "case_id": event.case_id,
        "recipient_id": event.recipient_id,
        "actor_id": event.actor_id,
        "via": event.via,
        "data": dict(event.data or {}),
    }


def _digest(event: Event, previous: str) -> str:
    content = _values(event) | {"at": (event.at - EPOCH).total_seconds().__repr__()}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(f"{previous}{text}".encode()).hexdigest()


def _event(row: Row[Any]) -> Event:
    return Event(
        organisation_id=row.organisation_id,
        at=row.at,
        kind=row.kind,
        via=row.via,
        case_id=row.case_id,
        recipient_id=row.recipient_id,
        actor_id=row.actor_id,
        data=row.data,
        seq=row.seq,
    )
