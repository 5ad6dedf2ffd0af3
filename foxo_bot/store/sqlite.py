"""SQLite: one writer thread (a fair queue, one hop a transaction) and readers beside it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from foxo_bot.edges.clock import machine_clock
from foxo_bot.store.transactions import Database, P, R, Tx, Work
from foxo_bot.store.vault import Vault

READERS = 4
_WRITES, _READS = "BEGIN IMMEDIATE", "BEGIN"


class SqliteDatabase(Database):
    """A file on this machine, whose clock is the one that counts."""

    def __init__(self, url: URL, vault: Vault) -> None:
        super().__init__()
        self._vault = vault
        self._writer = _engine(url, 1)
        self._readers = _engine(url, READERS)
        self._write_thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-write")
        self._read_threads = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-read")

    async def learn_time(self) -> None:
        """This machine's clock is known."""

    def now(self) -> datetime:
        return machine_clock()

    async def write(self, fn: Work[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        with self._holding() as hold:

            def work(tx: Tx) -> R:
                result = fn(tx, *args, **kwargs)
                tx.finish()
                hold(tx)
                return result

            result, tx = await self._hop(self._write_thread, self._writer, _WRITES, work)
            self._tell(tx)
            return result

    async def read(self, fn: Work[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        result, _ = await self._hop(
            self._read_threads, self._readers, _READS, lambda tx: fn(tx.reading(), *args, **kwargs)
        )
        return result

    async def _hop(
        self, threads: ThreadPoolExecutor, engine: Engine, begin: str, work: Callable[[Tx], R]
    ) -> tuple[R, Tx]:
        def run() -> tuple[R, Tx]:
            with engine.begin() as connection:
                # Not by a listener for "begin": each statement would then be told to listeners.
                connection.exec_driver_sql(begin)
                tx = Tx(connection, self._vault)
                try:
                    result = work(tx)
                except StopIteration as fault:  # asyncio cannot hand it on: the caller would hang
                    raise RuntimeError("a transaction's function raised StopIteration") from fault
                return result, tx

        return await asyncio.get_running_loop().run_in_executor(threads, run)

    async def close(self) -> None:
        for threads in (self._write_thread, self._read_threads):
            await asyncio.to_thread(threads.shutdown)
        self._writer.dispose()
        self._readers.dispose()


def _engine(url: URL, size: int) -> Engine:
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        pool_size=size,
        max_overflow=0,
        connect_args={"check_same_thread": False, "timeout": 10},
    )

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, record: ConnectionPoolEntry) -> None:  # noqa: ARG001 - SQLAlchemy's signature
        raw.isolation_level = None  # we begin transactions ourselves
        cursor = raw.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine
