"""Two processes on one PostgreSQL: what they deliver, and the rates that they keep, together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise

from foxo_bot import app
from foxo_bot.app import App
from foxo_bot.bench.escalation import rounds, world
from foxo_bot.bench.escalation.rounds import Ground
from foxo_bot.bench.faults import BenchError
from foxo_bot.bench.table import Line, Round, at_least, at_most, limited
from foxo_bot.handlers.interaction import Done

GATEWAY = 0.05
"""Seconds that the vendor takes to answer."""


async def replicas(ground: Ground, cases: int, times: int) -> AsyncIterator[Line]:
    """Deliveries a second of two processes and of one."""
    async with _two_workers(ground):
        two = [await _rate(ground, cases) for _ in range(times)]
    async with ground.worker():
        one = [await _rate(ground, cases) for _ in range(times)]
    found = [Round(*rates) for rates in zip(two, one, strict=True)]
    yield at_least("replicas, 2 / 1 processes, PostgreSQL", found, unit="/s", target=1.7)


@asynccontextmanager
async def _two_workers(ground: Ground) -> AsyncIterator[None]:
    """Started side by side: each imports for seconds."""
    async with AsyncExitStack() as stack:
        both = (stack.enter_async_context(ground.worker()) for _ in range(2))
        await asyncio.gather(*both)
        yield


async def _rate(ground: Ground, cases: int) -> float:
    """By all workers that there are at this moment."""
    await ground.sink.anew(GATEWAY)
    due = await ground.cases(cases)
    await rounds.until(due)
    found = await rounds.arrived(ground.sink, cases * world.PEOPLE)
    return cases * world.PEOPLE / rounds.lateness(found, due)[-1]


async def lanes(ground: Ground, posts: int) -> AsyncIterator[Line]:
    """So many posts for each of three channels at once, at one a second, by two processes."""
    here = app.build(ground.settings)  # not started: it delivers nothing by itself
    async with _two_workers(ground):
        few = await _submitted(ground, here, 1)
        full = await _submitted(ground, here, posts)
    await here.stop()
    ideal = posts - 1
    last = max(times[-1] - times[0] for times in full.channels)
    yield at_most("lanes, slowest / ideal", [Round(last, ideal)], unit="s", target=1.02)
    apart = min(b - a for times in full.channels for a, b in pairwise(times))
    yield limited("lanes, least apart", apart, unit="s", target=0.9, least=True)
    both = [Round(rounds.p99(full.direct) * 1000, rounds.p99(few.direct) * 1000)]
    yield at_most("lanes, DM p99 with / without full lanes", both, unit="ms", target=1.3)


@dataclass(frozen=True, slots=True)
class Posted:
    """When posts arrived in each channel, and seconds from each submission to its sender's copy."""

    channels: list[list[float]]
    direct: list[float]


async def _submitted(ground: Ground, here: App, posts: int) -> Posted:
    """So many cases to each channel, all at once, each of a sender of its own."""
    await ground.sink.anew()
    receiving = await here.database.read(world.receiving)
    committed: dict[str, float] = {}
    for number in range(posts):
        for team in receiving:
            sender = f"U0S{team}N{posts}N{number}"
            act = world.submission(int(world.now().timestamp() * 1e6), [team], sender)
            if not isinstance(await here.desk.dispatch(act), Done):
                raise BenchError("a case to measure was refused")
            committed[sender] = world.now().timestamp()
    await rounds.arrived(ground.sink, len(committed) + len(receiving), world.POST)
    await rounds.quiet(here, "slack")
    found = await ground.sink.arrived()
    times: dict[str, list[float]] = {}
    for at, what in found:
        times.setdefault(what.removeprefix(world.POST), []).append(at)
    channels = [times[f"C0TEAM{number}"] for number in range(len(receiving))]
    return Posted(channels, [times[sender][0] - at for sender, at in committed.items()])
