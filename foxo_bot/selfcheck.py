"""The watch over the program's own promises: looks every half minute, says what it finds.

It runs beside the clock and the couriers and trusts neither: what they leave undone stands in the
rows. While all is well it calls an address that a monitor elsewhere can watch, so that the
silence of a program that has died is heard too.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import aiohttp

from foxo_bot.cards import alarm
from foxo_bot.edges.reporting import report
from foxo_bot.escalation import audit
from foxo_bot.store import alarms
from foxo_bot.store.alarms import Breach, Broken
from foxo_bot.store.db import Database

EVERY = 30.0
"""Seconds between two looks."""

HEARTBEAT_EVERY = timedelta(minutes=1)
_PATIENCE = aiohttp.ClientTimeout(total=10)

log = logging.getLogger(__name__)


class SelfCheck:
    """Looks for broken promises; `finding` is what the last look found, in words.

    `skew` says by how many seconds this machine's clock is off the one that counts.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        *,
        skew: Callable[[], float] = lambda: 0.0,
        heartbeat: str = "",
        every: float = EVERY,
    ) -> None:
        self._database = database
        self._clock = clock
        self._skew = skew
        self._heartbeat = heartbeat
        self._every = every
        self._beaten: datetime | None = None
        self._session: aiohttp.ClientSession | None = None
        self._runner: asyncio.Task[None] | None = None
        self.found: Mapping[Broken, int] = {}
        self.finding: str | None = None

    def start(self) -> None:
        """Begin; the first look comes after the clock had time to take what is late."""
        self._runner = asyncio.create_task(self._run(), name="self-check")

    async def stop(self) -> None:
        if self._runner:
            self._runner.cancel()
            await asyncio.gather(self._runner, return_exceptions=True)
        if self._session:
            await self._session.close()

    async def look(self) -> list[Breach]:
        """Look once, act on what is found, and call the heartbeat's address where all is well."""
        now = self._clock()
        found = await self._database.read(alarms.breaches, now, abs(self._skew()))
        before = tuple(self.found)
        if await self._database.read(audit.stands_otherwise, found, now, before):
            await self._database.write(audit.act, found, now, before)
        self._keep(found, now)
        if not found:
            await self._beat(now)
        return found

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - the watch outlives whatever one look meets
                self.finding = "could not look: " + report(log, "the self-check failed", error)

    def _keep(self, found: list[Breach], now: datetime) -> None:
        numbers: Counter[Broken] = Counter()
        for breach in found:
            numbers[breach.kind] += breach.number
            facts = {"kind": breach.kind.value, "number": breach.number}
            log.error("a promise is broken", extra=facts)
        self.found = numbers
        self.finding = "; ".join(_words(breach, now) for breach in found) or None

    async def _beat(self, now: datetime) -> None:
        if not self._heartbeat or (self._beaten and now - self._beaten < HEARTBEAT_EVERY):
            return
        self._beaten = now
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_PATIENCE)
        try:
            async with self._session.get(self._heartbeat) as answer:
                if answer.status >= 400:
                    log.warning("the heartbeat was refused", extra={"status": answer.status})
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("the heartbeat failed", extra={"error": type(error).__name__})


def _words(breach: Breach, now: datetime) -> str:
    return alarm.finding(alarm.AlarmWords(breach.kind.value, "", breach.number, now - breach.since))
