"""The escalation benchmark measures what it says, at a size at which the figures mean nothing."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from foxo_bot.bench.escalation import (
    acks,
    bursts,
    collisions,
    crashes,
    floor,
    growth,
    instants,
    naive,
    sharing,
    world,
)
from foxo_bot.bench.escalation.run import Grounds
from foxo_bot.bench.table import Line
from foxo_bot.sandbox import postgres


@pytest.fixture
async def grounds(tmp_path: Path, postgres_server: postgres.Server) -> AsyncIterator[Grounds]:
    """New databases of either kind, with a vendor that takes everything."""
    async with AsyncExitStack() as stack:
        sink = await stack.enter_async_context(world.sinking(tmp_path))
        yield Grounds(stack, sink, tmp_path, postgres_server)


async def names(lines: AsyncIterator[Line]) -> list[str]:
    """What the lines are about, before the first comma; every one has figures and a verdict."""
    found = [line async for line in lines]
    assert all(line.verdict in {"met", "short", "-"} for line in found)
    return [line.name.partition(",")[0] for line in found]


async def test_bursts_are_compared_with_a_bare_loop_and_with_rivals(grounds: Grounds) -> None:
    on_postgres = [await grounds.postgres(grounds.server)]

    assert await names(bursts.measure(on_postgres, cases=1, times=1)) == [
        "drain",
        "naive-burst",
        "naive-first",
        "procrastinate",
    ]
    assert await names(floor.measure(on_postgres, cases=1, times=1)) == ["drain-floor"]


async def test_acts_are_compared_with_jobs_and_large_databases_with_small(
    grounds: Grounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growth, "TIMES", 1)
    on_sqlite = await grounds.sqlite()

    assert await names(naive.measure([on_sqlite], times=1)) == ["naive-submit", "naive-ack"]
    assert await names(growth.measure(on_sqlite, await grounds.sqlite(), waiting=1_000)) == [
        "scale",
        "scale",
        "backlog",
    ]


async def test_what_leaves_after_an_acknowledgement_is_counted(grounds: Grounds) -> None:
    on_sqlite = [await grounds.sqlite()]

    assert await names(acks.measure(on_sqlite, cases=2, times=1)) == [
        "ack-load",
        "ack-window",
        "ack-window",
        "ack-window",
    ]


async def test_what_is_lost_at_a_kill_and_locked_in_vain_is_counted(grounds: Grounds) -> None:
    lines = [line async for line in crashes.measure([await grounds.sqlite()], cases=2, kills=1)]
    on_postgres = await grounds.postgres(grounds.server)
    found = [line async for line in collisions.measure(on_postgres, grounds.server, pairs=2)]

    assert (lines[0].name, lines[0].ours) == ("crash, 1 x kill -9, SQLite: lost", "0.00")
    assert [line.ours for line in found] == ["0"]


async def test_two_processes_share_the_work_and_the_rates(grounds: Grounds) -> None:
    on_postgres = await grounds.postgres(grounds.server)

    assert await names(sharing.lanes(on_postgres, posts=2)) == ["lanes", "lanes", "lanes"]
    assert await names(sharing.replicas(on_postgres, cases=1, times=1)) == ["replicas"]


async def test_single_messages_are_compared_with_looking_every_second(grounds: Grounds) -> None:
    assert await names(instants.measure([await grounds.sqlite()], messages=2)) == ["exact", "wake"]
