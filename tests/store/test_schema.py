"""The migrations make exactly the tables that the program uses, on either database."""

import re
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from foxo_bot.store import schema
from foxo_bot.store.db import Database, Tx, connect
from foxo_bot.store.vault import Vault
from tests.cases import town


async def test_migrations_and_tables_say_the_same(database: Database) -> None:
    assert await database.read(schema.differences) == []


async def test_a_column_that_is_missing_would_be_seen(database: Database) -> None:
    def drop(tx: Tx) -> list[object]:
        tx.connection.exec_driver_sql("ALTER TABLE teams DROP COLUMN integrations")
        return schema.differences(tx)

    assert "integrations" in str(await database.write(drop))


async def test_upgrading_twice_changes_nothing_and_loses_nothing(database: Database) -> None:
    here = await database.write(town.build)
    await database.write(schema.upgrade)
    await database.write(schema.upgrade)

    assert await database.read(schema.version) == schema.newest() != ""
    case = await database.write(town.send, here)
    assert case.subject == "Wrist film"


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty(
    request: pytest.FixtureRequest, tmp_path: Path, vault: Vault
) -> AsyncIterator[Database]:
    """A database without a table."""
    url, server, name = f"sqlite:///{tmp_path / 'empty.db'}", None, f"empty_{secrets.token_hex(6)}"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        url = await server.create(name)
    database = connect(url, vault)
    yield database
    await database.close()
    if server:
        await server.drop(name)


Shape = dict[str, dict[str, str]]
"""Table -> each thing about it that a program which writes to it must know -> how it is."""


def shape(tx: Tx) -> Shape:
    look = inspect(tx.connection)
    found: Shape = {}
    for table in look.get_table_names():
        parts = {f"column {one['name']}": _column(one) for one in look.get_columns(table)}
        unique = look.get_unique_constraints(table) + [
            one for one in look.get_indexes(table) if one["unique"]
        ]
        parts |= {f"unique {sorted(one['column_names'])}": "" for one in unique}
        for one in look.get_foreign_keys(table):
            parts[f"points from {one['constrained_columns']}"] = one["referred_table"]
        parts |= {
            f"check {one['name']}": one["sqltext"] for one in look.get_check_constraints(table)
        }
        found[table] = parts
    return found


def _column(one: Any) -> str:
    left_out = "may be left out" if one["nullable"] or one["default"] else "must be given"
    return f"{one['type']}, {left_out}"


def endangers(before: Shape, after: Shape) -> list[str]:
    """What a step did to tables that the version before it still writes to."""
    found = [f"{table} is gone" for table in before.keys() - after.keys()]
    for table in before.keys() & after.keys():
        old, new = before[table], after[table]
        found += [
            f"{table}: {part} is gone" for part in old.keys() - new.keys() if "column" in part
        ]
        for part, how in new.items():
            was = old.get(part, how)
            if how not in {was, was.replace("must be given", "may be left out")}:
                found.append(f"{table}: {part} was {was}, is {how}")
            if part not in old and not how.endswith("may be left out") and not _of_new(part, old):
                found.append(f"{table}: {part} is new, and the version before does not know it")
    return found


def _of_new(part: str, old: dict[str, str]) -> bool:
    """Whether a new rule is about new columns alone: who does not know them leaves them empty."""
    named = re.findall(r"'(\w+)'", part)
    return bool(named) and not any(f"column {name}" in old for name in named)


async def test_no_step_stands_in_the_way_of_the_version_before_it(empty: Database) -> None:
    """While replicas are brought up one after the other, the old and the new work together."""
    steps = ScriptDirectory(str(schema._migrations())).walk_revisions()
    revisions = [step.revision for step in steps][::-1]

    def to(tx: Tx, revision: str) -> Shape:
        command.upgrade(schema._config(tx), revision)
        return shape(tx)

    before = await empty.write(to, revisions[0])
    assert len(before) > 15
    for revision in revisions[1:]:
        after = await empty.write(to, revision)
        assert endangers(before, after) == [], revision
        before = after


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("ALTER TABLE teams DROP COLUMN integrations", "teams: column integrations is gone"),
        ("ALTER TABLE lanes RENAME TO paths", "lanes is gone"),
        (
            "ALTER TABLE teams ADD COLUMN colour INTEGER NOT NULL",
            "teams: column colour is new, and the version before does not know it",
        ),
        (
            "ALTER TABLE people ALTER COLUMN email SET NOT NULL",
            "people: column email was VARCHAR(254), may be left out, "
            "is VARCHAR(254), must be given",
        ),
        (
            "CREATE UNIQUE INDEX x ON replies (case_id)",
            "replies: unique ['case_id'] is new, and the version before does not know it",
        ),
        (
            "ALTER TABLE replies ADD CHECK (case_id > 7)",
            "replies: check replies_case_id_check is new, and the version before does not know it",
        ),
    ],
)
async def test_a_step_that_would_stand_in_its_way_is_seen(
    postgres_url: str, vault: Vault, statement: str, said: str
) -> None:
    database = connect(postgres_url, vault)

    def step(tx: Tx) -> list[str]:
        before = shape(tx)
        tx.connection.exec_driver_sql(statement)
        return endangers(before, shape(tx))

    assert said in await database.write(step)
    await database.close()


async def test_an_older_program_serves_a_database_that_a_newer_one_brought_further(
    database: Database,
) -> None:
    await database.write(
        lambda tx: tx.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    )
    await database.write(schema.upgrade)

    assert not await database.read(schema.behind)
    assert await database.read(schema.version) == "9999"
