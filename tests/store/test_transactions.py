"""Whatever goes wrong inside a transaction reaches its caller, and nothing of it stays."""

import asyncio
from collections.abc import Iterator
from typing import NoReturn

import pytest

from foxo_bot.store import organisations
from foxo_bot.store.db import Database, Tx
from tests.cases import town


def _takes_from_nothing(tx: Tx) -> NoReturn:
    nothing: Iterator[NoReturn] = iter(())
    next(nothing)


def _builds_first(tx: Tx) -> NoReturn:
    town.build(tx)
    _takes_from_nothing(tx)


async def test_an_empty_iterator_is_an_error_and_nobody_waits_for_ever(database: Database) -> None:
    async with asyncio.timeout(30):
        with pytest.raises(RuntimeError, match="StopIteration"):
            await database.write(_builds_first)
        with pytest.raises(RuntimeError, match="StopIteration"):
            await database.read(_takes_from_nothing)

    assert await database.read(lambda tx: list(organisations.every(tx))) == []
