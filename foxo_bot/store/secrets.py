"""Tokens and other secrets of vendors, encrypted at rest."""

from sqlalchemy import delete, insert, select

from foxo_bot.store.db import Tx
from foxo_bot.store.tables import secrets

_KNOWN = ("vault", "the keys fit")


def keys_fit(tx: Tx) -> None:
    """Raise VaultError where the keys do not open what was sealed when the database was new."""
    if get(tx, *_KNOWN) is None:
        put(tx, *_KNOWN, "foxo-bot")


def put(tx: Tx, kind: str, name: str, content: str) -> None:
    drop(tx, kind, name)
    tx.execute(insert(secrets), {"kind": kind, "name": name, "content": tx.vault.seal(content)})


def get(tx: Tx, kind: str, name: str) -> str | None:
    sealed = tx.execute(
        select(secrets.c.content).where(secrets.c.kind == kind, secrets.c.name == name)
    ).scalar()
    return None if sealed is None else tx.vault.open(sealed)


def every(tx: Tx, kind: str) -> dict[str, str]:
    """All of a kind, by name."""
    rows = tx.execute(select(secrets.c.name, secrets.c.content).where(secrets.c.kind == kind))
    return {row.name: tx.vault.open(row.content) for row in rows}


def drop(tx: Tx, kind: str, name: str) -> str | None:
    """Delete it and return what it was; of several callers one gets it."""
    sealed = tx.execute(
        delete(secrets)
        .where(secrets.c.kind == kind, secrets.c.name == name)
        .returning(secrets.c.content)
    ).scalar()
    return None if sealed is None else tx.vault.open(sealed)
