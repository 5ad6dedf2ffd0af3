"""Claiming what is to be sent: never the same row twice, in order, at the vendors' pace."""

import asyncio
from collections.abc import AsyncIterator, Collection
from datetime import datetime, timedelta

import pytest

from foxo_bot.cases import reply
from foxo_bot.store import claims, endings, outbox
from foxo_bot.store.claims import Pace
from foxo_bot.store.db import Database, Tx, connect
from foxo_bot.store.outbox import Kind, Message
from foxo_bot.store.vault import Vault
from tests.cases import town

SECOND, LEASE = timedelta(seconds=1), timedelta(seconds=60)
ORGANISATION = 1


@pytest.fixture
async def other(database_url: str, vault: Vault) -> AsyncIterator[Database]:
    """The same database as a second replica sees it."""
    other = connect(database_url, vault)
    yield other
    await other.close()


def claim(
    tx: Tx, now: datetime, *, limit: int = 100, owner: str = "me", but: Collection[int] = ()
) -> list[Message]:
    pace = Pace(SECOND)
    return claims.claim(
        tx,
        "slack",
        limit=limit,
        now=now,
        lease=LEASE,
        owner=owner,
        pace=lambda _: pace,
        but=but,
    )


def put(tx: Tx, count: int, *, lane: str | None = None) -> None:
    row = Message(ORGANISATION, "slack", Kind.TOLD, lane=lane, data={"what": "acknowledged"})
    outbox.put(tx, [row] * count, town.NOON)


def send_all(tx: Tx, rows: list[Message], now: datetime) -> None:
    for row in rows:
        endings.sent(tx, [(row, f"v{row.id}")], now)


async def test_two_workers_racing_never_take_the_same_row_and_leave_none(
    database: Database, other: Database
) -> None:
    await database.write(town.build)
    await database.write(put, 60)

    async def works(on: Database, owner: str) -> list[int]:
        taken: list[int] = []
        while rows := await on.write(claim, town.NOON, limit=3, owner=owner):
            taken += [row.id for row in rows]
        return taken

    both = await asyncio.gather(works(database, "one"), works(other, "two"))
    assert len(both[0] + both[1]) == 60
    assert len({*both[0], *both[1]}) == 60


async def test_a_lane_is_never_faster_than_its_pace_and_holds_up_nobody_else(
    database: Database,
) -> None:
    await database.write(town.build)
    await database.write(put, 5, lane="slack:T1:C1")
    await database.write(put, 3)

    at: dict[int, list[datetime]] = {}
    for tenth in range(60):
        now = town.NOON + tenth * SECOND / 10
        for row in await database.write(claim, now):
            at.setdefault(0 if row.lane is None else 1, []).append(now)
            await database.write(send_all, [row], now)
    assert at[0] == [town.NOON] * 3
    assert at[1] == [town.NOON + n * SECOND for n in range(5)]


async def test_a_burst_goes_at_once_and_the_rest_at_the_lanes_pace(database: Database) -> None:
    await database.write(town.build)
    await database.write(put, 6, lane="slack:T1:redraw")

    def burst(tx: Tx, now: datetime) -> int:
        pace = Pace(SECOND, burst=3)
        rows = claims.claim(
            tx, "slack", limit=9, now=now, lease=LEASE, owner="me", pace=lambda _: pace
        )
        send_all(tx, rows, now)
        return len(rows)

    counted = [await database.write(burst, town.NOON + n * SECOND) for n in range(5)]
    assert counted == [3, 1, 1, 1, 0]


async def test_a_lane_that_the_vendor_refused_rests_until_it_says(database: Database) -> None:
    await database.write(town.build)
    await database.write(put, 2, lane="slack:T1:C1")
    (refused,) = await database.write(claim, town.NOON)
    until = town.NOON + 30 * SECOND
    await database.write(endings.try_again, refused, at=until, reason="ratelimited")
    await database.write(claims.hold_lane, "slack", "slack:T1:C1", until)

    assert await database.write(claim, town.NOON + SECOND) == [], "its slot was of before"
    assert await database.write(claim, until - SECOND) == []
    assert len(await database.write(claim, until)) == 1


async def test_what_is_tried_again_waits_for_its_lane_again(database: Database) -> None:
    await database.write(town.build)
    await database.write(put, 2, lane="slack:T1:C1")
    later = town.NOON + 10 * SECOND
    for now in (town.NOON, town.NOON + SECOND):
        (row,) = await database.write(claim, now)
        await database.write(endings.try_again, row, at=later, reason="http_503")

    assert len(await database.write(claim, later)) == 1
    assert len(await database.write(claim, later + SECOND)) == 1


