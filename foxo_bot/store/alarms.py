"""Promises that the program finds broken in its own rows, and which of them people were told of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from foxo_bot.model import AWAITING, Recipient
from foxo_bot.store import organisations
from foxo_bot.store import recipients as stored_recipients
from foxo_bot.store.claims import first_of_its_post
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Outcome
from foxo_bot.store.tables import alarms, escalations, outbox, recipients

STEP_LATE = timedelta(seconds=60)
MESSAGE_STUCK = timedelta(minutes=2)
LEASE_ABANDONED = timedelta(seconds=60)
"""How long a row may be overdue before something must be wrong: claims come every few seconds."""

SKEW = timedelta(seconds=60)
"""Slack takes a signature for stale after five minutes."""


class Broken(StrEnum):
    """Which promise does not hold (the invariants are those of docs/architecture.md)."""

    NO_STEP_DUE = "no_step_due"
    STEP_OVERDUE = "step_overdue"
    MESSAGE_STUCK = "message_stuck"
    LEASE_ABANDONED = "lease_abandoned"
    CLOCK_SKEW = "clock_skew"


@dataclass(frozen=True, slots=True)
class Breach:
    """One promise broken for one organisation: in how many rows, the first of them since when."""

    organisation_id: int
    kind: Broken
    number: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Alarm:
    """A breach that stands, and when people were last told of it."""

    id: int
    organisation_id: int
    kind: Broken
    since: datetime
    told_at: datetime


def breaches(tx: Tx, now: datetime, skew: float = 0.0) -> list[Breach]:
    """Everything that is broken at this instant, over all organisations.

    `skew` is by how many seconds the machine's clock is off; where it matters, it is the number of
    a breach in every organisation.
    """
    found = [
        Breach(row.organisation_id, kind, row.number, row.since)
        for kind, query in _queries(now)
        for row in tx.across(query)
    ]
    if skew > SKEW.total_seconds():
        everywhere = organisations.every(tx)
        found += [Breach(one.id, Broken.CLOCK_SKEW, int(skew), now) for one in everywhere]
    return found


def without_a_clock(tx: Tx, limit: int) -> list[Recipient]:
    """Recipients that wait although no clock runs for them."""
    ids = tx.across(
        select(recipients.c.organisation_id, recipients.c.id)
        .where(_waits_unwatched())
        .order_by(recipients.c.id)
        .limit(limit)
    ).all()
    found = [stored_recipients.get(tx, row.organisation_id, row.id) for row in ids]
    return [one for one in found if one is not None]


def standing(tx: Tx, *, hold: bool = False) -> list[Alarm]:
    """The alarms that have not ended; with `hold`, locked until the transaction ends."""
    query = select(alarms).where(alarms.c.ended_at.is_(None)).order_by(alarms.c.id)
    rows = tx.across(query.with_for_update() if hold else query)
    return [
        Alarm(row.id, row.organisation_id, Broken(row.kind), row.since, row.told_at) for row in rows
    ]


def begin(tx: Tx, breach: Breach, now: datetime) -> Alarm | None:
    """A new alarm; None where another replica has begun the same one meanwhile."""
    dialect = postgresql if tx.connection.dialect.name == "postgresql" else sqlite
    row = tx.execute(
        dialect.insert(alarms).on_conflict_do_nothing().returning(alarms.c.id),
        {
            "organisation_id": breach.organisation_id,
            "kind": breach.kind.value,
            "since": breach.since,
            "told_at": now,
        },
    ).scalar()
    if row is None:
        return None
    return Alarm(row, breach.organisation_id, breach.kind, breach.since, now)


def told_again(tx: Tx, alarm: Alarm, now: datetime) -> None:
    _change(tx, alarm, told_at=now)


def end(tx: Tx, alarm: Alarm, now: datetime) -> None:
    _change(tx, alarm, ended_at=now)


def _change(tx: Tx, alarm: Alarm, **columns: Any) -> None:
    tx.execute(
        update(alarms)
        .where(alarms.c.organisation_id == alarm.organisation_id, alarms.c.id == alarm.id)
        .values(**columns)
    )


def _queries(now: datetime) -> Iterator[tuple[Broken, Select[Any]]]:
    yield (
        Broken.NO_STEP_DUE,
        select(
            recipients.c.organisation_id,
            func.count().label("number"),
            func.min(recipients.c.state_changed_at).label("since"),
        )
        .where(_waits_unwatched())
        .group_by(recipients.c.organisation_id),
    )
    yield Broken.STEP_OVERDUE, _late_clocks(now)
    in_hand = outbox.c.leased_by.is_not(None)
    yield (Broken.LEASE_ABANDONED, _late_messages(now - LEASE_ABANDONED, in_hand))
    yield (Broken.MESSAGE_STUCK, _late_messages(now - MESSAGE_STUCK, ~in_hand))


_SINCE = func.coalesce(
    escalations.c.failing_since,
    case((escalations.c.stopped_at.is_(None), escalations.c.due_at)),
    escalations.c.follow_up_at,
)
"""Since when a step, or the question whether somebody is still on it, is due or fails."""


def _late_clocks(now: datetime) -> Select[Any]:
    """By the indexes of what is due: what fails is always put off by less than STEP_LATE more."""
    soon = now + 2 * STEP_LATE
    steps = and_(escalations.c.stopped_at.is_(None), escalations.c.due_at < soon)
    return (
        select(
            escalations.c.organisation_id,
            func.count().label("number"),
            func.min(_SINCE).label("since"),
        )
        .where(or_(steps, escalations.c.follow_up_at < soon), now - STEP_LATE > _SINCE)
        .group_by(escalations.c.organisation_id)
    )


def _late_messages(before: datetime, which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            outbox.c.organisation_id,
            func.count().label("number"),
            func.min(outbox.c.next_at).label("since"),
        )
        .where(
            outbox.c.state == Outcome.OPEN.value,
            outbox.c.next_at < before,
            which,
            first_of_its_post(),
        )
        .group_by(outbox.c.organisation_id)
    )


def _waits_unwatched() -> ColumnElement[bool]:
    running = (
        select(escalations.c.id)
        .where(escalations.c.recipient_id == recipients.c.id, escalations.c.stopped_at.is_(None))
        .exists()
    )
    return recipients.c.state.in_([state.value for state in AWAITING]) & ~running
