"""The demo: the whole program between the stand-ins, and a page to play the hospital on."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.fernet import Fernet
from starlette.types import Receive, Scope, Send

from foxo_bot import app as program
from foxo_bot.directory import apply, file
from foxo_bot.sandbox import playground
from foxo_bot.sandbox.cast import (
    DIRECTORY,
    INVITING,
    LEAD,
    NORTHSIDE,
    REFERRALS,
    people_the_world,
)
from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.serving import Served
from foxo_bot.sandbox.slack.triggers import Triggers
from foxo_bot.sandbox.story import Sandbox
from foxo_bot.settings import Settings
from foxo_bot.store import escalations, schema

BEAT = 0.2
"""Seconds between two looks at what is due while time is hurried: at sixty times that is twelve."""


@dataclass(frozen=True, slots=True)
class Demo:
    """The running program and its world."""

    sandbox: Sandbox
    program: program.App
    _jumping: asyncio.Lock = field(default_factory=asyncio.Lock)
    _in_teams: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def clock(self) -> Clock:
        return self.sandbox.clock

    async def stand_in_teams(self) -> None:
        """Let teams stand in Teams too, once the Playground is there.

        Not before: whoever plays without it is not to see messages that wait for it.
        """
        if not self._in_teams.is_set():
            wanted, now = file.parse(playground.directory()), self.clock.now()
            await self.program.database.write(lambda tx: apply.apply(tx, wanted, now=now))
            self._in_teams.set()

    async def next_escalation(self) -> datetime | None:
        """When the next step of any case is due."""
        return await self.program.database.read(escalations.next_due)

    async def jump(self) -> None:
        """Move time to the next step of an escalation, if there is one, and see it done.

        What is due already is done first: it is not to look late, and is not the next step.
        """
        async with self._jumping:
            await self.program.settle()
            due = await self.next_escalation()
            if due is not None:
                self.clock.advance(max(due - self.clock.now(), timedelta()))
                await self.program.settle()
                self.look()  # what is due next is nearer than it was thought

    def look(self) -> None:
        """Let the program look at once at what is due."""
        self.program.scheduler.nudge()
        for courier in self.program.couriers:
            courier.nudge()

    async def hurry(self) -> None:
        """Let it look often while time is hurried: the program waits by real time."""
        while True:
            await asyncio.sleep(BEAT)
            if self.clock.rate > 1:
                self.look()


@asynccontextmanager
async def opened(database: Path, clock: Clock | None = None) -> AsyncIterator[Demo]:
    """The demo over a new database file, with its directory applied and nobody having acted."""
    clock = clock or Clock()
    sandbox = Sandbox(clock)
    sandbox.slack.triggers = Triggers(Clock())  # a form opens in real time, however time runs
    sandbox.twilio.automatic = True
    async with sandbox:
        people_the_world(sandbox)
        front = _Front()
        served = Served(front)
        await served.start()
        running = front.app = program.build(
            _settings(sandbox, database, served.url),
            program.Options(clock=clock.now),
        )
        sandbox.bot_url = served.url
        await running.database.write(schema.upgrade)
        wanted = file.parse(DIRECTORY)
        await running.database.write(lambda tx: apply.apply(tx, wanted, now=clock.now()))
        await running.start()
        demo = Demo(sandbox, running)
        hurrying = asyncio.create_task(demo.hurry())
        try:
            await _invite_guests(sandbox)
            yield demo
        finally:
            hurrying.cancel()
            await asyncio.gather(hurrying, return_exceptions=True)
            await running.stop()
            await served.stop()


async def _invite_guests(sandbox: Sandbox) -> None:
    """The lead posts the pinned message: guests of a shared channel have no other way in."""
    lead = sandbox.slack.person(LEAD)
    (theirs,) = (await lead.types("/foxo team", channel=REFERRALS)).ephemerals
    lines = [block for block in theirs.message.blocks if block["type"] == "section"]
    wanted = next(at for at, line in enumerate(lines) if INVITING in line["text"]["text"])
    await lead.press(theirs, "team", nth=wanted)
    await lead.press(lead.ephemerals[-1], "post_entry")
    for answer in lead.ephemerals:
        answer.message.deleted = True


class _Front:
    """Listens before the program exists, because its settings name the address."""

    app: program.App

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app.web(scope, receive, send)


def _settings(sandbox: Sandbox, database: Path, url: str) -> Settings:
    return Settings.model_construct(  # so that nothing of this machine's environment gets in
        foxo_database_url=f"sqlite:///{database}",
        foxo_secret_key=secrets.token_urlsafe(32),
        foxo_encryption_keys=Fernet.generate_key().decode(),
        foxo_public_url=url,
        **sandbox.slack.settings(NORTHSIDE),
        teams_allow_anonymous=True,
        **sandbox.twilio.settings(),
        smtp_url=sandbox.smtp.url,
        email_from="foxo@northside.example",
    )
