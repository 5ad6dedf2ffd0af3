"""Runs replicas of the real program, each in a child that may be killed and begun again.

Imports the program once and forks. Lines in: `start <number>`. Lines out: `ready <number> <pid>
<owner of its leases>`, `ended <number>`. Each replica's own machine clock is off by as many seconds
as its line of a shared file says.
"""

import asyncio
import json
import os
import select
import signal
import sys
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import aiohttp
import uvicorn
from apscheduler.schedulers import base as timers

from foxo_bot import app as program
from foxo_bot import scheduler
from foxo_bot.edges.clock import machine_clock
from foxo_bot.settings import Settings
from foxo_bot.store import line, server_clock
from foxo_bot.transports import slack
from foxo_bot.transports.sms import api as sms_api
from tests.faults.launcher import _import_what_is_imported_late, say

PATIENCE = 3.0
"""Seconds after which a vendor that hangs is given up: a lease must outlast two of them."""


def _with_a_wrong_clock(number: int, skews: Path) -> None:
    """Whatever this process reads from the machine's clock is off by what the file says now."""

    def skew() -> timedelta:
        return timedelta(seconds=float(skews.read_text().split()[number]))

    class Wrong(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # the timers ask for UTC
            return machine_clock() + skew()

    def wrong_clock() -> datetime:
        return machine_clock() + skew()

    timers.datetime = Wrong
    scheduler.machine_clock = wrong_clock  # type: ignore[attr-defined]
    server_clock.machine_clock = wrong_clock  # type: ignore[attr-defined]


async def serve(number: int, settings: Settings, skews: Path) -> None:
    """Serve until killed."""
    _with_a_wrong_clock(number, skews)
    line.EVERY = 0.1  # time passes in jumps here
    sms_api.TIMEOUT = aiohttp.ClientTimeout(total=PATIENCE)
    patience = slack.Timing(
        answer=30, request=PATIENCE, roster_settles=0, lookups_per_minute=60_000
    )
    app = program.build(settings, program.Options(safety=0.25, patience=patience))
    await app.start()
    server = uvicorn.Server(
        uvicorn.Config(
            app.web, host="127.0.0.1", port=settings.foxo_port, log_config=None, lifespan="off"
        )
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn sets a flag and no event
        await asyncio.sleep(0.002)
    say("ready", number, os.getpid(), app.couriers[0]._depot.owner)
    await serving


def fork(number: int, settings: Settings, skews: Path) -> tuple[int, int]:
    """A child that serves: its pid, and a descriptor that ends with it."""
    ends, held = os.pipe()
    pid = os.fork()
    if pid:
        os.close(held)
        return pid, ends
    try:
        asyncio.run(serve(number, settings, skews))
    finally:
        os._exit(1)


def main() -> None:
    settings = [Settings(_env_file=None, **given) for given in json.loads(sys.argv[1])]
    skews = Path(sys.argv[2])
    _import_what_is_imported_late()
    children: dict[int, tuple[int, int]] = {}
    while True:
        ends = {end: number for number, (_, end) in children.items()}
        ready, _, _ = select.select([0, *ends], [], [])
        for end in ends.keys() & set(ready):
            pid, _ = children.pop(ends[end])
            os.close(end)
            os.waitpid(pid, 0)
            say("ended", ends[end])
        if 0 in ready:
            lines = os.read(0, 4096).decode().splitlines()
            if not lines:
                break
            for told in lines:
                number = int(told.split()[1])
                children[number] = fork(number, settings[number], skews)
    for pid, _ in children.values():
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
