"""Moving a whole database to another kind and back: nothing is lost, and it can be worked with."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cryptography.fernet import Fernet
from sqlalchemy import insert

from foxo_bot.__main__ import cli
from foxo_bot.cases import reply
from foxo_bot.sandbox.postgres import Server
from foxo_bot.store import copying, schema, teams
from foxo_bot.store.db import DatabaseError, Tx, connect
from foxo_bot.store.tables import organisations
from foxo_bot.store.vault import Vault
from tests.cases import town

KEY = Fernet.generate_key().decode()
Copy = Callable[[str, str], Result]


@pytest.fixture
def copy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Copy:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOXO_ENCRYPTION_KEYS", KEY)
    return lambda source, target: CliRunner().invoke(cli, ["db", "copy", source, target])


@pytest.fixture
async def bare(postgres_server: Server) -> AsyncIterator[str]:
    """A PostgreSQL database without a table."""
    name = f"bare_{id(object())}"
    yield await postgres_server.create(name)
    await postgres_server.drop(name)


async def _done(url: str, fn: Callable[[Tx], object]) -> object:
    database = connect(url, Vault([KEY]))
    try:
        return await database.write(fn)
    finally:
        await database.close()


def _fill(tx: Tx) -> None:
    schema.upgrade(tx)
    here = town.build(tx)
    case = town.send(tx, here)
    reply.reply(tx, here.act("Cleo"), town.whole(tx, case), "I am coming", in_thread=False)
    teams.set_policy(tx, here.teams["Radiology"], {"urgent": []})


def _dump(tx: Tx) -> dict[str, str]:
    return {table.name: copying.checksum(tx, table) for table in copying.TABLES}


async def test_there_and_back_everything_is_the_same_and_new_rows_get_new_numbers(
    copy: Copy, bare: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "BATCH", 2)
    first, second = f"sqlite:///{tmp_path / 'one.db'}", f"sqlite:///{tmp_path / 'two.db'}"
    await _done(first, _fill)
    there = await asyncio.to_thread(copy, first, bare)
    assert there.exit_code == 0, there.output
    assert re.search(r"Copied \d+ rows\. Every table agrees", there.output)
    assert "outbox: 6 rows" in there.output

    back = await asyncio.to_thread(copy, bare, second)
    assert back.exit_code == 0, back.output
    dumped = await _done(first, _dump)
    assert await _done(second, _dump) == dumped
    assert len(set(dumped.values())) > 8  # type: ignore[attr-defined]

    adds = insert(organisations).values(name="A third").returning(organisations.c.id)
    assert await _done(bare, lambda tx: tx.across(adds).scalar_one()) == 3


async def test_a_target_that_holds_something_is_left_alone(copy: Copy, tmp_path: Path) -> None:
    first, second = f"sqlite:///{tmp_path / 'one.db'}", f"sqlite:///{tmp_path / 'two.db'}"
    await _done(first, _fill)
    await _done(second, _fill)
    before = await _done(second, _dump)
    refused = await asyncio.to_thread(copy, first, second)

    assert isinstance(refused.exception, DatabaseError)
    assert "TO is not empty, there is something in" in str(refused.exception)
    assert await _done(second, _dump) == before


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("sqlite:///nowhere.db", "FROM: there is no such file"),
        ("mysql://x/y", "FROM names mysql; use sqlite:///… or postgresql://…"),
    ],
)
def test_an_address_that_leads_nowhere_is_said_in_a_line(
    copy: Copy, source: str, words: str
) -> None:
    assert str(copy(source, "sqlite:///two.db").exception) == words
    assert not Path("nowhere.db").exists()


async def test_what_was_changed_meanwhile_is_found_and_the_copy_cannot_be_served(
    copy: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = f"sqlite:///{tmp_path / 'one.db'}", f"sqlite:///{tmp_path / 'two.db'}"
    await _done(first, _fill)
    put = copying.put

    def loses_some(tx: Tx, table: Any, rows: Any) -> None:
        if table.name != "members":
            put(tx, table, rows)

    monkeypatch.setattr(copying, "put", loses_some)
    failed = await asyncio.to_thread(copy, first, second)

    assert "members differs" in str(failed.exception)
    assert await _done(second, schema.version) is None
