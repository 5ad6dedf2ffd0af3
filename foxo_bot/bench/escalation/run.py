"""`foxo-bot bench escalation`: what the escalation promises, measured on the whole program.

Each line compares two sides of one run on this machine. The targets were set before the program was
written, from prototypes of its parts.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from foxo_bot.bench.escalation import (
    acks,
    bursts,
    collisions,
    crashes,
    floor,
    growth,
    instants,
    naive,
    rounds,
    sharing,
    world,
)
from foxo_bot.bench.escalation.rounds import Ground
from foxo_bot.bench.escalation.world import Sink
from foxo_bot.bench.table import Line
from foxo_bot.sandbox import postgres
from foxo_bot.sandbox.postgres import Server


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: `cases` in a burst, `busy` in one that people acknowledge meanwhile.

    Each case is 36 messages. The usual size is as much as fits into three minutes on two cores.
    """

    cases: int = 10
    busy: int = 4
    times: int = 2
    waiting: int = 20_000
    messages: int = 8
    kills: int = 1
    pairs: int = 40
    posts: int = 5


USUAL = Size()
FULL = Size(
    cases=140, busy=40, times=3, waiting=1_000_000, messages=100, kills=5, pairs=500, posts=30
)


class Grounds:
    """Makes databases, each new and of one kind, until it is closed."""

    def __init__(self, stack: AsyncExitStack, sink: Sink, folder: Path, server: Server | None):
        self.server = server
        self._stack = stack
        self._sink = sink
        self._folder = folder
        self._made = 0

    async def sqlite(self) -> Ground:
        self._made += 1
        return await self._ground("SQLite", f"sqlite:///{self._folder / f'{self._made}.db'}")

    async def postgres(self, server: Server) -> Ground:
        name = f"bench_{token_hex(4)}"
        return await self._ground("PostgreSQL", await server.create(name))

    async def both(self) -> list[Ground]:
        """One of each kind that there is here."""
        found = [await self.sqlite()]
        return [*found, await self.postgres(self.server)] if self.server else found

    async def _ground(self, kind: str, url: str) -> Ground:
        made = rounds.ground(kind, url, self._sink, self._folder)
        return await self._stack.enter_async_context(made)


async def measure(size: Size) -> AsyncIterator[Line]:
    """Each line of the table, as soon as it is known; BenchError where it cannot be."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="foxo-bench-")))
        sink = await stack.enter_async_context(world.sinking(folder))
        binaries = postgres.find_binaries()
        server = None
        if binaries:
            # In a thread, because starting waits; the thread lives as long as this loop.
            server = await asyncio.to_thread(stack.enter_context, postgres.running(binaries))
        made = Grounds(stack, sink, folder, server)
        async for line in _on_either(made, size):
            yield line
        if server:
            async for line in _on_postgres(made, server, size):
                yield line


async def _on_either(made: Grounds, size: Size) -> AsyncIterator[Line]:
    async for line in bursts.measure(await made.both(), size.cases, size.times):
        yield line
    async for line in floor.measure(await made.both(), size.cases, size.times):
        yield line
    async for line in naive.measure(await made.both(), size.times):
        yield line
    few, many = await made.sqlite(), await made.sqlite()
    async for line in growth.measure(few, many, waiting=size.waiting):
        yield line
    async for line in instants.measure(await made.both(), size.messages):
        yield line
    async for line in acks.measure(await made.both(), size.busy, size.times):
        yield line
    async for line in crashes.measure(await made.both(), size.cases, size.kills):
        yield line


async def _on_postgres(made: Grounds, server: Server, size: Size) -> AsyncIterator[Line]:
    async for line in collisions.measure(await made.postgres(server), server, size.pairs):
        yield line
    async for line in sharing.lanes(await made.postgres(server), size.posts):
        yield line
    async for line in sharing.replicas(await made.postgres(server), size.cases, size.times):
        yield line
