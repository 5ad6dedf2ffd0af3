"""`foxo-bot audit verify`: is the trail as it was written?"""

import click

from foxo_bot.commands.opening import opened
from foxo_bot.settings import Settings
from foxo_bot.store import events
from foxo_bot.store.db import Tx


async def verify(settings: Settings) -> int:
    """Print every break in the chains; 1 where there is one."""
    async with opened(settings, upgrade=False) as database:
        breaks, total = await database.read(_look)
    for sentence in breaks:
        click.echo(sentence, err=True)
    if breaks:
        return 1
    click.echo(f"The audit trail is whole: {total} events.")
    return 0


def _look(tx: Tx) -> tuple[list[str], int]:
    return list(events.verify(tx)), events.count(tx)
