"""`foxo-bot bench …`: measure this program beside the least its work could cost."""

import sys
from collections.abc import AsyncIterator

import click

from foxo_bot.bench import command as of_commands
from foxo_bot.bench import table
from foxo_bot.bench import teams as of_teams
from foxo_bot.bench.escalation import run as of_escalation
from foxo_bot.bench.faults import BenchError
from foxo_bot.bench.table import Line


async def everything(*, full: bool) -> None:
    """Every benchmark there is. That a target is missed is a finding, not a fault."""
    await _show(_command(full=full), _teams(full=full), _escalation(full=full))


async def command(*, full: bool) -> None:
    """Commands and presses."""
    await _show(_command(full=full))


async def teams(*, full: bool) -> None:
    """Presses in Teams."""
    await _show(_teams(full=full))


async def escalation(*, full: bool) -> None:
    """The escalation engine."""
    await _show(_escalation(full=full))


def _command(*, full: bool) -> AsyncIterator[Line]:
    return of_commands.measure(of_commands.FULL if full else of_commands.USUAL)


def _teams(*, full: bool) -> AsyncIterator[Line]:
    return of_teams.measure(of_teams.FULL if full else of_teams.USUAL)


def _escalation(*, full: bool) -> AsyncIterator[Line]:
    return of_escalation.measure(of_escalation.FULL if full else of_escalation.USUAL)


async def _show(*measured: AsyncIterator[Line]) -> None:
    """Print the table; where something could not be measured, what was until then."""
    for sentence in table.head():
        click.echo(sentence)
    found: list[Line] = []
    try:
        for lines in measured:
            async for line in lines:
                found.append(_said(line))
    except BenchError as fault:
        raise click.ClickException(str(fault)) from None
    finally:
        click.echo()
        for row in table.lines(found):
            click.echo(row)


def _said(line: Line) -> Line:
    """The same line; whoever waits at a terminal sees that it has been measured."""
    if sys.stderr.isatty():
        click.echo(f"measured: {line.name}", err=True)
    return line
