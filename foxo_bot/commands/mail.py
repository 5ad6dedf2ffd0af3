"""`foxo-bot email bounce`: take in a delivery report that a mail server pipes to us."""

import sys

import click

from foxo_bot.commands.opening import opened
from foxo_bot.handlers import hearing
from foxo_bot.settings import Settings
from foxo_bot.store import db
from foxo_bot.transports.email import bounces, inbound

TRY_AGAIN = 75
"""EX_TEMPFAIL of sysexits.h: the mail server keeps the report and comes again."""


async def bounce(settings: Settings) -> int:
    """Read one message from stdin; 0 for whatever it was, so that no mail server sends it back."""
    found = bounces.read(sys.stdin.buffer.read(bounces.LARGEST))
    if found is None:
        click.echo("This is no report of a mail that did not arrive; nothing was done.")
        return 0
    try:
        async with opened(settings, upgrade=False) as database:
            await database.write(hearing.hear, inbound.receipt(found, database.now()))
    except db.FAULTS as fault:
        click.echo(f"foxo-bot: {db.sentence(fault)}", err=True)
        return TRY_AGAIN
    click.echo(f"Taken in: {found.reason} {found.words}")
    return 0
