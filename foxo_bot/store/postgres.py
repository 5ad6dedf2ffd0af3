"""PostgreSQL through asyncpg; each transaction's function runs on its connection."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.engine import URL
from sqlalchemy.exc import PendingRollbackError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from foxo_bot.store.line import PATIENCE, Line, announce
from foxo_bot.store.server_clock import ServerClock
from foxo_bot.store.transactions import (
    FAULTS,
    AfterCommit,
    Database,
    P,
    R,
    Tx,
    Work,
    state_of,
)
from foxo_bot.store.vault import Vault

CONNECTIONS = 20
WAIT = 5.0
"""Seconds that a transaction waits for a free connection."""

LONGEST = 60.0
"""Seconds after which a transaction that did not say that it takes long is given up."""

SERVER_SETTINGS = {
    "application_name": "foxo-bot",
    "idle_in_transaction_session_timeout": "10s",
    "tcp_user_timeout": "20s",
}
"""A process that hangs in the middle of a transaction, or whose machine is gone, must not keep the
locks that all others wait for."""

PAUSES = (0.02, 0.1, 0.3, 1.0, 1.5)
"""Seconds before a transaction is tried again that the database could not carry out."""

_CLASHED = {"40P01", "40001", "55P03", "23505"}
"""Deadlock, serialisation, a lock that did not come; and a row that somebody else made just then:
the second time it is found."""

_GONE = ("08", "57P")
"""Classes of states: the connection broke; the server is stopping, stopped or starting."""


@dataclass(slots=True)
class _Attempt:
    """Whether the commit was asked for: from then on its outcome may be unknown."""

    committing: bool = False


class PostgresDatabase(Database):
    """A server whose clock is the one that counts, for every process that works on it."""

    def __init__(
        self,
        url: URL,
        vault: Vault,
        *,
        connections: int = CONNECTIONS,
        wait: float = WAIT,
        patience: float = PATIENCE,
    ) -> None:
        super().__init__()
        self._vault = vault
        self._owner = secrets.token_hex(8)
        address = url.set(drivername="postgresql+asyncpg")
        self._writers: AsyncEngine = create_async_engine(
            address,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=wait,
            connect_args={"timeout": patience, "server_settings": SERVER_SETTINGS},
        )
        self._readers = self._writers.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._clock = ServerClock()
        self._line = Line(address, self._clock, self._owner, patience)

    async def start(self, after_commit: AfterCommit) -> None:
        await super().start(after_commit)
        await self.learn_time()
        self._line.keep(after_commit)

    async def learn_time(self) -> None:
        await self._line.ask_time()

    def now(self) -> datetime:
        return self._clock.now()

    @property
    def hears(self) -> bool:
        return self._line.up

    async def write(self, fn: Work[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        with self._holding() as hold:

            def work(tx: Tx) -> R:
                result = fn(tx, *args, **kwargs)
                tx.finish()
                announce(tx, self._owner)
                hold(tx)
                return result

            result, tx = await self._until_it_works(self._writers, work)
            self._tell(tx)
            return result

    async def read(self, fn: Work[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        result, _ = await self._until_it_works(
            self._readers, lambda tx: fn(tx.reading(), *args, **kwargs)
        )
        return result

    async def close(self) -> None:
        await self._line.close()
        await self._writers.dispose()

    async def _until_it_works(self, engine: AsyncEngine, work: Callable[[Tx], R]) -> tuple[R, Tx]:
        for pause in PAUSES:
            attempt = _Attempt()
            try:
                return await self._once(engine, work, attempt)
            except FAULTS as fault:
                if not _may_try_again(fault, attempt):
                    raise
            await asyncio.sleep(pause)
        return await self._once(engine, work, _Attempt())

    async def _once(
        self, engine: AsyncEngine, work: Callable[[Tx], R], attempt: _Attempt
    ) -> tuple[R, Tx]:
        async with asyncio.timeout(LONGEST) as limit, engine.connect() as connection:
            transaction = await connection.begin()

            def run(open_connection: Connection) -> tuple[R, Tx]:
                tx = Tx(open_connection, self._vault, takes_long=lambda: limit.reschedule(None))
                return work(tx), tx

            done = await connection.run_sync(run)
            attempt.committing = engine is self._writers  # what was only read can be read again
            await transaction.commit()
            return done


def _may_try_again(fault: BaseException, attempt: _Attempt) -> bool:
    """Whether nothing of it was committed, and it may well work the next time.

    A connection that broke while committing leaves unknown whether it did: that is not repeated.
    """
    state = state_of(fault)
    if state in _CLASHED:
        return True
    if isinstance(fault, PendingRollbackError):  # it broke before, and the work went on regardless
        return True
    lost = getattr(fault, "connection_invalidated", False) or state.startswith(_GONE)
    refused = isinstance(fault, ConnectionError)
    return (lost or refused) and not attempt.committing
