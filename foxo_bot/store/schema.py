"""The database's version: what it is, and bringing it up to what this program needs."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from foxo_bot.store.db import DatabaseError, Tx
from foxo_bot.store.tables import metadata

_LOCK = 4_711_082  # any number that no other program on the database uses


def upgrade(tx: Tx) -> None:
    """Take every step that is missing, in one transaction; replicas wait for the first.

    DatabaseError where a newer program has been here: this one does not know what it changed.
    """
    if tx.connection.dialect.name == "postgresql":
        tx.connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    if not known(version(tx)):
        raise DatabaseError(advice(tx))
    command.upgrade(_config(tx), "head")


def version(tx: Tx) -> str | None:
    """The step the database is at; None where it is empty."""
    return MigrationContext.configure(tx.connection).get_current_revision()


def newest() -> str:
    """The step this program needs."""
    head = ScriptDirectory(str(_migrations())).get_current_head()
    return head or ""


def known(revision: str | None) -> bool:
    """Whether this program has the step."""
    steps = ScriptDirectory(str(_migrations())).walk_revisions()
    return revision is None or revision in {step.revision for step in steps}


def advice(tx: Tx) -> str:
    """What stands between the database and this program, and what to do about it."""
    has = version(tx)
    if not known(has):
        return (
            f"the database is at version {has}, this program knows versions up to {newest()}: "
            "run the newer program"
        )
    return f"the database has {has or 'no tables yet'}, this program needs {newest()}: " + (
        "foxo-bot db upgrade"
    )


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
