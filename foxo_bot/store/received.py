"""Deliveries already taken in, so that a vendor's repeat has no second effect."""

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from foxo_bot.store.db import Tx
from foxo_bot.store.tables import received

_TRIAL = "a trial of whether the database takes changes"


def first_time(tx: Tx, name: str, now: datetime) -> bool:
    """Whether this delivery is new; remembers it in the same transaction as its effect.

    A second transaction with the same name waits for the first to end, on either database.
    """
    dialect = postgresql if tx.connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(received).values(name=name[:200], at=now).on_conflict_do_nothing()
    return tx.execute(statement).rowcount == 1


def forget(tx: Tx, name: str) -> None:
    """Take back in the same transaction what `first_time` noted: only the waiting was wanted."""
    tx.execute(delete(received).where(received.c.name == name[:200]))


def seen(tx: Tx, name: str) -> bool:
    return tx.execute(select(received.c.at).where(received.c.name == name)).first() is not None


def write_something(tx: Tx, now: datetime) -> None:
    """Raise where the database takes no changes: its disk may be full."""
    tx.execute(delete(received).where(received.c.name == _TRIAL))
    tx.execute(insert(received), {"name": _TRIAL, "at": now})


def forget_before(tx: Tx, before: datetime) -> None:
    """Drop what no vendor repeats any more."""
    tx.execute(delete(received).where(received.c.at < before))
