"""The command line: reads words, calls a command, and turns its fault into one clear line."""

import sys

try:
    import asyncio
    import os
    from collections.abc import Callable, Coroutine
    from pathlib import Path
    from typing import Any

    import click

    from foxo_bot import __version__, settings
    from foxo_bot.commands import DEMO_PORT, audit, check, copying, database, directory, mail, serve
    from foxo_bot.commands import manifest as packages
    from foxo_bot.store import db as store
except KeyboardInterrupt:  # loading all of it takes a second or two, and people change their mind
    sys.exit("\nfoxo-bot: stopped")


@click.group()
@click.version_option(__version__, prog_name="foxo-bot")
def cli() -> None:
    """Clinical hand-over in Slack and Teams: cases that escalate until someone acknowledges."""


@cli.command()
def run() -> None:
    """Serve everything that is configured."""
    _go(serve.run(settings.load()), on=serve.loop())


@cli.command()
@click.option("--port", default=DEMO_PORT, show_default=True, type=click.IntRange(0, 65535))
@click.option("--reset", is_flag=True, help="Delete the databases of earlier plays first.")
@click.option("--no-browser", is_flag=True, help="Do not open the page.")
def demo(port: int, reset: bool, no_browser: bool) -> None:
    """Play the whole product on a page in the browser, with no account anywhere."""
    from foxo_bot.commands import demo as playing  # noqa: PLC0415 - the stand-ins of all vendors

    _go(playing.run(port=port, reset=reset, browser=not no_browser))


@cli.command("check")
def check_() -> None:
    """Settings, database, credentials and reachability, one line each."""
    _go(check.check(settings.load()))


@cli.command()
def key() -> None:
    """Print a new value for FOXO_SECRET_KEY or FOXO_ENCRYPTION_KEYS."""
    click.echo(database.new_key())


@cli.group()
def manifest() -> None:
    """What platforms are told of the app."""


@manifest.command("teams")
@click.option(
    "--out", default="foxo.zip", show_default=True, type=click.Path(path_type=Path, dir_okay=False)
)
def manifest_teams(out: Path) -> None:
    """Write the Teams app package, with this bot's id and host."""
    _go(packages.teams(settings.load(), out))


@cli.group()
def db() -> None:
    """The database."""


@db.command()
def upgrade() -> None:
    """Bring the database up to what this program needs."""
    _go(database.upgrade(settings.load()))


@db.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy_(source: str, target: str) -> None:
    """Copy everything from one database address into an empty one, and compare the two."""
    _go(copying.copy(settings.load(), source, target))


@cli.group("directory")
def directory_() -> None:
    """Organisations, teams and people."""


@directory_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
def apply(file: Path, dry_run: bool) -> None:
    """Make the directory what FILE says."""
    _go(directory.apply_file(settings.load(), file, dry_run=dry_run))


@directory_.command()
def show() -> None:
    """Who is in which team, reachable by what."""
    _go(directory.show(settings.load()))


@cli.group()
def email() -> None:
    """Mail."""


@email.command()
def bounce() -> None:
    """Take in a delivery report from stdin, as a mail server pipes it."""
    _go(mail.bounce(settings.load()))


@cli.group("audit")
def audit_() -> None:
    """The audit trail."""


@audit_.command()
def verify() -> None:
    """Find altered, removed or reordered events."""
    _go(audit.verify(settings.load()))


@cli.group(invoke_without_command=True)
@click.option("--full", is_flag=True, help="Larger and longer.")
@click.pass_context
def bench(context: click.Context, full: bool) -> None:
    """Measure, as ratios in one run."""
    if context.invoked_subcommand is None:
        from foxo_bot.commands import bench as measuring  # noqa: PLC0415 - stand-ins, see demo

        _go(measuring.everything(full=full), on=serve.loop())


@bench.command("command")
@click.option("--full", is_flag=True, help="Larger and longer.")
def bench_command(full: bool) -> None:
    """Commands and presses."""
    from foxo_bot.commands import bench as measuring  # noqa: PLC0415 - stand-ins, see demo

    _go(measuring.command(full=full))


@bench.command("teams")
@click.option("--full", is_flag=True, help="Larger and longer.")
def bench_teams(full: bool) -> None:
    """Presses in Teams, beside a stock bot."""
    from foxo_bot.commands import bench as measuring  # noqa: PLC0415 - stand-ins, see demo

    _go(measuring.teams(full=full))


@bench.command("escalation")
@click.option("--full", is_flag=True, help="With a million waiting clocks.")
def bench_escalation(full: bool) -> None:
    """How late and how fast, and what is lost when things fail."""
    from foxo_bot.commands import bench as measuring  # noqa: PLC0415 - stand-ins, see demo

    _go(measuring.escalation(full=full), on=serve.loop())


def _go(
    work: Coroutine[Any, Any, int | None],
    *,
    on: Callable[[], asyncio.AbstractEventLoop] | None = None,
) -> None:
    """Run a command, on an event loop of its choice; its result, if any, is the exit code."""
    with asyncio.Runner(loop_factory=on) as runner:
        code = runner.run(work)
    if code:
        sys.exit(code)


def main() -> None:
    """Every fault a person can mend is one line on stderr and a non-zero exit."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.format_message())
    except click.Abort:
        _fail("stopped")
    except click.ClickException as mistake:
        _fail(mistake.format_message())
    except settings.SettingsError as mistake:
        _fail(str(mistake))
    except BrokenPipeError:  # who reads our words has heard enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except store.FAULTS as fault:
        _fail(store.sentence(fault))


def _fail(sentence: str) -> None:
    print(f"foxo-bot: {sentence}", file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    main()
