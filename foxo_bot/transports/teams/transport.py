"""The Teams transport as the rest of the program knows it."""

from fastapi import APIRouter

from foxo_bot.delivery.transport import Parcel, Sent
from foxo_bot.edges.background import Background
from foxo_bot.transports.teams.inbound.heard import NAME
from foxo_bot.transports.teams.tools import Tools


class TeamsTransport:
    """Teams: `router` for the HTTP server, `send` for delivery."""

    name = NAME

    def __init__(self, tools: Tools, router: APIRouter) -> None:
        self.router = router
        self._tools = tools
        self._lasting = Background(NAME)

    async def start(self) -> None:
        """Begin. Teams may be down: rosters are read again and again in the background."""
        self._lasting.start("rosters", self._tools.roster.keep_reading())

    async def stop(self) -> None:
        """End what runs beside the requests, then let go of connections."""
        await self._lasting.stop(0)
        await self._tools.roster.stop()
        await self._tools.background.stop(self._tools.timing.stop)
        await self._tools.connector.close()

    async def close(self) -> None:
        """The same as stop."""
        await self.stop()

    async def send(self, parcel: Parcel) -> Sent:
        """Hand one parcel to Teams; raises TryLater or Undeliverable."""
        return await self._tools.sender.send(parcel)

    async def settled(self) -> None:
        """Wait until nothing runs behind an answer already given."""
        await self._tools.background.settle()
        await self._tools.roster.settled()

    def health(self) -> str | None:
        """What is wrong, in words; None when all is well."""
        return self._tools.connector.tokens.problem
