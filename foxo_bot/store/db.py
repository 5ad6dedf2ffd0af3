"""Where transactions run: `write` and `read` take a plain function of an open transaction.

The function cannot await, so no vendor can be called inside a transaction.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from inspect import signature
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import asyncpg
from sqlalchemy import Connection, CursorResult, Engine, Executable, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from foxo_bot.model import Happened
from foxo_bot.store.vault import Vault, VaultError

P = ParamSpec("P")
R = TypeVar("R")
READERS = 4
RETRIES = 3
_DEADLOCK_OR_SERIALISATION = {"40P01", "40001"}


class DatabaseError(Exception):
    """The database cannot be used; the text says which and why, without credentials."""


FAULTS = (DatabaseError, VaultError, SQLAlchemyError, OSError)
"""What goes wrong with a database; `sentence` says it in words."""


def sentence(fault: BaseException) -> str:
    """A fault in one line, without what a driver repeats of the statement or the address."""
    if isinstance(fault, DBAPIError):
        answer = (str(fault.orig).splitlines() or [type(fault.orig).__name__])[0]
        return f"the database answers: {answer} (FOXO_DATABASE_URL says which it is)"
    if isinstance(fault, OSError):
        why = fault.strerror or str(fault) or "no answer in time"
        return f"the database cannot be reached: {why}; check FOXO_DATABASE_URL"
    return str(fault).splitlines()[0] if str(fault) else type(fault).__name__


def retryable(fault: BaseException) -> bool:
    """Whether it may be the database's own trouble (a clash, a lost link) and not the rows'."""
    of_the_rows = IntegrityError | DataError | ProgrammingError
    return isinstance(fault, DBAPIError) and not isinstance(fault, of_the_rows)


@dataclass(slots=True)
class Tx:
    """An open transaction.

    `at_end` runs just before the commit, in order; `happened` is for the edge to act on after it.
    `known` is what has been read, where nothing is written and it cannot change meanwhile.
    """

    connection: Connection
    vault: Vault
    at_end: dict[str, Callable[["Tx"], None]] = field(default_factory=dict)
    scratch: dict[str, list[Any]] = field(default_factory=dict)
    happened: list[Happened] = field(default_factory=list)
    known: dict[Hashable, Any] | None = None

    def reading(self) -> "Tx":
        """The same, with nothing to be written: each thing is read once."""
        self.known = {}
        return self

    def once(self, key: Hashable, read: Callable[[], R]) -> R:
        """What `read` finds, or found before under the key where it cannot have changed since."""
        if self.known is None:
            return read()
        if key not in self.known:
            self.known[key] = read()
        found: R = self.known[key]
        return found

    def execute(
        self,
        statement: Executable,
        parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> CursorResult[Any]:
        """Run a statement that says which organisation it is about."""
        return self.connection.execute(statement, parameters)

    def across(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Run a statement that looks across organisations, as workers and first look-ups must."""
        return self.connection.execute(
            statement, parameters, execution_options={"across_organisations": True}
        )


Work = Callable[Concatenate[Tx, P], R]


