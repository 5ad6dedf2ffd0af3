"""`foxo-bot db …` and `foxo-bot key`."""

import click
from cryptography.fernet import Fernet

from foxo_bot.commands.opening import opened
from foxo_bot.settings import Settings
from foxo_bot.store import schema


async def upgrade(settings: Settings) -> None:
    """Bring the database up to the version this program needs."""
    async with opened(settings) as database:
        version = await database.read(schema.version)
    click.echo(f"The database is at version {version}.")


def new_key() -> str:
    """32 random bytes in url-safe base64, as both secrets want them."""
    return Fernet.generate_key().decode()
