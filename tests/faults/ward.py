"""A hospital whose program lives in another process and may be killed at any step."""

import asyncio
import itertools
import json
import os
import re
import socket
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from foxo_bot.directory import apply, file
from foxo_bot.sandbox.slack.people.person import Person
from foxo_bot.sandbox.slack.people.post import Post
from foxo_bot.sandbox.story import Sandbox
from foxo_bot.store import db, schema
from foxo_bot.store.columns import EPOCH
from foxo_bot.store.vault import Vault
from tests.faults.board import Board, BoardClock
from tests.faults.launcher import CLOCK_JUMPED
from tests.scenarios.cast import (
    CASEY,
    CASEY_PHONE,
    CLEO,
    CLEO_PHONE,
    NOON,
    NORTHSIDE,
    RADIOLOGY,
    REGISTRAR,
    WARD,
    people_the_world,
)
from tests.scenarios.program import settings_for

REPOSITORY = Path(__file__).parents[2]
TRIAGE = {"Normal": "🔵 Normal", "High": "🟡 High", "Urgent": "🔴 Urgent"}

PHONES = {CLEO: CLEO_PHONE, CASEY: CASEY_PHONE}
MAILBOXES = {CLEO: "cleo@northside.example", CASEY: "casey@northside.example"}
DIRECTORY = f"""
organisations:
  - name: Northside Hospital
    slack_workspaces: [{NORTHSIDE}]
    teams:
      - name: Radiology Concierge
        channels: [{{slack: {RADIOLOGY}}}]
        members:
          - {{name: Cleo Concierge, slack: {CLEO}, email: {MAILBOXES[CLEO]},
             phone: "{CLEO_PHONE}"}}
          - {{name: Casey Concierge, slack: {CASEY}, email: {MAILBOXES[CASEY]},
             phone: "{CASEY_PHONE}"}}
"""

UNDONE = """
SELECT 'clock', id, due_at FROM escalations WHERE stopped_at IS NULL AND due_at <= :now
UNION ALL
SELECT transport, id, next_at FROM outbox WHERE state = 'open' AND leased_by = :owner
UNION ALL
SELECT transport, id, next_at FROM outbox WHERE state = 'open' AND next_at <= :now
    AND NOT EXISTS (SELECT 1 FROM outbox AS earlier WHERE earlier.state = 'open'
                    AND earlier.post_id = outbox.post_id AND earlier.id < outbox.id)
"""
"""What the program still has to do at this instant, by its own book."""

PATIENCE = 30.0
"""Seconds of real time after which the program is taken to hang."""


@dataclass
class Program:
    """The program in its own process."""

    launcher: asyncio.subprocess.Process
    pid: int = 0
    owner: str = ""
    alive: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        assert self.launcher.stdout is not None
        async for line in self.launcher.stdout:
            words = line.decode().split()
            if words[0] == "ready":
                self.pid, self.owner = int(words[1]), words[2]
                self.alive.set()
            else:
                self.alive.clear()
                self.ended.set()

    async def start(self) -> None:
        assert self.launcher.stdin is not None
        self.ended.clear()
        self.launcher.stdin.write(b"start\n")
        async with asyncio.timeout(PATIENCE):
            await self.alive.wait()


