"""Fixtures that every test may use."""

import asyncio
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import settings

from foxo_bot.sandbox import postgres
from foxo_bot.store import schema
from foxo_bot.store.db import Database, connect
from foxo_bot.store.vault import Vault

settings.register_profile("here", deadline=None)  # how long one example takes is the machine's
settings.register_profile("gate", deadline=None, derandomize=True, database=None)
settings.load_profile("gate" if "CI" in os.environ else "here")  # noqa: TID251 - a gate must not fail by chance


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cases", type=int, default=20, help="how many cases tests/faults/test_fleet.py plays"
    )
    parser.addoption(
        "--every-database",
        action="store_true",
        help="play every story of tests/scenarios on PostgreSQL as well",
    )


@pytest.fixture(scope="session")
def vault() -> Vault:
    return Vault([Fernet.generate_key().decode()])


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, vault: Vault) -> Path:
    """An empty SQLite database with every table, to be copied."""
    path = tmp_path_factory.mktemp("template") / "foxo.db"

    async def migrate() -> None:
        database = connect(f"sqlite:///{path}", vault)
        await database.write(schema.upgrade)
        await database.close()

    with ThreadPoolExecutor(1) as thread:  # beside the event loop of the test that asks first
        thread.submit(asyncio.run, migrate()).result()
    return path


@pytest.fixture
async def database(migrated: Path, vault: Vault, tmp_path: Path) -> AsyncIterator[Database]:
    """A real SQLite file with every table and nothing in it."""
    path = tmp_path / "foxo.db"
    shutil.copy(migrated, path)
    database = connect(f"sqlite:///{path}", vault)
    yield database
    await database.close()


@pytest.fixture(scope="session")
def postgres_server(vault: Vault) -> Iterator[postgres.Server]:
    """A throw-away PostgreSQL with an empty database `foxo` that has every table, to be copied."""
    binaries = postgres.find_binaries()
    assert binaries is not None, "the dev extras bring PostgreSQL; run make .venv/tools"

    async def migrate(server: postgres.Server) -> None:
        database = connect(await server.create("foxo"), vault)
        await database.write(schema.upgrade)
        await database.close()

    with postgres.running(binaries) as server:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, migrate(server)).result()
        yield server


@pytest.fixture
async def postgres_url(postgres_server: postgres.Server) -> AsyncIterator[str]:
    """A database of its own on PostgreSQL, with every table and nothing in it."""
    name = f"test_{secrets.token_hex(6)}"
    yield await postgres_server.create(name, template="foxo")
    await postgres_server.drop(name)
