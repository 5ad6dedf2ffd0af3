"""The database's version: what it is, and bringing it up to what this program needs."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from foxo_bot.store.db import Tx
from foxo_bot.store.tables import metadata

_LOCK = 4_711_082  # any number that no other program on the database uses


def upgrade(tx: Tx) -> None:
    """Take every step that is missing, in one transaction; replicas wait for the first.

    A database that a newer program has brought further is left as it is: steps only add.
    """
    tx.takes_long()
    if tx.connection.dialect.name == "postgresql":
        tx.connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        # Whoever waits for a table makes all others wait behind him: rather give up and come again.
        tx.connection.exec_driver_sql("SET LOCAL lock_timeout = '3s'")
    if behind(tx):
        command.upgrade(_config(tx), "head")


def behind(tx: Tx) -> bool:
    """Whether steps are missing that this program needs."""
    return (version(tx) or "") < newest()


def version(tx: Tx) -> str | None:
    """The step the database is at; None where it is empty."""
    return MigrationContext.configure(tx.connection).get_current_revision()


def newest() -> str:
    """The step this program needs."""
    head = ScriptDirectory(str(_migrations())).get_current_head()
    return head or ""


def advice(tx: Tx) -> str:
    """What stands between an older database and this program, and what to do about it."""
    return _advice(version(tx))


def advice_on_nothing() -> str:
    """The same where there is no database yet."""
    return _advice(None)


def _advice(has: str | None) -> str:
    has = has or "no tables yet"
    return f"the database has {has}, this program needs {newest()}: foxo-bot db upgrade"


def differences(tx: Tx) -> list[object]:
    """What separates the database from tables.py; a test holds this empty."""
    return list(compare_metadata(MigrationContext.configure(tx.connection), metadata))


def _config(tx: Tx) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_migrations()))
    config.attributes["connection"] = tx.connection
    return config


def _migrations() -> Path:
    return Path(__file__).parent / "migrations"