@dataclass
class Ward:
    """The vendors' stand-ins stay up while the program dies and comes back."""

    sandbox: Sandbox
    board: Board
    program: Program
    database: Path
    subjects: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def new_subject(self) -> str:
        """What no other case here is about."""
        return f"Film {next(self.subjects)}."

    def person(self, user: str) -> Person:
        return self.sandbox.slack.person(user)

    def posts(self, channel: str, words: str) -> list[Post]:
        """The posts in a channel in which these words can be read."""
        shown = self.sandbox.slack.channel(channel).posts
        return [post for post in shown if words in post.text_shown()]

    def dms(self, user: str, words: str) -> list[Post]:
        return [post for post in self.person(user).dms if words in post.text_shown()]

    def number(self, subject: str) -> str:
        """What the case is called, as its sender reads it."""
        (copy,) = self.dms(REGISTRAR, subject)
        found = re.search(r"\d{3}-\d{3,6}", copy.text_shown())
        assert found
        return found.group()

    def texts(self, user: str, words: str) -> list[str]:
        inbox = self.sandbox.twilio.phone(PHONES[user]).inbox
        return [sms.body for sms in inbox if words in sms.body]

    def mails(self, user: str, words: str) -> list[str]:
        """The Message-IDs of the mails that arrived: copies of one mail have the same."""
        mails = self.sandbox.smtp.mailbox(MAILBOXES[user]).mails
        return [str(mail.message["Message-ID"]) for mail in mails if words in mail.plain]

    async def settles(self) -> bool:
        """Wait until all that is due is done; False where the program died before."""
        deadline = time.monotonic() + PATIENCE
        while not self.board.died:
            if not self._busy():
                await self.sandbox.settled()
                if not self._busy():
                    return not self.board.died
            assert time.monotonic() < deadline, self._rows(UNDONE, **self._moment())
            await asyncio.sleep(0.01)
        return False

    async def passes(self, *spans: timedelta) -> bool:
        """Let time pass in steps, all that comes due being done; False where the program died."""
        for span in spans:
            if self.board.died:
                return False
            self.sandbox.clock.advance(span)
            os.kill(self.program.pid, CLOCK_JUMPED)
            if not await self.settles():
                return False
        return not self.board.died

    async def until_dead_or_quiet(self, *spans: timedelta) -> bool:
        """Let the program do its work, and time pass; whether it died over it."""
        return not (await self.settles() and await self.passes(*spans))

    async def revived(self) -> None:
        """Start the program again if it died, and let the dead one's leases end."""
        self.board.rest()
        if self.board.died:
            await self.program.ended.wait()
            self.board.watch()
            self.board.rest()
            await self.program.start()
        assert await self.passes(*[timedelta(seconds=s) for s in (0, 61, 2)])

    async def fills_in(self, subject: str, triage: str) -> None:
        """The registrar opens the form and fills it in."""
        registrar = self.person(REGISTRAR)
        await registrar.types("/foxo case", channel=WARD)
        assert registrar.modal is not None, registrar.warnings
        registrar.modal.fill(
            teams=["Radiology Concierge"],
            subject=subject,
            details="Please look at it.",
            triage=TRIAGE[triage],
        )

    async def sends(self, subject: str, triage: str) -> None:
        """The registrar sends a case, and it stands everywhere."""
        await self.fills_in(subject, triage)
        assert await self.submits()
        assert await self.passes(timedelta(seconds=2))

    async def submits(self) -> bool:
        """Press the form's button; whether the person was answered and the form is gone."""
        modal = self.person(REGISTRAR).modal
        assert modal is not None
        return not await modal.submit() and not modal.is_open

    def unrecorded(self, transport: str) -> set[str]:
        """The people to whom something was claimed to be said, by the book in the file."""
        query = (
            "SELECT slack_user FROM outbox JOIN people ON people.id = person_id "
            "WHERE state = 'open' AND leased_by IS NOT NULL AND transport = :transport"
        )
        return {str(row[0]) for row in self._rows(query, transport=transport)}

    def _busy(self) -> bool:
        return bool(self._rows(UNDONE, **self._moment()))

    def _moment(self) -> dict[str, object]:
        now = (self.board.now() - EPOCH) // timedelta(microseconds=1)
        return {"now": now, "owner": self.program.owner}

    def _rows(self, query: str, **values: object) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.database, timeout=10)) as file:
            return file.execute(query, values).fetchall()


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Ward]:
    """The hospital of the stories, with its program in a process of its own, running."""
    board = Board(folder / "board")
    async with Sandbox(BoardClock(NOON, board)) as sandbox:
        people_the_world(sandbox)
        sandbox.slack.courier.patience = PATIENCE
        port = _free_port()
        settings = settings_for(sandbox, folder, f"http://127.0.0.1:{port}")
        sandbox.bot_url = settings.foxo_public_url
        database = db.connect(settings.foxo_database_url, Vault(settings.encryption_keys))
        await database.write(schema.upgrade)
        wanted = file.parse(DIRECTORY)
        await database.write(lambda tx: apply.apply(tx, wanted, now=NOON))
        await database.close()
        given = json.dumps(settings.model_dump() | {"foxo_port": port})
        launcher = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.faults.launcher", given, str(folder / "board")),
            cwd=REPOSITORY,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        running = Program(launcher)
        listening = asyncio.create_task(running.listen())
        try:
            await running.start()
            yield Ward(sandbox, board, running, folder / "foxo.db")
        finally:
            assert launcher.stdin is not None
            launcher.stdin.close()
            with suppress(ProcessLookupError):
                await launcher.wait()
            await listening


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
