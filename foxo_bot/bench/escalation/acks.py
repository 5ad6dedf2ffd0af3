"""Acknowledgements while everything goes out: how long one takes, and what leaves after it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from time import perf_counter

from foxo_bot.app import App
from foxo_bot.bench.escalation import rounds, world
from foxo_bot.bench.escalation.rounds import SLOTS, Ground
from foxo_bot.bench.escalation.world import Sent
from foxo_bot.bench.faults import BenchError
from foxo_bot.bench.table import Line, Round, at_most, limited, times_less
from foxo_bot.delivery import transport
from foxo_bot.delivery.transport import Parcel
from foxo_bot.handlers.interaction import Done

GATEWAY = 0.05
"""Seconds that the vendor takes to answer."""

AHEAD = 1000
EVERY = 0.025
"""Seconds between two presses."""


class Throttled:
    """A transport that only so many rows at a time may enter, however many were claimed."""

    def __init__(self, inner: transport.Transport, most: int) -> None:
        self.name = inner.name
        self._inner = inner
        self._free = asyncio.Semaphore(most)

    async def send(self, parcel: Parcel) -> transport.Sent:
        async with self._free:
            return await self._inner.send(parcel)

    async def close(self) -> None:
        await self._inner.close()


@dataclass(frozen=True, slots=True)
class Window:
    """Of so many acknowledged recipients: what left after, and how many ms after at worst."""

    acknowledged: int
    after: int
    worst: float

    @property
    def share(self) -> float:
        return self.after / self.acknowledged


async def measure(grounds: list[Ground], cases: int, times: int) -> AsyncIterator[Line]:
    """ack-load and ack-window on each database."""
    for ground in grounds:
        async with ground.program() as program:
            loads = [await _load(ground, program, cases) for _ in range(times)]
        yield at_most(f"ack-load, p99, {ground.kind}", loads, unit="ms", target=5)
        ours = [await _window(ground, cases, ahead=False) for _ in range(times)]
        theirs = [await _window(ground, cases, ahead=True) for _ in range(times)]
        share = sum(one.after for one in ours) / sum(one.acknowledged for one in ours)
        name = f"ack-window, {ground.kind}: sends after acks"
        yield limited(name, 100 * share, unit="%", target=5)
        worst = max(one.worst for one in ours)
        yield limited(f"ack-window, {ground.kind}: latest", worst, unit="ms", target=100)
        pairs = [
            Round(max(o.share, 1 / o.acknowledged), t.share)
            for o, t in zip(ours, theirs, strict=True)
        ]
        yield times_less(
            f"ack-window, {ground.kind}: claimed {AHEAD} ahead", pairs, unit="", target=90
        )


async def _load(ground: Ground, program: App, cases: int) -> Round:
    """p99 of acknowledgements in ms, while so many cases go out and while nothing does."""
    waiting = await world.sent(ground.database, 4 * cases, at=world.now())
    idle = await _presses(program, waiting[: 2 * cases])
    await ground.sink.anew()
    await rounds.until(await ground.cases(cases, through=program))
    busy = await _presses(program, waiting[2 * cases :])
    await rounds.quiet(program)
    return Round(rounds.p99(busy), rounds.p99(idle))


async def _presses(program: App, waiting: list[Sent]) -> list[float]:
    """Milliseconds of each press; one in each EVERY seconds."""
    found = []
    for sent in waiting:
        began = perf_counter()
        await _acknowledged(program, sent.posts[0], 0)
        found.append((perf_counter() - began) * 1000)
        await asyncio.sleep(EVERY)
    return found


async def _acknowledged(program: App, post_id: int, team: int) -> None:
    answer = await program.desk.dispatch(world.press("acknowledge", post_id, team))
    if not isinstance(answer, Done):
        raise BenchError("an acknowledgement to measure was refused")


async def _window(ground: Ground, cases: int, *, ahead: bool) -> Window:
    await ground.sink.anew(GATEWAY)
    sent = await ground.texts_due(cases)
    async with _slow(ground, ahead=ahead) as program:
        await rounds.arrived(ground.sink, 1)  # so that what is acknowledged is on its way by then
        Random(1).shuffle(sent)  # noqa: S311 - an order, not a secret
        committed: dict[int, float] = {}
        for one in sent[: cases // 2]:
            await asyncio.sleep(EVERY)
            await asyncio.gather(
                *(_acknowledged(program, post_id, team) for team, post_id in enumerate(one.posts))
            )
            committed[one.case_id] = world.now().timestamp()
        await rounds.quiet(program)
        of_case = await program.database.read(world.references, [one.case_id for one in sent])
    late = [
        (at - committed[case_id]) * 1000
        for at, reference in await ground.sink.arrived()
        if (case_id := of_case.get(reference, (0, 0))[0]) in committed and at > committed[case_id]
    ]
    return Window(len(committed), len(late), max(late, default=0.0))


@asynccontextmanager
async def _slow(ground: Ground, *, ahead: bool) -> AsyncIterator[App]:
    async with ground.program(slots=AHEAD if ahead else SLOTS) as program:
        for courier in program.couriers:
            if ahead and courier.transport.name == "sms":
                courier.transport = Throttled(courier.transport, SLOTS)
        yield program
