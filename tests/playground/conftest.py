"""The bot as it is run, the Playground beside it, and a browser on the Playground's page."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from cryptography.fernet import Fernet

from foxo_bot.directory import apply, file
from foxo_bot.sandbox import playground
from foxo_bot.store import schema
from foxo_bot.store.db import connect
from foxo_bot.store.vault import Vault
from tests.browser import chromium
from tests.node import packages
from tests.playground.client import Client, free_port, running, serving, window

DIRECTORY = f"""
organisations:
  - name: Northside Hospital
    country: AU
    entra_tenants: [{playground.TENANT}]
    teams:
      - name: Radiology Concierge
        channels: [{{teams: "{playground.RADIOLOGY}"}}]
        members:
          - {{name: Tess Teamsworth, teams: "{playground.USER}", phone: "+61491571266"}}
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `foxo-bot run`, with Teams open to anybody on this machine."""
    packages.needed()
    chromium.needed()
    folder, key, port = tmp_path_factory.mktemp("bot"), Fernet.generate_key().decode(), free_port()
    database = f"sqlite:///{folder / 'foxo.db'}"
    asyncio.run(_prepare(database, key))
    settings = {
        "FOXO_DATABASE_URL": database,
        "FOXO_SECRET_KEY": "a secret for tests",
        "FOXO_ENCRYPTION_KEYS": key,
        "FOXO_PORT": str(port),
        "TEAMS_APP_ID": "",
        "TEAMS_ALLOW_ANONYMOUS": "1",
    }
    words = [sys.executable, "-m", "foxo_bot", "run"]
    with running(words, settings, folder, port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def address(bot: str) -> Iterator[str]:
    """The Playground's page."""
    with serving(bot, free_port()) as url:
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(address: str) -> AsyncIterator[Client]:
    """A window that stays open: loaded again, the page has forgotten what was posted."""
    async with window(address) as client:
        yield client


async def _prepare(url: str, key: str) -> None:
    database = connect(url, Vault([key]))
    await database.write(schema.upgrade)
    wanted, now = file.parse(DIRECTORY), datetime.now(UTC)  # noqa: TID251 - the tests' own edge
    await database.write(lambda tx: apply.apply(tx, wanted, now=now))
    await database.close()
