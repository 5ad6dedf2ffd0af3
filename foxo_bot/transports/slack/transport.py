"""The Slack transport as the rest of the program knows it."""

import asyncio
import logging
from contextlib import suppress

from fastapi import APIRouter

from foxo_bot.delivery.transport import Parcel, Sent
from foxo_bot.edges.background import Background
from foxo_bot.edges.calling import CallFailed
from foxo_bot.model import Attachment, Fetched
from foxo_bot.transports.slack.files import Files
from foxo_bot.transports.slack.inbound.heard import NAME
from foxo_bot.transports.slack.roster import Roster
from foxo_bot.transports.slack.sender import Sender
from foxo_bot.transports.slack.socket_mode import SocketMode
from foxo_bot.transports.slack.tools import Tools

log = logging.getLogger(__name__)


class SlackTransport:
    """Slack: `router` for the HTTP server, `send` for delivery."""

    name = NAME

    def __init__(
        self,
        *,
        tools: Tools,
        router: APIRouter,
        sender: Sender,
        roster: Roster,
        files: Files,
        socket: SocketMode | None,
    ) -> None:
        self.router = router
        self._tools = tools
        self._sender = sender
        self._roster = roster
        self._files = files
        self._socket = socket
        self._lasting = Background(NAME)

    async def start(self) -> None:
        """Begin. Slack may be down: what needs it is tried again in the background."""
        signed_in = asyncio.Event()
        self._lasting.start("sign-in", self._stay_signed_in(signed_in))
        self._lasting.start("roster", self._read_rosters(signed_in))
        if self._socket is not None:
            self._lasting.start("socket mode", self._socket.connect())
        with suppress(TimeoutError):
            await asyncio.wait_for(signed_in.wait(), self._tools.timing.answer)

    async def stop(self) -> None:
        """End what runs beside the requests, then let go of connections."""
        await self._lasting.stop(0)
        await self._roster.stop()
        if self._socket is not None:
            await self._socket.close()
        await self._tools.background.stop(self._tools.timing.stop)
        await self._tools.web.close()

    async def close(self) -> None:
        """The same as stop."""
        await self.stop()

    async def send(self, parcel: Parcel) -> Sent:
        """Hand one parcel to Slack; raises TryLater or Undeliverable."""
        return await self._sender.send(parcel)

    async def fetch(self, file: Attachment) -> Fetched:
        """A file that lies in Slack; raises a Refusal."""
        return await self._files.fetch(file)

    async def settled(self) -> None:
        """Wait until nothing runs behind an answer already given."""
        await self._tools.background.settle()
        await self._roster.settled()

    def health(self) -> str | None:
        """What is wrong, in words; None when all is well."""
        if self._tools.workspaces.problem:
            return self._tools.workspaces.problem
        if self._socket is not None and not self._socket.connected:
            return "The Socket Mode link to Slack is down"
        return None

    async def _stay_signed_in(self, signed_in: asyncio.Event) -> None:
        """Ask who we are until Slack says so, and again after it refused our token."""
        timing, workspaces = self._tools.timing, self._tools.workspaces
        pause = timing.retry_first
        while True:
            try:
                await workspaces.sign_in()
            except CallFailed as failed:
                log.warning("slack sign-in failed", extra={"code": failed.code})
                await asyncio.sleep(failed.after or pause)
                pause = min(2 * pause, timing.retry_most)
                continue
            signed_in.set()
            pause = timing.retry_first
            await workspaces.refused()

    async def _read_rosters(self, signed_in: asyncio.Event) -> None:
        await signed_in.wait()
        await self._roster.keep_reading()
