"""Writes down what came of one transport's parcels, in natural groups."""

import asyncio
import logging

from foxo_bot.delivery.depot import Depot
from foxo_bot.delivery.record import Result, record
from foxo_bot.store.db import FAULTS, retryable

GATHERING = 0.003
"""Seconds for which a result waits for others of what is being sent, to be recorded with them."""

RECORD_AGAIN = 1.0
"""Seconds until results are recorded again that the database could not take."""

log = logging.getLogger(__name__)


class Recorder:
    """Takes results one by one; whoever comes first writes down all that wait by then."""

    def __init__(self, depot: Depot, transport: str) -> None:
        self._depot = depot
        self._transport = transport
        self._results: list[Result] = []
        self._recording = asyncio.Lock()
        self.stopping = False

    async def add(self, result: Result, *, alone: bool) -> None:
        """Come back once it is written down; `alone`: nothing else is under way to wait for."""
        self._results.append(result)
        async with self._recording:
            if self._results and not alone:
                await asyncio.sleep(GATHERING)
            group, self._results = self._results, []
            if group:
                await self._record(group)

    async def _record(self, group: list[Result]) -> None:
        try:
            await self._write_down(group)
        except Exception:  # the leases end by themselves and the rows are due again
            log.exception("recording failed", extra={"transport": self._transport})
            for result in group if len(group) > 1 else ():  # one bad result must not undo others
                await self._record([result])
            return
        for result in group:
            self._depot.observer.handed_over(self._transport, type(result.outcome).__name__)

    async def _write_down(self, group: list[Result]) -> None:
        """Record a group; while the database cannot, it is kept, for it would be sent twice."""
        while True:
            try:
                await self._depot.database.write(record, group, self._depot.clock())
            except FAULTS as fault:
                if self.stopping or not retryable(fault):
                    raise
                log.warning("results wait for the database", extra={"results": len(group)})
                await asyncio.sleep(RECORD_AGAIN)
            else:
                return
