"""Wrong keys are noticed before anybody relies on them, and drafts do not lie for ever."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet

from foxo_bot.store import secrets, tidy
from foxo_bot.store.db import Database, connect
from foxo_bot.store.vault import Vault, VaultError

NEW = Fernet.generate_key().decode()


async def test_a_database_with_other_keys_is_refused_in_words(
    database: Database, database_url: str
) -> None:
    await database.write(secrets.keys_fit)
    stranger = connect(database_url, Vault([NEW]))

    with pytest.raises(VaultError, match="FOXO_ENCRYPTION_KEYS"):
        await stranger.write(secrets.keys_fit)
    await stranger.close()


async def test_a_draft_that_was_never_sent_is_forgotten_after_a_day(database: Database) -> None:
    await database.write(secrets.put, "draft", "one", "sealed words")
    await database.write(secrets.put, "slack_installation", "T1", "kept")
    now = datetime.now(UTC)  # noqa: TID251 - the seal itself is made in real time

    await database.write(tidy.forget, now + timedelta(hours=23))
    assert await database.read(secrets.get, "draft", "one") == "sealed words"

    await database.write(tidy.forget, now + timedelta(hours=25))
    assert await database.read(secrets.get, "draft", "one") is None
    assert await database.read(secrets.get, "slack_installation", "T1") == "kept"
