"""The least that a queue in a table can cost: statements that claim rows and mark them done."""

import sqlite3
from time import perf_counter

import asyncpg

AT_ONCE = 64
_DUE = "SELECT id FROM outbox WHERE state = 'open' AND transport = 'sms' AND leased_by IS NULL"
_CLAIM = "UPDATE outbox SET leased_by = 'bare' WHERE id IN ({due}) RETURNING id"
_DONE = "UPDATE outbox SET state = 'sent', leased_by = NULL, vendor_id = 'bare' WHERE id = {place}"


def on_sqlite(path: str) -> float:
    """Rows a second, until none is due."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    claim = _CLAIM.format(due=f"{_DUE} ORDER BY next_at LIMIT {AT_ONCE}")
    began, done = perf_counter(), 0
    while True:
        connection.execute("BEGIN IMMEDIATE")
        ids = connection.execute(claim).fetchall()
        connection.execute("COMMIT")
        if not ids:
            break
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(_DONE.format(place="?"), ids)
        connection.execute("COMMIT")
        done += len(ids)
    rate = done / (perf_counter() - began)
    connection.close()
    return rate


async def on_postgres(url: str) -> float:
    """Rows a second, until none is due."""
    connection = await asyncpg.connect(url)
    due = f"{_DUE} ORDER BY next_at LIMIT {AT_ONCE} FOR UPDATE SKIP LOCKED"
    claim = _CLAIM.format(due=due)
    began, done = perf_counter(), 0
    while ids := await connection.fetch(claim):
        async with connection.transaction():
            await connection.executemany(_DONE.format(place="$1"), [tuple(row) for row in ids])
        done += len(ids)
    rate = done / (perf_counter() - began)
    await connection.close()
    return rate
