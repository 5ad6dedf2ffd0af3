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

from foxo_bot.cases import absent, close, lapse
from foxo_bot.edges.clock import machine_clock
from foxo_bot.escalation import engine
from foxo_bot.store import escalations, tidy
from foxo_bot.store.db import Database, Tx

SAFETY = 5.0
"""Seconds between two looks at what is due, should a wake-up ever be missed."""

TIDY_EVERY = timedelta(hours=1)

log = logging.getLogger(__name__)


class Scheduler:
    """Takes due steps of escalations, asks holders, and closes what has long been done.

    It also looks every few minutes for holders who can no longer act.
    """

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
        self._seen_to: datetime | None = None  # when it was last asked which holders are absent
        self._due: datetime | None = None  # when the next is, as far as is known
        self._looked = 0.0

    def start(self) -> None:
        self._timer.start()
        self._looked = time.monotonic()
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
        """Seconds since it last looked at what is due; 0 where it does not run."""
        return time.monotonic() - self._looked if self._runner else 0.0

    def nudge(self) -> None:
        """Something was committed that may be due sooner than what is waited for."""
        self._wake.set()

    async def tick(self) -> int:
        """Do all that is due at the clock's present instant; how many steps and questions."""
        done = 0
        async with self._ticking:
            while count := await self._batch():
                done += count
                await asyncio.sleep(0)  # who is to send what was written claims it before we go on
            await self._tidy_up()
            await self._see_to_holders()
        return done

    async def _batch(self) -> int:
        """Do some of it; what fails is put off, so that it holds up nothing but itself."""
        while True:
            self._looked = time.monotonic()
            try:
                return await self._database.write(_do_due, self._clock())
            except engine.StepFailed as failed:
                log.exception("a step failed", extra={"case_id": failed.clock.case_id})
                await self._database.write(engine.put_off, failed.clock, self._clock())

    async def _ring(self) -> None:
        self._wake.set()

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            try:
                await self._take_turn()
            except Exception:  # the clock outlives whatever one turn meets: the steps stay due
                log.exception("a tick failed")
            with suppress(TimeoutError):  # counted apart from the machine's clock, which may jump
                async with asyncio.timeout(self._safety):
                    await self._wake.wait()

    async def _take_turn(self) -> None:
        """Take what is due, and be woken again for what is due next.

        Most of what is committed is due in minutes: it costs one look, and writes nothing.
        """
        if not self._is_due():
            self._due = await self._database.read(escalations.next_due)
        if self._is_due() or self._is_untidy() or self._are_holders_due():
            await self.tick()
            self._due = await self._database.read(escalations.next_due)
        self._looked = time.monotonic()
        self._arm()

    def _is_due(self) -> bool:
        return self._due is not None and self._due <= self._clock()

    def _arm(self) -> None:
        if self._due is None or not self._timer.running:
            return
        wait = max((self._due - self._clock()).total_seconds(), 0.0)
        if wait < self._safety:
            at = machine_clock() + timedelta(seconds=wait)
            self._timer.add_job(
                self._ring,
                DateTrigger(at),
                id="due",
                replace_existing=True,
                misfire_grace_time=None,
            )

    def _is_untidy(self) -> bool:
        return self._tidied is None or self._clock() - self._tidied >= TIDY_EVERY

    async def _tidy_up(self) -> None:
        if not self._is_untidy():
            return
        now = self._tidied = self._clock()
        while await self._database.write(close.close_old, now):
            continue
        await self._database.write(tidy.forget, now)

    def _are_holders_due(self) -> bool:
        return self._seen_to is None or self._clock() - self._seen_to >= absent.EVERY

    async def _see_to_holders(self) -> None:
        if not self._are_holders_due():
            return
        now = self._seen_to = self._clock()
        if await self._database.read(absent.is_anything_due, now):
            while await self._database.write(absent.see_to, now):
                continue


def _do_due(tx: Tx, now: datetime) -> int:
    """Take steps that are due; once none is, ask holders, or take the case from them."""
    return engine.run_due(tx, now) or lapse.ask_or_lapse(tx, now)
