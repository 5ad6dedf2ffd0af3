"""The migrations make exactly the tables that the program uses, on either database."""

from foxo_bot.store import schema
from foxo_bot.store.db import Database, Tx
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
