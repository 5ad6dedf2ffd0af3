"""Copies a whole database into an empty one of either kind, and compares the two."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, MetaData, Table, func, insert, select, text, tuple_

from foxo_bot.store.db import Tx
from foxo_bot.store.tables import metadata

BATCH = 500
"""Rows that are read, and written, in one transaction."""

_HEAVY = {"kept_files": 5}
"""Tables whose rows hold whole files."""

Row = dict[str, Any]


def _copied() -> list[Table]:
    """Every table after those it points at, with a missing JSON value kept apart from `null`."""
    apart = MetaData()
    for table in metadata.tables.values():
        for column in table.to_metadata(apart).columns:
            if isinstance(column.type, JSON):
                column.type = JSON(none_as_null=True)
    return apart.sorted_tables


TABLES = _copied()


def count(tx: Tx, table: Table) -> int:
    return int(tx.across(select(func.count()).select_from(table)).scalar_one())


def filled(tx: Tx) -> list[str]:
    """The tables that hold something."""
    return [table.name for table in TABLES if tx.across(select(table).limit(1)).first()]


def batch(tx: Tx, table: Table, after: Row | None) -> list[Row]:
    """The next rows of a table behind that one, in the order of its key."""
    key = list(table.primary_key.columns)
    query = select(table).order_by(*key).limit(_HEAVY.get(table.name, BATCH))
    if after is not None:
        query = query.where(tuple_(*key) > tuple_(*(after[column.name] for column in key)))
    return [dict(row) for row in tx.across(query).mappings()]


def put(tx: Tx, table: Table, rows: Sequence[Row]) -> None:
    tx.across(insert(table), list(rows))


def number_on(tx: Tx) -> None:
    """Let new rows be numbered after the copied ones; SQLite does so by itself."""
    if tx.connection.dialect.name != "postgresql":
        return
    for table in TABLES:
        if "id" in table.c:
            highest = tx.across(select(func.max(table.c.id))).scalar()
            sequence = func.pg_get_serial_sequence(table.name, "id")
            if highest is not None:
                tx.across(select(func.setval(sequence, highest)))


def begin(tx: Tx) -> None:
    """Until the copy is whole, it has no version: no program takes it for one it can serve."""
    tx.across(text("DELETE FROM alembic_version"))


def end(tx: Tx, version: str) -> None:
    tx.across(text("INSERT INTO alembic_version (version_num) VALUES (:it)"), {"it": version})


def checksum(tx: Tx, table: Table) -> str:
    """The same for the same rows on any database, in whichever order they come."""
    tx.takes_long()
    total = 0
    for row in _all(tx, table):
        said = json.dumps([_plain(row[column.name]) for column in table.columns], sort_keys=True)
        total += int.from_bytes(hashlib.sha256(said.encode()).digest())
    return f"{total % 2**256:064x}"


def _all(tx: Tx, table: Table) -> Iterator[Row]:
    rows = batch(tx, table, None)
    while rows:
        yield from rows
        rows = batch(tx, table, rows[-1])


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value
