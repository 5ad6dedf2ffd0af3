"""`foxo-bot directory …`: who is in which team, from a file and in words."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from foxo_bot.commands.opening import opened
from foxo_bot.directory import apply as applying
from foxo_bot.directory import file as directory_file
from foxo_bot.directory.show import show as overview
from foxo_bot.settings import Settings
from foxo_bot.store import db


async def apply_file(settings: Settings, path: Path, *, dry_run: bool) -> int:
    """Make the directory what the file says, or print what that would change.

    1 where the file cannot be read or has mistakes: each on stderr, and nothing is applied.
    """
    try:
        raw = await asyncio.to_thread(path.read_bytes)
        wanted = directory_file.parse(directory_file.decode(raw))
        applied = await _apply(settings, wanted, dry_run=dry_run)
    except directory_file.DirectoryError as error:
        for mistake in error.mistakes:
            click.echo(f"{path}: {mistake}", err=True)
        click.echo("Nothing was applied.", err=True)
        return 1
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        click.echo(f"foxo-bot: {path}: {error.strerror}", err=True)
        return 1
    _tell(applied, dry_run=dry_run)
    return 0


async def show(settings: Settings) -> None:
    """Print organisations, teams, who is reached by what, and the gaps."""
    async with opened(settings) as database:
        click.echo(await database.read(overview, database.now()))


async def _apply(
    settings: Settings, wanted: directory_file.DirectoryFile, *, dry_run: bool
) -> applying.Applied:
    if dry_run:
        return await _preview(settings, wanted)
    async with opened(settings) as database:
        return await database.write(applying.apply, wanted, now=database.now())


async def _preview(settings: Settings, wanted: directory_file.DirectoryFile) -> applying.Applied:
    """What would change. An empty file stands in for a SQLite database that is not there yet."""
    with TemporaryDirectory() as folder:
        missing = await asyncio.to_thread(db.is_missing_file, settings.foxo_database_url)
        if missing:
            stand_in = {"foxo_database_url": f"sqlite:///{folder}/foxo.db"}
            settings = settings.model_copy(update=stand_in)
        async with opened(settings, upgrade=missing) as database:
            try:
                await database.write(applying.preview, wanted, now=database.now())
            except applying.OnlyPreviewed as previewed:
                return previewed.applied
    raise AssertionError("a preview always raises")


def _tell(applied: applying.Applied, *, dry_run: bool) -> None:
    for sentence in (*applied.changes, *applied.left_alone):
        click.echo(sentence)
    if not applied.changes:
        click.echo("Nothing would change." if dry_run else "Nothing changed.")
    elif dry_run:
        click.echo("This would change; nothing was applied.")
