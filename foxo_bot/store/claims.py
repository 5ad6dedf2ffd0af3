"""Claims rows of the outbox for a worker, and keeps vendors' rates: one lane a conversation."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from foxo_bot.store.columns import EPOCH, evened
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message, Outcome, message_of
from foxo_bot.store.tables import lanes, outbox


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a lane may go: `gap` between two sends, `burst` of them allowed at once."""

    gap: timedelta
    burst: int = 1


def claim(  # noqa: PLR0913 - what a claim is made of
    tx: Tx,
    transport: str,
    *,
    limit: int,
    now: datetime,
    lease: timedelta,
    owner: str,
    pace: Callable[[str], Pace],
    but: Collection[int] = (),
) -> list[Message]:
    """Take due rows, most overdue first, until `now + lease`; none of those in `but`.

    Rows of one post keep their order: a later one waits for the earlier. `pace` says how
    fast a lane may go; a row whose lane is taken gets the lane's next free slot.
    """
    due = tx.across(_DUE, {"by": transport, "now": now, "limit": limit})
    taken = _with_slots(tx, [row for row in due if row.id not in but], now, pace)
    if taken:
        ids = evened(row.id for row in taken)
        tx.across(_TAKE, {"ids": ids, "until": now + lease, "owner": owner})
    return [
        message_of(row, attempts=row.attempts + 1, uncertain=row.uncertain or bool(row.leased_by))
        for row in taken
    ]


def give_back(tx: Tx, transport: str, *, owner: str, but: Collection[int], now: datetime) -> None:
    """Make due again what a worker has claimed and never took in hand, its round having failed."""
    forgotten = (
        select(outbox.c.id)
        .where(
            outbox.c.state == Outcome.OPEN.value,
            outbox.c.transport == transport,
            outbox.c.leased_by == owner,
            outbox.c.id.not_in(list(but)),
        )
        .order_by(outbox.c.id)
        .with_for_update()
    )
    tx.across(update(outbox).where(outbox.c.id.in_(forgotten)).values(next_at=now, leased_by=None))


def next_due(tx: Tx, transport: str) -> datetime | None:
    """When the next row of a transport is due that does not wait for another."""
    return tx.across(
        select(func.min(outbox.c.next_at)).where(
            outbox.c.state == Outcome.OPEN.value,
            outbox.c.transport == transport,
            first_of_its_post(),
        )
    ).scalar()


def hold_lane(tx: Tx, transport: str, lane: str, until: datetime) -> None:
    """The vendor refuses the lane until then: nothing of it is tried before."""
    _lanes(tx, [lane])
    _set_lane(tx, lane, until)
    waiting = (
        select(outbox.c.id)
        .where(
            outbox.c.state == Outcome.OPEN.value,
            outbox.c.transport == transport,
            outbox.c.lane == lane,
            outbox.c.leased_by.is_(None),
        )
        .order_by(outbox.c.id)
        .with_for_update(skip_locked=True)  # what is being claimed now is on its way
    )
    tx.across(update(outbox).where(outbox.c.id.in_(waiting)).values(slot_at=None))


def first_of_its_post() -> ColumnElement[bool]:
    """Whether no earlier row of an open row's post is still open: they keep their order.

    Asked so that a database looks up the one post by its index, whatever it believes to be there.
    """
    beside = outbox.alias("beside")
    first = select(func.min(beside.c.id)).where(
        beside.c.state == Outcome.OPEN.value, beside.c.post_id == outbox.c.post_id
    )
    return or_(outbox.c.post_id.is_(None), outbox.c.id == first.scalar_subquery())


_DUE = (
    select(outbox)
    .where(
        outbox.c.state == Outcome.OPEN.value,
        outbox.c.transport == bindparam("by"),
        outbox.c.next_at <= bindparam("now"),
        first_of_its_post(),
    )
    .order_by(outbox.c.next_at, outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=outbox)
)
_TAKE = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        attempts=outbox.c.attempts + 1,
        next_at=bindparam("until"),
        uncertain=or_(outbox.c.uncertain, outbox.c.leased_by.is_not(None)),
        leased_by=bindparam("owner"),
        slot_at=None,
    )
)


def _with_slots(
    tx: Tx, rows: Sequence[Row[Any]], now: datetime, pace: Callable[[str], Pace]
) -> list[Row[Any]]:
    """The rows that may go now; one whose lane is taken is put off to the lane's next slot."""
    free = _lanes(tx, {row.lane for row in rows if row.lane is not None and row.slot_at is None})
    taken = []
    for row in rows:
        if row.lane is None or row.slot_at is not None:
            taken.append(row)
            continue
        allowed = pace(row.lane)
        slot = max(free[row.lane], now - (allowed.burst - 1) * allowed.gap)
        free[row.lane] = slot + allowed.gap
        if slot <= now:
            taken.append(row)
        else:
            at_slot = update(outbox).where(outbox.c.id == row.id)
            tx.across(at_slot.values(next_at=slot, slot_at=slot))
    for lane, free_at in free.items():
        _set_lane(tx, lane, free_at)
    return taken


def _lanes(tx: Tx, names: Collection[str]) -> dict[str, datetime]:
    """When each lane is free; the lanes are held from now on, always in the order of their names.

    Another replica may be making the same lane: whoever is second waits for it.
    """
    found = _held(tx, names)
    missing = sorted(set(names) - found.keys())
    if missing:
        dialect = postgresql if tx.connection.dialect.name == "postgresql" else sqlite
        made = [{"lane": lane, "free_at": EPOCH} for lane in missing]
        tx.across(dialect.insert(lanes).on_conflict_do_nothing(), made)
        found |= _held(tx, missing)
    return found


def _held(tx: Tx, names: Collection[str]) -> dict[str, datetime]:
    if not names:
        return {}
    rows = tx.across(
        select(lanes).where(lanes.c.lane.in_(list(names))).order_by(lanes.c.lane).with_for_update()
    )
    return {row.lane: row.free_at for row in rows}


def _set_lane(tx: Tx, lane: str, free_at: datetime) -> None:
    tx.across(update(lanes).where(lanes.c.lane == lane).values(free_at=free_at))
