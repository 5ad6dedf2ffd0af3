"""Every test of the store runs on both databases."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from foxo_bot.store.db import Database, connect
from foxo_bot.store.vault import Vault


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path) -> str:
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        return url
    path = tmp_path / "foxo.db"
    shutil.copy(migrated, path)
    return f"sqlite:///{path}"


@pytest.fixture
async def database(database_url: str, vault: Vault) -> AsyncIterator[Database]:
    """A real database of either kind, with every table and nothing in it."""
    database = connect(database_url, vault)
    yield database
    await database.close()
