"""The whole sandbox as one: the vendors and a calendar server on one clock, for a story to play in.

async with Sandbox(clock) as sandbox:
    sandbox.bot_url = "http://127.0.0.1:3000"
    registrar = sandbox.slack.person("U0REG")
    await registrar.types("/foxo case Chest pain", channel="C0WARD")
    registrar.modal.fill(subject="Chest pain", triage="Urgent")
    await registrar.modal.submit()
    post = await eventually(lambda: sandbox.slack.channel("C0RAD").last)
    await concierge.press(post, "Acknowledge")
    await sandbox.teams.person("29:reg").says("case", channel="19:ward@thread.tacv2")
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self, TypeVar

from foxo_bot.sandbox.acting import CannotDoError, Upload
from foxo_bot.sandbox.calendars import CalendarServer
from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.mail.server import MailServer
from foxo_bot.sandbox.slack.nouns import App
from foxo_bot.sandbox.slack.people.post import Post
from foxo_bot.sandbox.slack.server import Slack
from foxo_bot.sandbox.teams.server import Teams
from foxo_bot.sandbox.twilio.server import Twilio

__all__ = ["CannotDoError", "Clock", "Post", "Sandbox", "Upload", "eventually"]

Found = TypeVar("Found")


class Sandbox:
    """Slack, Teams, Twilio, mail and calendars, started together and stopped together."""

    def __init__(self, clock: Clock | None = None, *, app: App | None = None) -> None:
        self.clock = clock or Clock()
        self.slack = Slack(self.clock, app=app)
        self.teams = Teams(self.clock)
        self.twilio = Twilio(self.clock)
        self.smtp = MailServer(self.clock)
        self.calendars = CalendarServer()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        for part in (self.slack, self.teams, self.twilio, self.smtp, self.calendars):
            await self._stack.enter_async_context(part)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    @property
    def bot_url(self) -> str:
        """Where the bot under test listens."""
        return self.slack.bot_url

    @bot_url.setter
    def bot_url(self, url: str) -> None:
        self.slack.bot_url = self.teams.bot_url = self.twilio.bot_url = url

    async def settled(self) -> None:
        """Wait until nothing is under way from the vendors to the bot."""
        await self.slack.settled()
        await self.twilio.settled()


async def eventually(look: Callable[[], Found], *, seconds: float = 5.0) -> Found:
    """What `look` answers once it is true and raises no LookupError; AssertionError when late."""
    deadline = time.monotonic() + seconds
    while True:
        missing = ""
        try:
            found = look()
        except LookupError as error:
            missing = str(error)
        else:
            if found:
                return found
        if time.monotonic() > deadline:
            message = f"not within {seconds} s: {missing or 'still nothing to see'}"
            raise AssertionError(message)
        await asyncio.sleep(0.01)
