"""APScheduler as a clock: wakes exactly when a step is due, and looks again every few seconds.

The due times live in the database; nothing is lost when this process ends.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from foxo_bot.cases import close, lapse
from foxo_bot.edges.clock import machine_clock
from foxo_bot.escalation import engine
from foxo_bot.store import escalations, tidy
from foxo_bot.store.db import Database, Tx

SAFETY = 5.0
"""Seconds between two looks at what is due, should a wake-up ever be missed."""

TIDY_EVERY = timedelta(hours=1)

log = logging.getLogger(__name__)


class Scheduler:
    """Takes due steps of escalations and closes what has long been done."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        *,
        safety: float = SAFETY,
    ) -> None:
        self._database = database
        self._clock = clock
        self._safety = safety
        self._ticking = asyncio.Lock()
        self._timer = AsyncIOScheduler(timezone="UTC")
        self._wake = asyncio.Event()
        self._runner: asyncio.Task[None] | None = None
        self._tidied: datetime | None = None
        self._ticked = 0.0

    def start(self) -> None:
        self._timer.start()
        self._ticked = time.monotonic()
        self._runner = asyncio.create_task(self._run(), name="scheduler")

    async def stop(self) -> None:
        """Take no new step; one that is being taken ends first."""
        if self._timer.running:
            self._timer.shutdown(wait=False)
        async with self._ticking:
            if self._runner:
                self._runner.cancel()
        if self._runner:
            await asyncio.gather(self._runner, return_exceptions=True)

    @property
    def silent_for(self) -> float:
        """Seconds since it last looked through everything that is due; 0 where it does not run."""
        return time.monotonic() - self._ticked if self._runner else 0.0

    def nudge(self) -> None:
        """Something was committed that may be due sooner than what is waited for."""
        self._wake.set()

    async def tick(self) -> int:
        """Take every step that is due at the clock's present instant; how many were taken."""
        taken = 0
        async with self._ticking:
            while (steps := await self._all(engine.run_due)) or await self._all(lapse.ask_or_lapse):
                taken += steps
            await self._tidy_up()
        self._ticked = time.monotonic()
        return taken

    async def _all(self, batch: Callable[[Tx, datetime], int]) -> int:
        """Run batches until nothing is left for them; what fails holds up nothing but itself."""
        done = 0
        while True:
            try:
                count = await self._database.write(batch, self._clock())
            except engine.StepFailed as failed:
                log.exception("a step failed", extra={"case_id": failed.clock.case_id})
                await self._database.write(engine.put_off, failed.clock, self._clock())
                continue
            if not count:
                return done
            done += count

    async def _ring(self) -> None:
        self._wake.set()

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            try:
                await self.tick()
                await self._arm()
            except Exception:  # the clock outlives whatever one tick meets: the steps stay due
                log.exception("a tick failed")
            with suppress(TimeoutError):  # counted apart from the machine's clock, which may jump
                async with asyncio.timeout(self._safety):
                    await self._wake.wait()

    async def _arm(self) -> None:
        due = await self._database.read(escalations.next_due)
        if due is None or not self._timer.running:
            return
        wait = max((due - self._clock()).total_seconds(), 0.0)
        if wait < self._safety:
            at = machine_clock() + timedelta(seconds=wait)
            self._timer.add_job(
                self._ring,
                DateTrigger(at),
                id="due",
                replace_existing=True,
                misfire_grace_time=None,
            )

    async def _tidy_up(self) -> None:
        now = self._clock()
        if self._tidied and now - self._tidied < TIDY_EVERY:
            return
        self._tidied = now
        while await self._database.write(close.close_old, now):
            continue
        await self._database.write(tidy.forget, now)
