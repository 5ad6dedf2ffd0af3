"""Keeps the product told who is in each watched channel, and whether the bot can post there."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from foxo_bot.edges.background import Background
from foxo_bot.edges.calling import CallFailed
from foxo_bot.handlers.news import ChannelSeen, ChannelTrouble, RosterSeen
from foxo_bot.handlers.ports import ChannelToWatch, Front
from foxo_bot.transports.teams.connector import Connector
from foxo_bot.transports.teams.errors import why_not
from foxo_bot.transports.teams.inbound.heard import NAME, Member
from foxo_bot.transports.teams.inbound.who import members_of, others_among
from foxo_bot.transports.teams.people import People, profile_of
from foxo_bot.transports.teams.references import Reference, References
from foxo_bot.transports.teams.timing import Timing

log = logging.getLogger(__name__)


class Roster:
    """Reads channels at start, when their team or its members change, and every hour."""

    def __init__(
        self,
        *,
        connector: Connector,
        front: Front,
        references: References,
        people: People,
        clock: Callable[[], datetime],
        timing: Timing,
    ) -> None:
        self._connector = connector
        self._front = front
        self._references = references
        self._people = people
        self._clock = clock
        self._timing = timing
        self._soon = Background(NAME)
        self._due: set[str] = set()
        self._reading = asyncio.Lock()
        self._trouble: dict[str, str | None] = {}

    async def keep_reading(self) -> None:
        """Read all channels, again and again."""
        while True:
            await self._soon.start("rosters", self.read_all())  # whose failure it reports
            await asyncio.sleep(self._timing.roster_every)

    async def read_all(self, tenant: str | None = None) -> None:
        """Read every watched channel, or those of one tenant, one after the other."""
        for channel in await self._front.channels(NAME):
            if tenant in {None, channel.workspace}:
                await self._read(channel)

    def soon(self, tenant: str) -> None:
        """Read a tenant's channels shortly: an event names the team, not which channels it has."""
        if tenant not in self._due:
            self._due.add(tenant)
            self._soon.start("roster", self._read_soon(tenant))

    async def settled(self) -> None:
        """Wait until what was begun or due soon has been read."""
        await self._soon.settle()

    async def stop(self) -> None:
        """Read no further."""
        await self._soon.stop(0)

    async def trouble(self, tenant: str, address: str, words: str | None) -> None:
        """Pass on that the bot cannot post in a channel, or (None) can again, where it is news."""
        if self._trouble.get(address, "") != words:
            self._trouble[address] = words
            now = self._clock()
            await self._front.hear(ChannelTrouble(NAME, tenant, address, words, now))

    async def _read_soon(self, tenant: str) -> None:
        await asyncio.sleep(self._timing.roster_settles)
        self._due.discard(tenant)
        await self.read_all(tenant)

    async def _read(self, channel: ChannelToWatch) -> None:
        """One reading at a time: an older answer must not be told after a newer one."""
        async with self._reading:
            at = await self._references.channel(channel.workspace, channel.address)
            try:
                members = await self._members(at, channel.address)
            except CallFailed as failed:
                await self._unread(channel, failed)
                return
            await self._take_in(channel, at, members)

    async def _unread(self, channel: ChannelToWatch, failed: CallFailed) -> None:
        log.warning(
            "teams roster not read", extra={"code": failed.code, "channel": channel.address}
        )
        words = why_not(failed)
        if words:
            await self.trouble(channel.workspace, channel.address, words)

    async def _take_in(self, channel: ChannelToWatch, at: Reference, members: list[Member]) -> None:
        await self.trouble(channel.workspace, channel.address, None)
        for member in members:
            self._people.keep(channel.workspace, member)
            await self._references.met(member.user, at)
        others = others_among(members, channel.workspace)
        await self._front.hear(
            ChannelSeen(NAME, channel.workspace, channel.address, others, self._clock())
        )
        if channel.wants_roster:
            profiles = tuple(profile_of(member, channel.workspace) for member in members)
            seen = RosterSeen(NAME, channel.workspace, channel.address, profiles, self._clock())
            await self._front.hear(seen)

    async def _members(self, at: Reference, address: str) -> list[Member]:
        return members_of(await self._connector.members(at.service_url, address))
