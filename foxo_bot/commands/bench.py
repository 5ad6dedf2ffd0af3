"""`foxo-bot bench …`: measure this program beside the least its work could cost."""

from collections.abc import AsyncIterator

import click

from foxo_bot.bench import command as of_commands
from foxo_bot.bench import table
from foxo_bot.bench.faults import BenchError
from foxo_bot.bench.table import Line


async def everything(*, full: bool) -> None:
    """Every benchmark there is."""
    await command(full=full)


async def command(*, full: bool) -> None:
    """Commands and presses. That a target is missed is a finding, not a fault."""
    await _show(of_commands.measure(of_commands.FULL if full else of_commands.USUAL))


async def _show(measured: AsyncIterator[Line]) -> None:
    for sentence in table.head():
        click.echo(sentence)
    try:
        found = [line async for line in measured]
    except BenchError as fault:
        raise click.ClickException(str(fault)) from None
    click.echo()
    for row in table.lines(found):
        click.echo(row)
