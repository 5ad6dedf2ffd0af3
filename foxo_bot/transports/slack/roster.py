"""Keeps the product told who is in each watched channel, and whether the bot can post there."""

import asyncio
import logging

from foxo_bot.edges.background import Background
from foxo_bot.edges.calling import CallFailed
from foxo_bot.edges.payload import Json, part, text
from foxo_bot.handlers.news import ChannelSeen, ChannelTrouble, Profile, RosterSeen
from foxo_bot.handlers.ports import ChannelToWatch
from foxo_bot.transports.slack.errors import passes
from foxo_bot.transports.slack.inbound.channels import ARCHIVED, FROZEN, NOT_SEEN, REMOVED
from foxo_bot.transports.slack.inbound.heard import NAME
from foxo_bot.transports.slack.pace import Pace
from foxo_bot.transports.slack.tools import Tools
from foxo_bot.transports.slack.workspaces import Workspace

log = logging.getLogger(__name__)

_UNSEEN = frozenset({"channel_not_found", "not_in_channel", "missing_scope"})
_PAGE = 200
_MOST_PAGES = 50


class Roster:
    """Reads channels at start, when somebody joins or leaves, and every hour."""

    def __init__(self, tools: Tools) -> None:
        self._web = tools.web
        self._front = tools.front
        self._workspaces = tools.workspaces
        self._people = tools.people
        self._clock = tools.clock
        self._soon = Background(NAME)
        self._timing = tools.timing
        self._pace = Pace(tools.timing.lookups_per_minute, tools.timing.lookups_at_once)
        self._due: set[str] = set()
        self._reading = asyncio.Lock()
        self._trouble: dict[str, str | None] = {}

    async def keep_reading(self) -> None:
        """Read all channels, again and again."""
        while True:
            await self._soon.start("rosters", self.read_all())  # whose failure it reports
            await asyncio.sleep(self._timing.roster_every)

    async def read_all(self) -> None:
        """Read every watched channel, one after the other."""
        for channel in await self._front.channels(NAME):
            await self._read(channel)

    def soon(self, address: str) -> None:
        """Read a channel shortly; many joins at once are one reading."""
        if address not in self._due:
            self._due.add(address)
            self._soon.start("roster", self._read_one(address))

    async def settled(self) -> None:
        """Wait until what was begun or due soon has been read."""
        await self._soon.settle()

    async def stop(self) -> None:
        """Read no further."""
        await self._soon.stop(0)

    def told(self, address: str, words: str | None) -> None:
        """An event has said already whether the bot can post there."""
        self._trouble[address] = words

    async def _read_one(self, address: str) -> None:
        await asyncio.sleep(self._timing.roster_settles)
        self._due.discard(address)
        for channel in await self._front.channels(NAME):
            if channel.address == address:
                await self._read(channel)

    async def _read(self, channel: ChannelToWatch) -> None:
        """One reading at a time: an older answer must not be told after a newer one."""
        async with self._reading:
            await self._read_now(channel)

    async def _read_now(self, channel: ChannelToWatch) -> None:
        workspace = await self._workspaces.of(channel.workspace)
        if workspace is None:
            return
        try:
            told = await self._told(workspace, channel)
            words = NOT_SEEN if told is None else why_not(told)
            await self._tell(channel, words)
            if told is None or words is not None:
                return
            others = others_in(told)
            if others is not None:
                await self._front.hear(
                    ChannelSeen(NAME, channel.workspace, channel.address, others, self._clock())
                )
            if channel.wants_roster:
                members = await self._members(workspace, channel)
                await self._front.hear(
                    RosterSeen(NAME, channel.workspace, channel.address, members, self._clock())
                )
        except CallFailed as failed:
            log.warning(
                "slack roster not read", extra={"code": failed.code, "channel": channel.address}
            )

    async def _tell(self, channel: ChannelToWatch, words: str | None) -> None:
        if self._trouble.get(channel.address, "") != words:
            self._trouble[channel.address] = words
            now = self._clock()
            await self._front.hear(
                ChannelTrouble(NAME, channel.workspace, channel.address, words, now)
            )

    async def _told(self, workspace: Workspace, channel: ChannelToWatch) -> Json | None:
        """The channel as Slack describes it; None where the bot may not see it."""
        try:
            told = await self._call(workspace, "conversations.info", {"channel": channel.address})
        except CallFailed as failed:
            if failed.code in _UNSEEN:
                return None
            raise
        return part(told, "channel")

    async def _members(self, workspace: Workspace, channel: ChannelToWatch) -> tuple[Profile, ...]:
        """The active people of a channel, bots left out."""
        found = []
        for user in await self._member_ids(workspace, channel.address):
            profile = await self._profile(workspace, channel.workspace, user)
            if profile is not None and profile.active:
                found.append(profile)
        return tuple(found)

    async def _member_ids(self, workspace: Workspace, address: str) -> list[str]:
        found: list[str] = []
        cursor = ""
        for _ in range(_MOST_PAGES):
            asked = {"channel": address, "limit": _PAGE, **({"cursor": cursor} if cursor else {})}
            told = await self._call(workspace, "conversations.members", asked)
            found += told.get("members") or []
            cursor = text(told, "response_metadata", "next_cursor")
            if not cursor:
                break
        return found

    async def _profile(self, workspace: Workspace, via: str, user: str) -> Profile | None:
        if self._people.fresh(via, user):
            return self._people.known(via, user)
        await self._pace.wait()
        while True:
            try:
                return await self._people.look_up(workspace, via, user)
            except CallFailed as failed:
                if failed.code == "user_not_found":
                    return None
                await self._wait_or_raise(failed)

    async def _call(self, workspace: Workspace, method: str, asked: Json) -> Json:
        while True:
            try:
                return await self._web.call(workspace.token, method, asked)
            except CallFailed as failed:
                await self._wait_or_raise(failed)

    async def _wait_or_raise(self, failed: CallFailed) -> None:
        """Nothing here is urgent: when Slack asks for patience, it gets it."""
        if not passes(failed.code) or failed.after is None:
            raise failed
        await asyncio.sleep(failed.after)


def why_not(channel: Json) -> str | None:
    """Why the bot cannot post in a channel as Slack describes it; None also where it does not say.

    Leads are alarmed by it, so it takes a plain no.
    """
    if text(channel, "frozen_reason"):
        return FROZEN
    if channel.get("is_archived"):
        return ARCHIVED
    return REMOVED if channel.get("is_member") is False else None


def others_in(channel: Json) -> frozenset[str] | None:
    """The workspaces with which a channel is shared by Slack Connect: one at least, where it is;
    None where Slack does not say."""
    if "is_ext_shared" not in channel:
        return None
    if channel["is_ext_shared"] is not True:
        return frozenset()
    told = channel.get("connected_team_ids")
    named = [one for one in told if isinstance(one, str)] if isinstance(told, list) else []
    return frozenset(named or [""])
