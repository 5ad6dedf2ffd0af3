"""Copies cases many times over, and makes them due, so that work on many can be measured."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Insert, Table, func, insert, select, update

from foxo_bot.store import events
from foxo_bot.store.db import CLOCK, Tx
from foxo_bot.store.events import Event
from foxo_bot.store.tables import (
    attachments,
    cases,
    escalations,
    outbox,
    posts,
    recipients,
    replies,
)

_TABLES = (cases, attachments, recipients, posts, replies, escalations, outbox)
"""What belongs to a case, each after what it points at. Codes are left out: they are few."""

_POINTERS = {"case_id": cases, "recipient_id": recipients, "post_id": posts, "reply_id": replies}
_NAMES = {"dedupe_key", "vendor_id"}
"""Texts that no two rows share."""

_SPARSE = {posts.name: 1}
"""Tables whose ids are random and far apart, with how much higher the next copy's are: thousands of
copies fit between two, while as many times the highest would be more than a column holds."""


@dataclass(frozen=True, slots=True)
class Original:
    """The cases of a database as they are before the first copy.

    Copy number k of a row has the id `k * spans[table]` higher; what was sealed is copied sealed.
    """

    spans: dict[str, int]
    numbers: int
    events: tuple[Event, ...]


def original(tx: Tx) -> Original:
    """Everything there is to copy."""
    spans = {table.name: _highest(tx, table.c.id) for table in _TABLES} | _SPARSE
    owned = tx.across(select(cases.c.organisation_id, cases.c.id)).all()
    told = [event for row in owned for event in events.of_case(tx, row.organisation_id, row.id)]
    return Original(spans, _highest(tx, cases.c.number), tuple(told))


def add(tx: Tx, source: Original, numbers: range, *, with_events: bool = True) -> None:
    """Write these copies, counted from 1, of every case; events join the chain at its end."""
    for copy in numbers:
        for table in _TABLES:
            tx.across(_insert(table, source, copy))
        for event in source.events if with_events else ():
            events.append(tx, _shifted(event, source, copy))


def make_due(tx: Tx, due: datetime, after: timedelta) -> None:
    """Let the first step of every clock that has not begun be due then, `after` its start."""
    tx.wakes.add(CLOCK)
    tx.across(
        update(escalations)
        .where(escalations.c.started_at > due)
        .values(started_at=due - after, due_at=due)
    )


def make_unsent(tx: Tx, now: datetime) -> None:
    """Let every message be due again, without any rate."""
    tx.across(update(outbox).values(state="open", lane=None, leased_by=None, next_at=now))


def newest_case(tx: Tx) -> int:
    """The id of the case that was written last."""
    return _highest(tx, cases.c.id)


def posts_of(source: Original, originals: Sequence[int], copy: int) -> list[int]:
    """The ids of these posts in copy number `copy`; number 0 is the original."""
    return [post_id + copy * source.spans[posts.name] for post_id in originals]


def _insert(table: Table, source: Original, copy: int) -> Insert:
    columns = [_copied(column, table, source, copy) for column in table.c]
    case_id = table.c.id if table is cases else table.c.case_id
    of_original = case_id <= source.spans[cases.name]
    return insert(table).from_select(list(table.c), select(*columns).where(of_original))


def _copied(
    column: ColumnElement[object], table: Table, source: Original, copy: int
) -> ColumnElement[object]:
    name = str(column.key)
    if name == "id":
        return column + copy * source.spans[table.name]
    if name == "number":
        return column + copy * source.numbers
    if name in _POINTERS:
        return column + copy * source.spans[_POINTERS[name].name]
    if name in _NAMES:
        return column + f":{copy}"
    return column


def _shifted(event: Event, source: Original, copy: int) -> Event:
    return replace(
        event,
        case_id=event.case_id and event.case_id + copy * source.spans[cases.name],
        recipient_id=event.recipient_id
        and event.recipient_id + copy * source.spans[recipients.name],
    )


def _highest(tx: Tx, column: ColumnElement[int]) -> int:
    return tx.across(select(func.max(column))).scalar() or 0
