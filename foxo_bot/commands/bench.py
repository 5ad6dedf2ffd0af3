"""`foxo-bot bench …`: measure this program beside the least its work could cost."""

from collections.abc import AsyncIterator

import click

from foxo_bot.bench import command as of_commands
from foxo_bot.bench import table
from foxo_bot.bench import teams as of_teams
from foxo_bot.bench.faults import BenchError
from foxo_bot.bench.table import Line


async def everything(*, full: bool) -> None:
    """Every benchmark there is. That a target is missed is a finding, not a fault."""
    await _show(_command(full=full), _teams(full=full))


async def command(*, full: bool) -> None:
    """Commands and presses."""
    await _show(_command(full=full))


async def teams(*, full: bool) -> None:
    """Presses in Teams."""
    await _show(_teams(full=full))


def _command(*, full: bool) -> AsyncIterator[Line]:
    return of_commands.measure(of_commands.FULL if full else of_commands.USUAL)


def _teams(*, full: bool) -> AsyncIterator[Line]:
    return of_teams.measure(of_teams.FULL if full else of_teams.USUAL)


async def _show(*measured: AsyncIterator[Line]) -> None:
    for sentence in table.head():
        click.echo(sentence)
    try:
        found = [line for lines in measured async for line in lines]
    except BenchError as fault:
        raise click.ClickException(str(fault)) from None
    click.echo()
    for row in table.lines(found):
        click.echo(row)
