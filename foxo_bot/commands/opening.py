"""Opens the database for a command, and says in one line what stands in the way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from foxo_bot.settings import Settings, SettingsError
from foxo_bot.store import db, schema, secrets
from foxo_bot.store.db import Database
from foxo_bot.store.vault import Vault


@asynccontextmanager
async def opened(settings: Settings, *, upgrade: bool = True) -> AsyncIterator[Database]:
    """The database of these settings, brought up to date; or left as it is, which must do then.

    Left as it is, a SQLite file that is not there is not made either.
    """
    if not settings.encryption_keys:
        raise SettingsError("FOXO_ENCRYPTION_KEYS must be set; make a value with: foxo-bot key")
    if not upgrade and await asyncio.to_thread(db.is_missing_file, settings.foxo_database_url):
        raise db.DatabaseError(schema.advice_on_nothing())
    database = db.connect(settings.foxo_database_url, Vault(settings.encryption_keys))
    try:
        await database.learn_time()
        if upgrade:
            await database.write(schema.upgrade)
            await database.write(secrets.keys_fit)
        elif await database.read(schema.behind):
            raise db.DatabaseError(await database.read(schema.advice))
        else:
            await database.write(secrets.keys_fit)
        yield database
    finally:
        await database.close()