async def test_what_is_longest_overdue_goes_first(database: Database) -> None:
    await database.write(town.build)
    await database.write(put, 2)
    for seconds, row in zip((9, 5), await database.write(claim, town.NOON), strict=True):
        at = town.NOON + seconds * SECOND
        await database.write(endings.try_again, row, at=at, reason="http_503")

    taken = [await database.write(claim, town.NOON + LEASE, limit=1) for _ in range(2)]
    assert [row.id for rows in taken for row in rows] == [2, 1]


async def test_what_is_said_in_one_post_keeps_its_order(database: Database) -> None:
    here = await database.write(town.build)
    case = await database.write(town.send, here)

    def replies(tx: Tx) -> None:
        for words in ("first", "second", "third"):
            target = town.whole(tx, case)
            reply.reply(tx, here.act("Cleo"), target, words, in_thread=False)

    await database.write(replies)
    order: dict[int | None, list[int]] = {}
    now = town.NOON
    for _ in range(40):
        rows = await database.write(claim, now)
        assert len({row.post_id for row in rows}) == len(rows), "two rows of one post at once"
        due = await database.read(claims.next_due, "slack")
        assert due is None or due > now, "what waits for another is not looked for in vain"
        for row in rows:
            order.setdefault(row.post_id, []).append(row.id)
        await database.write(send_all, rows, now)
        now += SECOND
    assert all(ids == sorted(ids) for ids in order.values())
    assert {len(ids) for ids in order.values()} == {7}  # the post, and three times reply and redraw


async def test_a_row_whose_worker_died_is_due_again_when_its_lease_ends_and_is_uncertain(
    database: Database,
) -> None:
    await database.write(town.build)
    await database.write(put, 1)
    (first,) = await database.write(claim, town.NOON, owner="died")

    assert await database.write(claim, town.NOON + LEASE - SECOND) == []
    (again,) = await database.write(claim, town.NOON + LEASE)
    assert (again.id, again.attempts) == (first.id, 2)
    assert (first.uncertain, again.uncertain) == (False, True)
    later = town.NOON + 2 * LEASE
    await database.write(endings.try_again, again, at=later, reason="http_503")
    (third,) = await database.write(claim, later)
    assert third.uncertain, "what became of the first is still not known"


async def test_a_row_that_was_put_back_on_purpose_is_not_uncertain(database: Database) -> None:
    await database.write(town.build)
    await database.write(put, 1)
    (first,) = await database.write(claim, town.NOON)
    later = town.NOON + 5 * SECOND
    await database.write(endings.try_again, first, at=later, reason="http_503")

    (again,) = await database.write(claim, later)
    assert not again.uncertain
    await database.write(endings.release, again, later)
    (third,) = await database.write(claim, later)
    assert not third.uncertain


async def test_a_worker_whose_round_failed_gives_back_what_it_has_not_in_hand_and_no_others(
    database: Database,
) -> None:
    await database.write(town.build)
    await database.write(put, 3)
    mine = await database.write(claim, town.NOON, limit=2)
    await database.write(claim, town.NOON, limit=1, owner="another")

    def give_back(tx: Tx) -> None:
        claims.give_back(tx, "slack", owner="me", but=[mine[0].id], now=town.NOON)

    await database.write(give_back)
    (again,) = await database.write(claim, town.NOON)
    assert (again.id, again.uncertain) == (mine[1].id, False)


async def test_what_a_worker_still_has_in_hand_it_does_not_take_again(database: Database) -> None:
    await database.write(town.build)
    await database.write(put, 1)
    (slow,) = await database.write(claim, town.NOON)

    assert await database.write(claim, town.NOON + LEASE, but=[slow.id]) == []
    assert len(await database.write(claim, town.NOON + LEASE, owner="another")) == 1


async def test_the_next_due_row_is_the_one_that_a_worker_could_take(database: Database) -> None:
    await database.write(town.build)
    assert await database.read(claims.next_due, "slack") is None
    await database.write(put, 2, lane="slack:T1:C1")
    await database.write(claim, town.NOON)
    assert await database.read(claims.next_due, "slack") == town.NOON + SECOND
    assert await database.read(claims.next_due, "sms") is None
