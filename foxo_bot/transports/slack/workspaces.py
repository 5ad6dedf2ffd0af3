"""Which bot token serves which Slack workspace, from the one in the settings or from installs."""

import asyncio
from dataclasses import dataclass
from typing import Protocol

from foxo_bot.transports.slack.calls import CallFailed, Web
from foxo_bot.transports.slack.installations import Installations
from foxo_bot.transports.slack.payload import Json, text


@dataclass(frozen=True, slots=True)
class Workspace:
    """One installation. Everything but the token may be unknown until Slack has told."""

    token: str
    team: str = ""
    enterprise: str | None = None
    bot_user: str = ""
    bot_id: str = ""
    url: str = ""
    org_wide: bool = False

    def via(self, team: str | None) -> str:
        """The workspace to name as having heard an act that Slack says came from `team`."""
        return team or self.team if self.org_wide or not self.team else self.team


class Workspaces(Protocol):
    """All installations."""

    problem: str | None
    """Why nobody can be reached, in words, or None."""

    async def of(self, team: str | None, enterprise: str | None = None) -> Workspace | None:
        """The installation that serves a workspace; None where there is none."""
        ...

    async def sign_in(self) -> None:
        """Learn what Slack knows of us; raises CallFailed."""
        ...

    def forget(self, workspace: Workspace) -> None:
        """Its token was refused: look again next time."""
        ...

    async def refused(self) -> None:
        """Wait until there is a reason to sign in again."""
        ...


class OneToken:
    """The single workspace of SLACK_BOT_TOKEN; usable before Slack has answered auth.test."""

    def __init__(self, web: Web, token: str) -> None:
        self._web = web
        self._here = Workspace(token)
        self._refused = asyncio.Event()
        self.problem: str | None = "Slack has not confirmed SLACK_BOT_TOKEN yet"

    async def of(self, team: str | None, enterprise: str | None = None) -> Workspace | None:  # noqa: ARG002 - one token serves all
        return self._here

    async def sign_in(self) -> None:
        try:
            told = await self._web.call(self._here.token, "auth.test", {})
        except CallFailed as failed:
            self.problem = f"Slack does not accept SLACK_BOT_TOKEN ({failed.code})"
            raise
        self._here = signed_in(self._here.token, told)
        self.problem = None
        self._refused.clear()

    def forget(self, workspace: Workspace) -> None:  # noqa: ARG002 - there is only one
        self.problem = "Slack no longer accepts SLACK_BOT_TOKEN"
        self._refused.set()

    async def refused(self) -> None:
        await self._refused.wait()


class Installed:
    """Workspaces that installed the app by OAuth, remembered after the first look."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations
        self._known: dict[str, Workspace] = {}
        self.problem: str | None = None

    async def of(self, team: str | None, enterprise: str | None = None) -> Workspace | None:
        for key in filter(None, (team, enterprise)):
            found = self._known.get(key) or await self._look_up(key)
            if found:
                return found
        return None

    async def sign_in(self) -> None:
        """Nothing to learn beforehand: each installation came with all that is needed."""

    def forget(self, workspace: Workspace) -> None:
        for key in [key for key, known in self._known.items() if known.token == workspace.token]:
            del self._known[key]

    async def refused(self) -> None:
        await asyncio.Event().wait()  # never: an installation's token is looked up when needed

    async def _look_up(self, key: str) -> Workspace | None:
        kept = await self._installations.bot_of(key)
        if kept is None or not kept.bot_token:
            return None
        found = Workspace(
            kept.bot_token,
            kept.team_id or "",
            kept.enterprise_id,
            kept.bot_user_id or "",
            kept.bot_id or "",
            org_wide=bool(kept.is_enterprise_install),
        )
        self._known[key] = found
        return found


def signed_in(token: str, told: Json) -> Workspace:
    """What auth.test told."""
    return Workspace(
        token,
        text(told, "team_id"),
        text(told, "enterprise_id") or None,
        text(told, "user_id"),
        text(told, "bot_id"),
        text(told, "url"),
        told.get("is_enterprise_install") is True,
    )