class Database(ABC):
    """A database of either kind."""

    @abstractmethod
    async def write(self, fn: Work[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run fn in a transaction and commit it; whatever it raises rolls everything back."""

    @abstractmethod
    async def read(self, fn: Work[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run fn on a consistent view of the data; it must not write."""

    @abstractmethod
    async def close(self) -> None: ...


def _finish(tx: Tx) -> None:
    for step in list(tx.at_end.values()):
        step(tx)


class SqliteDatabase(Database):
    """SQLite: one writer thread (a fair queue, one hop a transaction) and readers beside it."""

    def __init__(self, url: URL, vault: Vault) -> None:
        self._vault = vault
        self._writer = _sqlite_engine(url, begin="BEGIN IMMEDIATE", size=1)
        self._readers = _sqlite_engine(url, begin="BEGIN", size=READERS)
        self._write_thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-write")
        self._read_threads = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-read")

    async def write(self, fn: Work[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await self._hop(self._write_thread, self._writer, lambda tx: fn(tx, *args, **kwargs))

    async def read(self, fn: Work[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await self._hop(
            self._read_threads, self._readers, lambda tx: fn(tx.reading(), *args, **kwargs)
        )

    async def _hop(self, threads: ThreadPoolExecutor, engine: Engine, work: Callable[[Tx], R]) -> R:
        def run() -> R:
            with engine.begin() as connection:
                tx = Tx(connection, self._vault)
                result = work(tx)
                _finish(tx)
                return result

        return await asyncio.get_running_loop().run_in_executor(threads, run)

    async def close(self) -> None:
        for threads in (self._write_thread, self._read_threads):
            await asyncio.to_thread(threads.shutdown)
        self._writer.dispose()
        self._readers.dispose()


def _sqlite_engine(url: URL, *, begin: str, size: int) -> Engine:
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

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


class PostgresDatabase(Database):
    """PostgreSQL through asyncpg; each transaction's function runs on its connection."""

    def __init__(self, url: URL, vault: Vault) -> None:
        self._vault = vault
        self._engine: AsyncEngine = create_async_engine(
            url.set(drivername="postgresql+asyncpg"), pool_size=10, max_overflow=10
        )

    async def write(self, fn: Work[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(RETRIES):
            try:
                return await self._once(lambda tx: fn(tx, *args, **kwargs))
            except DBAPIError as error:
                clash = getattr(error.orig, "sqlstate", "") in _DEADLOCK_OR_SERIALISATION
                if not clash or attempt == RETRIES - 1:
                    raise
        raise AssertionError("the loop returns or raises")

    async def read(self, fn: Work[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await self._once(lambda tx: fn(tx.reading(), *args, **kwargs))

    async def _once(self, work: Callable[[Tx], R]) -> R:
        def run(connection: Connection) -> R:
            tx = Tx(connection, self._vault)
            result = work(tx)
            _finish(tx)
            return result

        async with self._engine.begin() as connection:
            return await connection.run_sync(run)

    async def close(self) -> None:
        await self._engine.dispose()


def parse_url(text: str) -> URL:
    """The database's URL; DatabaseError where it is neither SQLite nor PostgreSQL."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise DatabaseError(
            "FOXO_DATABASE_URL is not a database address; use sqlite:///foxo.db or postgresql://…"
        ) from None
    if url.get_backend_name() not in {"sqlite", "postgresql", "postgres"}:
        raise DatabaseError(
            f"FOXO_DATABASE_URL names {url.get_backend_name()}; use sqlite:///… or postgresql://…"
        )
    if url.get_backend_name() != "sqlite":
        return _for_asyncpg(url)
    if not url.database:
        raise DatabaseError("FOXO_DATABASE_URL needs a file, such as sqlite:///foxo.db")
    return url


def _for_asyncpg(url: URL) -> URL:
    """The address as the driver takes it: what every other calls `sslmode` is its `ssl`."""
    options = {"ssl" if name == "sslmode" else name: value for name, value in url.query.items()}
    unknown = sorted(options.keys() - signature(asyncpg.connect).parameters.keys())
    if unknown:
        raise DatabaseError(
            f"FOXO_DATABASE_URL: the driver does not know {', '.join(unknown)}; leave it out"
        )
    return url.set(query=options)


def is_missing_file(text: str) -> bool:
    """Whether the address is that of a SQLite file which is not there: using it would make it."""
    url = parse_url(text)
    if url.get_backend_name() != "sqlite" or "uri" in url.query:
        return False
    return not Path(url.database or "").exists()


def connect(text: str, vault: Vault) -> Database:
    """The database at this address; nothing is opened before it is used."""
    url = parse_url(text)
    if url.get_backend_name() == "sqlite":
        return SqliteDatabase(url, vault)
    return PostgresDatabase(url, vault)
