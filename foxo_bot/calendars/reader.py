"""Reads rosters when they are due, a few beside each other, and works out whose hours they are.

A feed is fetched and read between two transactions: the first claims its roster with a lease, so
that of several processes one does it, the second keeps what came of it.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from foxo_bot.calendars.fetch import Fetched, Fetcher, Unreadable
from foxo_bot.directory.duty import calendar, refresh
from foxo_bot.directory.duty.calendar import NoCalendar, Reading
from foxo_bot.directory.duty.entries import AHEAD
from foxo_bot.directory.duty.refresh import Job
from foxo_bot.edges.reporting import report
from foxo_bot.store import duty
from foxo_bot.store.db import Database
from foxo_bot.store.duty import Copy

LOOK = 20.0
"""Seconds between two looks at what is due; rosters are read every quarter of an hour."""

PATIENCE = 30.0
"""Seconds that a feed may take."""

BESIDE = 4
"""Feeds that are read at a time, so that one that hangs does not hold up the others."""

log = logging.getLogger(__name__)


class Calendars:
    """Keeps every team's roster fresh until it is stopped."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._database = database
        self._clock = clock
        self._fetcher = Fetcher(patience)
        self._looking = asyncio.Lock()
        self._runner: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._runner = asyncio.create_task(self._run(), name="calendars")

    async def stop(self) -> None:
        """Let go of a feed that is under way: its lease ends and it is due again."""
        if self._runner:
            self._runner.cancel()
            await asyncio.gather(self._runner, return_exceptions=True)
        await self._fetcher.close()

    async def settle(self) -> None:
        """Read every roster that is due at the clock's present instant."""
        async with self._looking:
            due = await self._database.read(duty.next_due)
            if due is not None and due <= self._clock():
                async with asyncio.TaskGroup() as group:
                    for _ in range(BESIDE):
                        group.create_task(self._work())

    async def _run(self) -> None:
        while True:
            try:
                await self.settle()
            except Exception as error:  # noqa: BLE001 - it outlives whatever one look meets: rosters stay due
                report(log, "reading the rosters failed", error)
            await asyncio.sleep(LOOK)

    async def _work(self) -> None:
        while job := await self._database.write(refresh.take, self._clock()):
            if job.address:
                await self._read(job, job.address)

    async def _read(self, job: Job, url: str) -> None:
        now = self._clock()
        try:
            answer = await self._fetcher.fetch(url, job.copy.etag, job.copy.modified)
            copy = _copy(job, answer)
            reading = await _told_by(job, copy, now)
        except (Unreadable, NoCalendar) as failure:
            await self._failed(job, str(failure))
        except Exception as error:  # noqa: BLE001 - a fault of ours in one calendar is told like its server's
            report(log, "a calendar could not be read", error)
            await self._failed(job, "Foxo Bot has a fault with it; tell whoever runs it")
        else:
            await self._database.write(refresh.took_in, job, copy, reading, self._clock())

    async def _failed(self, job: Job, problem: str) -> None:
        now = self._clock()
        try:
            last_good = await _told_by(job, job.copy, now) if job.copy.text else None
        except NoCalendar:  # what it gave when it was read still stands
            last_good = None
        await self._database.write(refresh.failed, job, problem, last_good, now)


def _copy(job: Job, answer: Fetched) -> Copy:
    """What is kept: the new text, or the old where it has not changed."""
    if answer.text is not None:
        return Copy(answer.text, answer.etag, answer.modified)
    if job.copy.text is None:
        raise Unreadable("its server says that it has not changed, but it was never read")
    return Copy(job.copy.text, answer.etag or job.copy.etag, answer.modified or job.copy.modified)


async def _told_by(job: Job, copy: Copy, now: datetime) -> Reading:
    """Reading years of events takes a while: it must not hold up what else the process does."""
    text = copy.text or ""
    return await asyncio.to_thread(calendar.read, text, job.zone, now, now + AHEAD)
