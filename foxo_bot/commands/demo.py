"""`foxo-bot demo`: the whole product on a page in the browser, with no account anywhere."""

import asyncio
import errno
import logging
import os
import signal
import socket
import webbrowser
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from foxo_bot.commands import DEMO_PORT
from foxo_bot.sandbox import demo
from foxo_bot.sandbox.page import routes
from foxo_bot.sandbox.serving import Served
from foxo_bot.web import logs

FOLDER = Path(".foxo-demo")
"""Where the demo keeps its databases, in the current directory."""


async def run(*, port: int, reset: bool, browser: bool) -> int:
    """Play until told to stop. Always begins empty, because the stand-ins forget their world."""
    if trouble := trouble_with(port):
        click.echo(f"foxo-bot: {trouble}", err=True)
        return 1
    database = await asyncio.to_thread(_new_database, reset=reset)
    logs.configure("error")
    for chatty in ("uvicorn", "uvicorn.error"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    stop = _told_to_stop()
    async with demo.opened(database) as opened:
        page = Served(routes.build(opened), port=port)
        await page.start()
        try:
            await _play(f"http://localhost:{page.port}", database, stop, browser=browser)
        finally:
            await page.stop()
    return 0


async def _play(url: str, database: Path, stop: asyncio.Event, *, browser: bool) -> None:
    port = url.rpartition(":")[2]
    asked = "" if port == str(DEMO_PORT) else f' ARGS="--demo-port {port}"'
    click.echo(f"Foxo Bot demo: {url}")
    click.echo("To play Microsoft Teams beside it, in a second terminal: make playground" + asked)
    click.echo(f"Everything is invented. The bot's database is {database}. Ctrl-C ends the demo.")
    if browser:
        await asyncio.to_thread(webbrowser.open, url)
    await stop.wait()
    click.echo("The demo has ended.")


def _new_database(*, reset: bool) -> Path:
    """A fresh file; those of earlier plays stay to be looked at until a reset."""
    FOLDER.mkdir(exist_ok=True)
    if reset:
        for old in FOLDER.glob("*.db*"):
            old.unlink()
    began = datetime.now(UTC)  # noqa: TID251 - the command line is an edge
    return FOLDER / f"{began:%Y%m%d-%H%M%S-%f}.db"


def _told_to_stop() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for told in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl-C interrupts as it always does there
            loop.add_signal_handler(told, stop.set)
    return stop


def trouble_with(port: int) -> str:
    """Why the page could not listen there, tried before anything else is started."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            return f"port {port} is taken by another program; try: foxo-bot demo --port {port + 1}"
        return f"port {port} cannot be used ({os.strerror(fault.errno or 0)}); try another --port"
    return ""
