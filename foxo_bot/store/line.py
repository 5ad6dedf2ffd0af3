"""A process's own line to a PostgreSQL server: it hears what other processes commit, and the time.

PostgreSQL hands a notice on when the transaction that made it has committed, and to nobody where
it rolls back. Notices are not kept: whoever was not listening looks for himself.
"""

import asyncio
import json
import logging
from contextlib import suppress
from typing import Any

import asyncpg
from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from foxo_bot.model import EscalationStopped
from foxo_bot.store.server_clock import ServerClock
from foxo_bot.store.transactions import LOOK_EVERYWHERE, AfterCommit, Committed, Tx

CHANNEL = "foxo"
EVERY = 0.5
"""Seconds between two looks at the server's clock, which are also how a dead line is noticed."""

FRESH = 1.5
"""Seconds for which an answer shows that the line is up: a process that hung, or whose network went
away without a word, may have missed what others have committed."""

PATIENCE = 5.0
"""Seconds after which a server that does not answer counts as gone."""

_PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0)
_IN_ONE_NOTICE = 150
"""A notice holds 8,000 bytes."""

_LOST = (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError)

log = logging.getLogger(__name__)


def announce(tx: Tx, sender: str) -> None:
    """Let other processes know at the commit what it asks of their workers."""
    stopped = [
        (one.recipient_id, one.person_id)
        for one in tx.happened
        if isinstance(one, EscalationStopped)
    ]
    if not (tx.wakes or stopped):
        return
    for start in range(0, max(len(stopped), 1), _IN_ONE_NOTICE):
        part = stopped[start : start + _IN_ONE_NOTICE]
        notice = json.dumps({"from": sender, "wakes": sorted(tx.wakes), "stopped": part})
        tx.across(
            text("SELECT pg_notify(:channel, :notice)"), {"channel": CHANNEL, "notice": notice}
        )


class Line:
    """Kept up as long as the process works, dialled anew whenever it breaks."""

    def __init__(self, url: URL, clock: ServerClock, owner: str, patience: float) -> None:
        self._engine = create_async_engine(
            url, poolclass=NullPool, connect_args={"timeout": patience}
        )
        self._patience = patience
        self._clock = clock
        self._owner = owner
        self._after_commit: AfterCommit | None = None
        self._runner: asyncio.Task[None] | None = None
        self._open = False
        self._answered = 0.0

    @property
    def up(self) -> bool:
        """Whether what others commit is heard: the line is open, and was answered just now."""
        return self._open and self._clock.counter() - self._answered < FRESH

    async def ask_time(self) -> None:
        """Learn the server's time once, without keeping the line."""
        async with self._engine.connect() as connection:
            raw = await connection.get_raw_connection()
            await self._measure(raw.driver_connection)

    def keep(self, after_commit: AfterCommit) -> None:
        """Stay on the line; what is heard goes to `after_commit`."""
        self._after_commit = after_commit
        self._runner = asyncio.create_task(self._run(), name="line to the database")

    async def close(self) -> None:
        if self._runner:
            self._runner.cancel()
            await asyncio.gather(self._runner, return_exceptions=True)
        await self._engine.dispose()

    async def _run(self) -> None:
        failures = 0
        while True:
            try:
                await self._listen()
            except _LOST as fault:
                failures = 1 if self._open else failures + 1
                self._open = False
                if failures == 1:
                    log.warning("the line is lost", extra={"error": type(fault).__name__})
            await asyncio.sleep(_PAUSES[min(failures, len(_PAUSES)) - 1])

    async def _listen(self) -> None:
        async with self._engine.connect() as connection:
            pooled = await connection.get_raw_connection()
            raw: Any = pooled.driver_connection
            try:
                await self._measure(raw)
                await raw.add_listener(CHANNEL, self._hear)
                self._open = True
                self._tell(LOOK_EVERYWHERE)
                ended = asyncio.Event()
                raw.add_termination_listener(lambda _: ended.set())
                while not ended.is_set():
                    with suppress(TimeoutError):  # wait_for() may swallow a cancel() before 3.12
                        async with asyncio.timeout(EVERY):
                            await ended.wait()
                    await self._measure(raw)
            finally:
                raw.terminate()  # a goodbye to a server that is gone would be waited for

    async def _measure(self, raw: Any) -> None:
        asked = self._clock.counter()
        async with asyncio.timeout(self._patience):
            said = await raw.fetchval("SELECT clock_timestamp()")
        self._answered = self._clock.counter()
        self._clock.heard(said, asked=asked, answered=self._answered)

    def _hear(self, _connection: Any, _pid: int, _channel: str, payload: str) -> None:
        notice = json.loads(payload)
        if notice["from"] == self._owner:
            return
        happened = tuple(EscalationStopped(*one) for one in notice["stopped"])
        self._tell(Committed(happened, frozenset(notice["wakes"])))

    def _tell(self, committed: Committed) -> None:
        if self._after_commit is not None:
            self._after_commit(committed)
