"""Starts the Playground beside `make demo`, until told to stop. Run by `make playground`."""

import signal
import webbrowser
from contextlib import suppress
from types import FrameType

import click

from foxo_bot.commands import DEMO_PORT
from foxo_bot.commands.demo import trouble_with
from tests.node.packages import NotHere
from tests.playground.client import listens, serving


@click.command()
@click.option("--demo-port", default=DEMO_PORT, show_default=True, help="where the demo's page is")
@click.option("--port", default=56150, show_default=True, help="where the Playground's is to be")
@click.option("--no-browser", is_flag=True, help="do not open the page")
def main(demo_port: int, port: int, *, no_browser: bool) -> None:
    """Play the Teams side of the demo's cases in Microsoft's own test client."""
    signal.signal(signal.SIGTERM, _interrupt)
    if not listens(demo_port):
        raise click.ClickException(
            f"no demo on port {demo_port}; start it in another terminal: make demo"
        )
    if trouble := trouble_with(port):
        raise click.ClickException(trouble)
    click.echo("Starting Microsoft's Agents Playground; the first time it is installed from npm.")
    try:
        with serving(f"http://localhost:{demo_port}", port) as url, suppress(KeyboardInterrupt):
            _play(url, browser=not no_browser)
    except NotHere as reason:
        raise click.ClickException(str(reason)) from None
    click.echo("The Playground has ended.")


def _play(url: str, *, browser: bool) -> None:
    click.echo(f"Microsoft Teams for the demo: {url}")
    click.echo("You are Tess Teamsworth. Send a case to Radiology Concierge on the demo's page: it")
    click.echo(
        "appears here under Radiology. New cases: + beside the text, Action Command, Create."
    )
    click.echo("Loading this page again empties it. Ctrl-C ends the Playground.")
    if browser:
        webbrowser.open(url)
    signal.pause()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
