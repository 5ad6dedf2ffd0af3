"""Acknowledgements and results that lock the same rows of PostgreSQL in no common order."""

import asyncio

import asyncpg

_ROWS = 12
_SET_UP = (
    "CREATE TABLE IF NOT EXISTS plain (id int PRIMARY KEY, team int, state text)",
    "TRUNCATE plain",
    "INSERT INTO plain SELECT n, n / {rows}, 'open' FROM generate_series(0, {last}) AS n",
)


async def collide(database: str, pairs: int) -> None:
    """So many times: one update of a team's rows, and beside it one of each of them, backwards."""
    async with asyncpg.create_pool(database, min_size=2, max_size=2) as pool:
        for statement in _SET_UP:
            await pool.execute(statement.format(rows=_ROWS, last=pairs * _ROWS - 1))
        for pair in range(pairs):
            await asyncio.gather(
                _whole(pool, pair), _one_by_one(pool, pair), return_exceptions=True
            )


async def _whole(pool: asyncpg.Pool, team: int) -> None:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("SET LOCAL deadlock_timeout = '20ms'")
        for half in (0, 1):
            await connection.execute(
                "UPDATE plain SET state = 'dropped' WHERE team = $1 AND id % 2 = $2", team, half
            )


async def _one_by_one(pool: asyncpg.Pool, team: int) -> None:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("SET LOCAL deadlock_timeout = '20ms'")
        for row in reversed(range(team * _ROWS, (team + 1) * _ROWS)):
            await connection.execute("UPDATE plain SET state = 'sent' WHERE id = $1", row)
