"""The door to the database: `connect` opens either kind, `write` and `read` run transactions."""

from inspect import signature
from pathlib import Path

import asyncpg
from sqlalchemy import make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from foxo_bot.store.line import PATIENCE
from foxo_bot.store.postgres import PostgresDatabase
from foxo_bot.store.sqlite import SqliteDatabase
from foxo_bot.store.transactions import (
    CLOCK,
    FAULTS,
    LOOK_EVERYWHERE,
    Committed,
    Database,
    DatabaseError,
    Tx,
    Work,
    retryable,
    sentence,
)
from foxo_bot.store.vault import Vault

__all__ = [
    "CLOCK",
    "FAULTS",
    "LOOK_EVERYWHERE",
    "PATIENCE",
    "Committed",
    "Database",
    "DatabaseError",
    "Tx",
    "Work",
    "connect",
    "is_missing_file",
    "parse_url",
    "retryable",
    "sentence",
]


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


def connect(text: str, vault: Vault, *, patience: float = PATIENCE) -> Database:
    """The database at this address; nothing is opened before it is used.

    `patience` is in seconds: after that a server that does not answer counts as gone.
    """
    url = parse_url(text)
    if url.get_backend_name() == "sqlite":
        return SqliteDatabase(url, vault)
    return PostgresDatabase(url, vault, patience=patience)
