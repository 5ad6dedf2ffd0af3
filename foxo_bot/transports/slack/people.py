"""Looks people up in Slack and remembers them, so that names are known and look-ups are few."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from foxo_bot.edges.background import Background
from foxo_bot.edges.calling import CallFailed
from foxo_bot.edges.payload import Json, part, text
from foxo_bot.handlers.news import Profile, ProfileSeen
from foxo_bot.handlers.ports import Front
from foxo_bot.transports.slack.calls import Web
from foxo_bot.transports.slack.inbound.heard import NAME
from foxo_bot.transports.slack.workspaces import Workspace

log = logging.getLogger(__name__)


class People:
    """Profiles by (workspace that sees them, user)."""

    def __init__(
        self,
        *,
        web: Web,
        front: Front,
        clock: Callable[[], datetime],
        background: Background,
        keeps: timedelta,
    ) -> None:
        self._web = web
        self._front = front
        self._clock = clock
        self._background = background
        self._keeps = keeps
        self._profiles: dict[tuple[str, str], Profile] = {}
        self._seen: dict[tuple[str, str], datetime] = {}

    def known(self, via: str, user: str) -> Profile | None:
        """Whom an earlier look-up found."""
        return self._profiles.get((via, user))

    def fresh(self, via: str, user: str) -> bool:
        """Whether they were looked up lately, also where they turned out to be a bot."""
        seen = self._seen.get((via, user))
        return seen is not None and self._clock() - seen < self._keeps

    def meet(self, workspace: Workspace, via: str, user: str) -> None:
        """Look up, in the background, somebody not seen lately, and pass on who they are."""
        if user and not self.fresh(via, user):
            self._seen[via, user] = self._clock()  # so that a second press does not ask again
            self._background.start("look-up", self._introduce(workspace, via, user))

    async def find(self, workspace: Workspace, via: str, user: str, *, patience: float) -> None:
        """Have somebody known who was not seen lately, where Slack tells it soon enough."""
        if user and self.known(via, user) is None:
            self._seen[via, user] = self._clock()
            work = self._introduce(workspace, via, user)
            await self._background.promptly("look-up", work, patience)

    async def look_up(self, workspace: Workspace, via: str, user: str) -> Profile | None:
        """Ask Slack. None for a bot; raises CallFailed."""
        told = await self._web.call(workspace.token, "users.info", {"user": user})
        return self._keep(via, user, profile_of(part(told, "user"), via))

    async def changed(self, via: str, told: Json) -> None:
        """Slack says that a person's account changed; most such changes are none of ours."""
        profile = profile_of(told, via)
        if profile and profile.active and profile.email is None:
            known = self.known(via, profile.user)
            profile = replace(profile, email=known.email if known else None)
        if profile is None or profile == self.known(via, profile.user):
            return
        self._keep(via, profile.user, profile)
        await self._front.hear(ProfileSeen(profile, self._clock()))

    async def _introduce(self, workspace: Workspace, via: str, user: str) -> None:
        try:
            profile = await self.look_up(workspace, via, user)
        except CallFailed as failed:
            self._seen.pop((via, user), None)
            log.warning("slack did not say who somebody is", extra={"code": failed.code})
            return
        if profile is not None:
            await self._front.hear(ProfileSeen(profile, self._clock()))

    def _keep(self, via: str, user: str, profile: Profile | None) -> Profile | None:
        self._seen[via, user] = self._clock()
        if profile is None:
            self._profiles.pop((via, user), None)
        else:
            self._profiles[via, user] = profile
        return profile


def profile_of(user: Json, via: str) -> Profile | None:
    """A Slack user object as a Profile; None for bots.

    The email needs users:read.email and may be missing for people of other workspaces.
    """
    if not text(user, "id") or user.get("is_bot") or text(user, "id") == "USLACKBOT":
        return None
    profile = part(user, "profile")
    name = text(profile, "real_name") or text(user, "real_name") or text(profile, "display_name")
    return Profile(
        NAME,
        text(user, "id"),
        text(user, "team_id") or text(profile, "team") or via,
        via,
        name or text(user, "name"),
        text(profile, "email") or None,
        text(profile, "phone") or None,
        active=not user.get("deleted"),
    )
