"""Work that nobody waits for, kept track of so that it is neither lost nor left running."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from foxo_bot.edges.reporting import report

log = logging.getLogger(__name__)


class Background:
    """Tasks beside a vendor's requests; an error in one is logged by its name."""

    def __init__(self, vendor: str) -> None:
        self._vendor = vendor
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, name: str, work: Coroutine[Any, Any, object]) -> asyncio.Task[None]:
        """Begin, and do not wait."""
        task = asyncio.create_task(self._run(name, work), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def promptly(self, name: str, work: Coroutine[Any, Any, object], seconds: float) -> None:
        """Begin and wait, but not longer than that; it goes on behind the answer."""
        await asyncio.wait({self.start(name, work)}, timeout=seconds)

    async def settle(self) -> None:
        """Wait until everything begun so far has ended."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def stop(self, seconds: float) -> None:
        """Let short work end, then cancel what is left."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, name: str, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except Exception as error:  # noqa: BLE001 - nobody awaits it, so this is the last to hear
            report(log, f"{self._vendor} {name} failed", error)
