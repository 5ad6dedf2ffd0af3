"""Runs the real program in one child after another, each told by the board when to die.

Imports the program once and forks, so that a start costs no more than the program's own.
Lines in: `start`. Lines out: `ready <pid> <owner of its leases>`, `ended`.
"""

import asyncio
import importlib
import json
import os
import select
import signal
import sys
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from sqlalchemy import Connection, event

from foxo_bot import app as program
from foxo_bot.app import App
from foxo_bot.settings import Settings
from foxo_bot.store import schema
from foxo_bot.store.db import LOOK_EVERYWHERE, Tx
from foxo_bot.store.sqlite import SqliteDatabase
from foxo_bot.transports import slack
from tests.faults.board import Board

ACTING = {"_act", "_do_due"}
"""Transactions in which every changed row is a step; of others only the commit is."""


ASIDE = {"hear", "forget"}
"""A profile looked up beside a form, and tidying, come at any time: no steps of a hand-over."""

UNHURRIED = slack.Timing(answer=30, request=30, roster_settles=0, lookups_per_minute=60_000)
"""Nothing here is about speed: a busy machine must not look like a broken one."""

CLOCK_JUMPED = signal.SIGUSR1
"""Sent by whoever winds the clock, so that the program looks at once at what is due."""


class Steps:
    """Tells the board of every step of the program: in the database, and at the vendors."""

    def __init__(self, app: App, board: Board) -> None:
        assert isinstance(app.database, SqliteDatabase)
        self._board = board
        self._transaction = ""
        self._changed = False
        self._name_transactions(app.database)
        engine = app.database._writer
        event.listen(engine, "after_cursor_execute", self._executed)
        event.listen(engine, "commit", self._committing)
        event.listen(engine, "rollback", self._rolled_back)
        event.listen(engine, "checkin", self._committed)
        for courier in app.couriers:
            self._watch(courier.transport)

    def _name_transactions(self, database: Any) -> None:
        write = database.write

        async def named_write(fn: Any, *args: Any, **kwargs: Any) -> Any:
            def named(tx: Tx) -> Any:
                self._transaction = fn.__name__
                return fn(tx, *args, **kwargs)

            return await write(named)

        database.write = named_write

    def _executed(self, _connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        verb, _, rest = statement.partition(" ")
        if verb not in {"INSERT", "UPDATE", "DELETE"}:
            return
        if self._transaction in ASIDE and "outbox" not in statement:
            return
        self._changed = True
        if self._transaction in ACTING:
            table = next(word for word in rest.split() if word not in {"INTO", "FROM", "OR"})
            self._board.step(f"{self._transaction}: {verb} {table}")

    def _committing(self, _connection: Connection) -> None:
        if self._changed:
            self._board.step(f"{self._transaction}: before the commit")

    def _committed(self, *_: Any) -> None:
        if self._changed:
            self._changed = False
            self._board.step(f"{self._transaction}: committed")

    def _rolled_back(self, _connection: Connection) -> None:
        self._changed = False

    def _watch(self, transport: Any) -> None:
        send = transport.send

        async def watched(parcel: Any) -> Any:
            self._board.step(f"before {transport.name}")
            sent = await send(parcel)
            self._board.step(f"accepted by {transport.name}")
            return sent

        transport.send = watched


def say(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201 - the test reads this


async def serve(settings: Settings, board: Board) -> None:
    """Serve until killed."""
    options = program.Options(clock=board.now, safety=0.25, patience=UNHURRIED)
    app = program.build(settings, options)
    Steps(app, board)
    await app.start()
    asyncio.get_running_loop().add_signal_handler(CLOCK_JUMPED, app.act_on, LOOK_EVERYWHERE)
    server = uvicorn.Server(
        uvicorn.Config(
            app.web, host="127.0.0.1", port=settings.foxo_port, log_config=None, lifespan="off"
        )
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn sets a flag and no event
        await asyncio.sleep(0.002)
    say("ready", os.getpid(), app.couriers[0]._depot.owner)
    await serving


def fork(settings: Settings, board: Board) -> tuple[int, int]:
    """A child that serves: its pid, and a descriptor that ends with it."""
    ends, held = os.pipe()
    pid = os.fork()
    if pid:
        os.close(held)
        return pid, ends
    try:
        asyncio.run(serve(settings, board))
    finally:
        os._exit(1)


def _import_what_is_imported_late() -> None:
    for name in ("apscheduler.executors.asyncio", "pydantic.v1"):
        importlib.import_module(name)
    schema.newest()
    uvicorn.Config(FastAPI(), lifespan="off", log_config=None).load()


def main() -> None:
    settings = Settings(_env_file=None, **json.loads(sys.argv[1]))
    board = Board(Path(sys.argv[2]))
    _import_what_is_imported_late()
    pid, ends = 0, -1
    while True:
        ready, _, _ = select.select([sys.stdin, *([ends] if pid else [])], [], [])
        if ends in ready:
            os.close(ends)
            os.waitpid(pid, 0)
            pid = 0
            say("ended")
        elif not sys.stdin.readline():
            break
        else:
            pid, ends = fork(settings, board)
    if pid:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
