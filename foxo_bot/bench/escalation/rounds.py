"""One database of one kind with the hospital in it, the program over it, and what arrives of it."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from foxo_bot import app
from foxo_bot.app import App, Options
from foxo_bot.bench import servers
from foxo_bot.bench.escalation import world
from foxo_bot.bench.escalation.world import Sent, Sink
from foxo_bot.bench.faults import BenchError
from foxo_bot.bench.servers import Server
from foxo_bot.edges import garbage
from foxo_bot.settings import Settings
from foxo_bot.store import copies, outbox
from foxo_bot.store.db import Database

SLOTS = 64
LEAD = timedelta(seconds=1)
"""From the last preparation to the instant at which everything is due."""

LATER = timedelta(days=1)

PATIENCE = 120.0
"""Seconds that a round may take."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A database with the hospital in it. `kind` is SQLite or PostgreSQL."""

    kind: str
    settings: Settings
    sink: Sink
    folder: Path
    database: Database

    @property
    def blocking_url(self) -> str:
        """The database's address for SQLAlchemy with a driver that blocks."""
        return self.plain_url.replace("postgresql://", "postgresql+psycopg://")

    @property
    def plain_url(self) -> str:
        return self.settings.foxo_database_url

    async def cases(self, number: int, through: App | None = None) -> datetime:
        """New cases whose SMS are all due at the instant it answers, shortly from now.

        They are written through the program that is measured, or by somebody else than it.
        """
        database = through.database if through else self.database
        await world.sent(database, number, at=world.now() + LATER)
        due = world.now() + LEAD
        await database.write(copies.make_due, due, world.STEP)
        return due

    async def cases_due(self, number: int) -> list[Sent]:
        """New cases whose SMS are due at once."""
        sent = await world.sent(self.database, number, at=world.now() + LATER)
        await self.database.write(copies.make_due, world.now(), world.STEP)
        return sent

    async def texts_due(self, number: int) -> list[Sent]:
        """New cases whose SMS are written in the outbox, and nobody has begun to send them."""
        sent = await self.cases_due(number)
        program = app.build(self.settings)  # not started: it only takes the steps
        await program.scheduler.tick()
        await program.stop()
        return sent

    @asynccontextmanager
    async def program(self, **options: int | float) -> AsyncIterator[App]:
        """The assembled program in this process; `options` as for `worker`."""
        running = app.build(self.settings, _options(**options))
        await running.start()
        garbage.settle()
        try:
            yield running
        finally:
            await running.stop()

    @asynccontextmanager
    async def worker(self, **options: int | float) -> AsyncIterator[Server]:
        """The assembled program in a process of its own."""
        told = json.dumps({"slots": SLOTS, "lease": 2.0} | options)
        name = "foxo_bot.bench.escalation.worker"
        async with servers.configured(self.settings, self.folder, name, told) as server:
            yield server


@asynccontextmanager
async def ground(kind: str, url: str, sink: Sink, folder: Path) -> AsyncIterator[Ground]:
    wanted = world.settings(url, sink)
    await world.founded(wanted)
    async with world.opened(wanted) as database:
        yield Ground(kind, wanted, sink, folder, database)


async def arrived(sink: Sink, number: int, what: str = world.SMS) -> list[tuple[float, str]]:
    """What arrived of a kind, once it is so many different ones; BenchError where it never is."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while asyncio.get_running_loop().time() < deadline:
        found = [(at, name) for at, name in await sink.arrived() if name.startswith(what)]
        if len({reference for _, reference in found}) >= number:
            return found
        await asyncio.sleep(0.1)
    raise BenchError(f"only {len(found)} of {number} messages arrived in {PATIENCE:.0f} s")


def lateness(found: Sequence[tuple[float, str]], due: datetime) -> list[float]:
    """Seconds after `due`, ascending."""
    return sorted(at - due.timestamp() for at, _ in found)


async def quiet(program: App, transport: str = "sms") -> None:
    """Wait until nothing is left to be sent by one; BenchError where something always is."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while (await program.database.read(outbox.open_by_transport)).get(transport):
        if asyncio.get_running_loop().time() > deadline:
            raise BenchError(f"messages were still waiting after {PATIENCE:.0f} s")
        await asyncio.sleep(0.1)


def p99(values: Sequence[float]) -> float:
    """The value that one in a hundred exceeds."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]


async def until(instant: datetime) -> None:
    """Wait for it; BenchError where it has passed before everything was prepared."""
    left = (instant - world.now()).total_seconds()
    if left < 0:
        raise BenchError(f"preparing a round took {-left:.1f} s longer than was left for it")
    await asyncio.sleep(left)


def _options(slots: float = SLOTS, lease: float = 60.0) -> Options:
    return Options(slots=int(slots), lease=timedelta(seconds=lease))
