"""What a transaction is, whichever database it runs on; `db` is the door to both.

A transaction's function is plain and cannot await, so no vendor can be called inside one.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

import asyncpg
from sqlalchemy import Connection, CursorResult, Executable
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from foxo_bot.model import EscalationStopped, Happened
from foxo_bot.store.vault import Vault, VaultError

P = ParamSpec("P")
R = TypeVar("R")

CLOCK = "clock"
"""Who takes the steps of escalations, among the names of `Tx.wakes`; couriers have their own."""

_EVERYBODY = "everybody"


class DatabaseError(Exception):
    """The database cannot be used; the text says which and why, without credentials."""


FAULTS = (
    DatabaseError,
    VaultError,
    SQLAlchemyError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    OSError,
)
"""What goes wrong with a database (a TimeoutError is an OSError); `sentence` says it in words."""


def sentence(fault: BaseException) -> str:
    """A fault in one line, without what a driver repeats of the statement or the address."""
    if isinstance(fault, DBAPIError | asyncpg.PostgresError):
        said = str(getattr(fault, "orig", fault)).rpartition(">: ")[2]
        answer = (said.splitlines() or [type(fault).__name__])[0]
        return f"the database answers: {answer} (FOXO_DATABASE_URL says which it is)"
    if isinstance(fault, OSError):
        why = fault.strerror or str(fault) or "no answer in time"
        return f"the database cannot be reached: {why}; check FOXO_DATABASE_URL"
    return str(fault).splitlines()[0] if str(fault) else type(fault).__name__


def retryable(fault: BaseException) -> bool:
    """Whether it may be the database's own trouble (a clash, a lost link) and not the rows'."""
    state = state_of(fault)
    if state:
        return state.startswith(_ITS_OWN)
    if isinstance(fault, DBAPIError):
        return not isinstance(fault, IntegrityError | DataError | ProgrammingError)
    return isinstance(fault, PoolExhausted | asyncpg.InterfaceError | OSError)


_ITS_OWN = ("08", "40", "53", "55", "57", "58", "XX")
"""Classes of PostgreSQL's codes: connection, rollback, resources, locks, operator, system."""


def state_of(fault: BaseException) -> str:
    """PostgreSQL's code for a fault; empty where it is none of PostgreSQL's."""
    cause = fault.orig if isinstance(fault, DBAPIError) else fault
    return str(getattr(cause, "sqlstate", None) or "")


def _no_hurry() -> None: ...


@dataclass(slots=True)
class Tx:
    """An open transaction.

    `at_end` runs just before the commit, in order; `happened` and `wakes` (the names of workers
    who now have something due) are for the edge to act on after it. Whoever means to take long
    says so with `takes_long`: others are given up after a while. `known` is what has been read,
    where nothing is written and it cannot change meanwhile.
    """

    connection: Connection
    vault: Vault
    at_end: dict[str, Callable[["Tx"], None]] = field(default_factory=dict)
    scratch: dict[str, list[Any]] = field(default_factory=dict)
    happened: list[Happened] = field(default_factory=list)
    wakes: set[str] = field(default_factory=set)
    takes_long: Callable[[], None] = _no_hurry
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

    def finish(self) -> None:
        """What is left to do just before the commit."""
        for step in list(self.at_end.values()):
            step(self)


@dataclass(frozen=True, slots=True)
class Committed:
    """What a commit asks of the workers of a process."""

    happened: Sequence[Happened] = ()
    wakes: frozenset[str] = frozenset()

    def wakes_up(self, name: str) -> bool:
        """Whether the worker of that name has something to look for."""
        return name in self.wakes or _EVERYBODY in self.wakes


LOOK_EVERYWHERE = Committed(wakes=frozenset({_EVERYBODY}))
"""Something may have been committed that was not heard of."""

Work = Callable[Concatenate[Tx, P], R]
AfterCommit = Callable[[Committed], None]


def _nobody(_: Committed) -> None: ...


class Database(ABC):
    """A database of either kind."""

    def __init__(self) -> None:
        self.after_commit: AfterCommit = _nobody
        self._committing: dict[object, frozenset[EscalationStopped]] = {}

    async def start(self, after_commit: AfterCommit) -> None:
        """From now on call this after each commit, of this process or of another replica."""
        self.after_commit = after_commit

    @abstractmethod
    async def learn_time(self) -> None:
        """Ask what time it is there, so that `now` says it."""

    @abstractmethod
    def now(self) -> datetime:
        """The instant that counts for everybody who works on this database."""

    @property
    def hears(self) -> bool:
        """Whether commits of other processes are heard of at this moment."""
        return True

    @abstractmethod
    async def write(self, fn: Work[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run fn in a transaction and commit it; whatever it raises rolls everything back.

        It may run more than once, where the database asks for it or the link to it was lost.
        """

    @abstractmethod
    async def read(self, fn: Work[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run fn on a consistent view of the data; it must not write."""

    @abstractmethod
    async def close(self) -> None: ...

    def is_stopping(self, recipient_id: int, person_id: int | None) -> bool:
        """Whether a transaction of this process that stops this escalation is being committed.

        From before its commit until everybody was told of it, so that nothing leaves in between.
        """
        all_of_it = EscalationStopped(recipient_id)
        theirs = EscalationStopped(recipient_id, person_id)
        return any(all_of_it in each or theirs in each for each in list(self._committing.values()))

    @contextmanager
    def _holding(self) -> Iterator[Callable[[Tx], None]]:
        """Gives what to call right before a commit; what it stops is held until the end."""
        this = object()

        def hold(tx: Tx) -> None:
            stopped = frozenset(one for one in tx.happened if isinstance(one, EscalationStopped))
            if stopped:
                self._committing[this] = stopped

        try:
            yield hold
        finally:
            self._committing.pop(this, None)

    def _tell(self, tx: Tx) -> None:
        if tx.happened or tx.wakes:
            self.after_commit(Committed(tuple(tx.happened), frozenset(tx.wakes)))
