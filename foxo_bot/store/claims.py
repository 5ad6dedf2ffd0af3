"""Claims rows of the outbox for a worker, and keeps vendors' rates: one lane a conversation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, or_, select, update

from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message, Outcome, message_of
from foxo_bot.store.tables import lanes, outbox


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a lane may go: `gap` between two sends, `burst` of them allowed at once."""

    gap: timedelta
    burst: int = 1


def claim(
    tx: Tx,
    transport: str,
    *,
    limit: int,
    now: datetime,
    lease: timedelta,
    owner: str,
    pace: Callable[[str], Pace],
) -> list[Message]:
    """Take due rows, most overdue first, until `now + lease`.

    Rows of one post keep their order: a later one waits for the earlier. `pace` says how
    fast a lane may go; a row whose lane is taken gets the lane's next free slot.
    """
    rows = tx.across(
        select(outbox)
        .where(
            outbox.c.state == Outcome.OPEN.value,
            outbox.c.transport == transport,
            outbox.c.next_at <= now,
            ~waits_for_an_earlier_one(),
        )
        .order_by(outbox.c.next_at, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=outbox)
    ).all()
    taken = [row for row in rows if _has_slot(tx, row, now, pace)]
    if taken:
        tx.across(
            update(outbox)
            .where(outbox.c.id.in_([row.id for row in taken]))
            .values(
                attempts=outbox.c.attempts + 1,
                next_at=now + lease,
                uncertain=or_(outbox.c.uncertain, outbox.c.leased_by.is_not(None)),
                leased_by=owner,
                slot_at=None,
            )
        )
    return [
        message_of(row, attempts=row.attempts + 1, uncertain=row.uncertain or bool(row.leased_by))
        for row in taken
    ]


def next_due(tx: Tx, transport: str) -> datetime | None:
    """When the next row of a transport is due that does not wait for another."""
    return tx.across(
        select(func.min(outbox.c.next_at)).where(
            outbox.c.state == Outcome.OPEN.value,
            outbox.c.transport == transport,
            ~waits_for_an_earlier_one(),
        )
    ).scalar()


def hold_lane(tx: Tx, transport: str, lane: str, until: datetime) -> None:
    """The vendor refuses the lane until then: nothing of it is tried before."""
    _set_lane(tx, lane, until)
    tx.across(
        update(outbox)
        .where(
            outbox.c.state == Outcome.OPEN.value,
            outbox.c.transport == transport,
            outbox.c.lane == lane,
            outbox.c.leased_by.is_(None),
        )
        .values(slot_at=None)
    )


def waits_for_an_earlier_one() -> ColumnElement[bool]:
    """Whether a row's post has an earlier one that is not settled: they keep their order."""
    earlier = outbox.alias("earlier")
    return (
        select(earlier.c.id)
        .where(
            earlier.c.state == Outcome.OPEN.value,
            earlier.c.post_id == outbox.c.post_id,
            earlier.c.id < outbox.c.id,
        )
        .exists()
    )


def _has_slot(tx: Tx, row: Row[Any], now: datetime, pace: Callable[[str], Pace]) -> bool:
    if row.lane is None or row.slot_at is not None:
        return True
    allowed = pace(row.lane)
    oldest = now - (allowed.burst - 1) * allowed.gap
    query = select(lanes.c.free_at).where(lanes.c.lane == row.lane).with_for_update()
    slot = max(tx.across(query).scalar() or oldest, oldest)
    _set_lane(tx, row.lane, slot + allowed.gap)
    if slot <= now:
        return True
    tx.across(update(outbox).where(outbox.c.id == row.id).values(next_at=slot, slot_at=slot))
    return False


def _set_lane(tx: Tx, lane: str, free_at: datetime) -> None:
    done = tx.across(update(lanes).where(lanes.c.lane == lane).values(free_at=free_at))
    if not done.rowcount:
        tx.across(insert(lanes), {"lane": lane, "free_at": free_at})
