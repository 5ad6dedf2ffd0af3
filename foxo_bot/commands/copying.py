"""`foxo-bot db copy FROM TO`: from SQLite to PostgreSQL, or back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import click

from foxo_bot.cards.words import counted
from foxo_bot.settings import Settings, SettingsError
from foxo_bot.store import copying, db, events, schema, secrets
from foxo_bot.store.db import Database, DatabaseError, Tx
from foxo_bot.store.vault import Vault

_TOLD_EVERY = 20
"""Batches between two lines about one large table."""


async def copy(settings: Settings, source: str, target: str) -> None:
    """Copy everything into an empty database, and compare; DatabaseError where that fails."""
    if not settings.encryption_keys:
        raise SettingsError("FOXO_ENCRYPTION_KEYS must be set; make a value with: foxo-bot key")
    vault = Vault(settings.encryption_keys)
    async with _opened(source, vault, "FROM") as old, _opened(target, vault, "TO") as new:
        if await old.read(schema.behind):
            raise DatabaseError(f"FROM: {await old.read(schema.advice)}")
        await old.write(secrets.keys_fit)
        version = await old.read(schema.version)
        if version != schema.newest():
            raise DatabaseError(
                f"FROM has version {version}: copy it with the program that made it"
            )
        await new.write(schema.upgrade)
        if held := await new.read(copying.filled):
            raise DatabaseError(f"TO is not empty, there is something in {held[0]}: make a new one")
        await new.write(copying.begin)
        total = await _rows(old, new)
        await new.write(copying.number_on)
        await _compare(old, new)
        await new.write(copying.end, version)
        kept = await new.read(events.count)
    copied = counted(total, "row", "rows")
    click.echo(f"Copied {copied}. Every table agrees; the audit trail is whole: {kept} events.")


@asynccontextmanager
async def _opened(address: str, vault: Vault, which: str) -> AsyncIterator[Database]:
    try:
        missing = db.is_missing_file(address) and which == "FROM"
        database = db.connect(address, vault)
    except DatabaseError as mistake:
        raise _named(mistake, which) from None
    if missing:
        raise DatabaseError("FROM: there is no such file")
    try:
        await database.read(schema.version)
    except db.FAULTS as fault:
        await database.close()
        raise _named(fault, which) from None
    try:
        yield database
    finally:
        await database.close()


def _named(fault: Exception, which: str) -> DatabaseError:
    """What is wrong with an address of the command line: its place, not a setting, is named."""
    return DatabaseError(db.sentence(fault).replace("FOXO_DATABASE_URL", which))


async def _rows(old: Database, new: Database) -> int:
    total = 0
    for table in copying.TABLES:
        count, done, batches = await old.read(copying.count, table), 0, 0
        rows = await old.read(copying.batch, table, None)
        while rows:
            await new.write(copying.put, table, rows)
            done, batches = done + len(rows), batches + 1
            if batches % _TOLD_EVERY == 0:
                click.echo(f"{table.name}: {done} of {count} rows")
            rows = await old.read(copying.batch, table, rows[-1])
        if done:
            click.echo(f"{table.name}: {counted(done, 'row', 'rows')}")
        total += done
    return total


async def _compare(old: Database, new: Database) -> None:
    for table in copying.TABLES:
        if await old.read(copying.checksum, table) != await new.read(copying.checksum, table):
            raise DatabaseError(
                f"{table.name} differs: FROM was changed meanwhile; stop the program, and copy "
                "again into a new database"
            )
    if broken := await new.read(_breaks):
        raise DatabaseError(f"the audit trail is not whole, in FROM neither: {broken[0]}")


def _breaks(tx: Tx) -> list[str]:
    tx.takes_long()
    return list(events.verify(tx))
