"""Looks people up in Teams and remembers them: activities do not say where somebody belongs."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from foxo_bot.edges.calling import CallFailed
from foxo_bot.edges.payload import Json
from foxo_bot.handlers.news import Profile, ProfileSeen
from foxo_bot.handlers.ports import Front
from foxo_bot.transports.teams.connector import Connector
from foxo_bot.transports.teams.inbound.heard import NAME, Heard, Member
from foxo_bot.transports.teams.inbound.who import member_of
from foxo_bot.transports.teams.references import References
from foxo_bot.transports.teams.timing import Timing

log = logging.getLogger(__name__)

_NOT_THERE = frozenset({403, 404})


class People:
    """Members by (tenant where the bot sees them, user)."""

    def __init__(
        self,
        connector: Connector,
        front: Front,
        references: References,
        clock: Callable[[], datetime],
        timing: Timing,
    ) -> None:
        self._connector = connector
        self._front = front
        self._references = references
        self._clock = clock
        self._keeps = timedelta(seconds=timing.profile_keeps)
        self._patience = timing.look_up
        self._seen: dict[tuple[str, str], tuple[Member, datetime]] = {}
        self._told: dict[tuple[str, str], Member] = {}

    async def introduced(self, heard: Heard) -> Heard:
        """The activity with what is known of its sender, looked up if that is long ago.

        Somebody who cannot be looked up in time stays as they were known; who was not known is met
        as an outsider. The product hears who they are before it hears what they do.
        """
        key = (heard.via, heard.user)
        known = self._seen.get(key)
        if known and self._clock() - known[1] < self._keeps:
            member: Member | None = known[0]
        else:
            member = await self._look_up(heard) or (known[0] if known else None)
        if member and self._told.get(key) != member:
            await self._front.hear(ProfileSeen(profile_of(member, heard.via), self._clock()))
            self._told[key] = member
        return replace(heard, member=member)

    def keep(self, via: str, member: Member) -> None:
        """Somebody was seen in a roster."""
        self._seen[via, member.user] = (member, self._clock())

    async def _look_up(self, heard: Heard) -> Member | None:
        if not heard.user.startswith("29:"):
            return None
        try:
            async with asyncio.timeout(self._patience):
                told = await self._ask(heard)
        except (CallFailed, TimeoutError) as failed:
            code = failed.code if isinstance(failed, CallFailed) else "timeout"
            log.warning("teams look-up failed", extra={"code": code})
            return None
        member = member_of({**told, "id": heard.user})
        if member is not None:
            self.keep(heard.via, member)
        return member

    async def _ask(self, heard: Heard) -> Json:
        """Them as a member of where they act, else of their own chat with the bot.

        A messaging extension is used in chats and teams without the bot, which hears nothing of
        who is there.
        """
        try:
            return await self._connector.member(heard.service_url, heard.base, heard.user)
        except CallFailed as failed:
            at = await self._references.person(heard.user)
            if failed.status not in _NOT_THERE or at.conversation in {"", heard.base}:
                raise
        return await self._connector.member(at.service_url, at.conversation, heard.user)


def profile_of(member: Member, via: str) -> Profile:
    """A member as a Profile. Teams tells no phones; a guest belongs nowhere that is known."""
    tenant = "" if member.guest else member.tenant
    return Profile(NAME, member.user, tenant, via, member.name or member.user, member.email)
