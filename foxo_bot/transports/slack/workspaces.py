"""Which bot token serves which Slack workspace, from the one in the settings or from installs."""

import asyncio
from dataclasses import dataclass
from typing import Protocol

from foxo_bot.edges.calling import CallFailed
from foxo_bot.edges.payload import Json, text
from foxo_bot.transports.slack.calls import Web
from foxo_bot.transports.slack.errors import passes
from foxo_bot.transports.slack.installations import Installations


@dataclass(frozen=True, slots=True)
class Workspace:
    """One installation. Everything but the token may be unknown until Slack has told."""

    token: str
    team: str = ""
    bot_user: str = ""
    bot_id: str = ""
    url: str = ""


class Workspaces(Protocol):
    """All installations."""

    problem: str | None
    """Why nobody can be reached, in words, or None."""

    async def of(self, team: str) -> Workspace | None:
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

    async def of(self, team: str) -> Workspace | None:  # noqa: ARG002 - one token serves all
        return self._here

    async def sign_in(self) -> None:
        try:
            told = await self._web.call(self._here.token, "auth.test", {})
        except CallFailed as failed:
            verb = "has given no answer about" if passes(failed.code) else "does not accept"
            self.problem = f"Slack {verb} SLACK_BOT_TOKEN ({failed.code})"
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

    async def of(self, team: str) -> Workspace | None:
        return self._known.get(team) or await self._look_up(team)

    async def sign_in(self) -> None:
        """Nothing to learn beforehand: each installation came with all that is needed."""

    def forget(self, workspace: Workspace) -> None:
        self._known.pop(workspace.team, None)

    async def refused(self) -> None:
        await asyncio.Event().wait()  # never: an installation's token is looked up when needed

    async def _look_up(self, team: str) -> Workspace | None:
        kept = await self._installations.async_find_bot(enterprise_id=None, team_id=team)
        if kept is None:
            return None
        found = Workspace(kept.bot_token, team, kept.bot_user_id, kept.bot_id)
        self._known[team] = found
        return found


def signed_in(token: str, told: Json) -> Workspace:
    """What auth.test told."""
    return Workspace(
        token,
        text(told, "team_id"),
        text(told, "user_id"),
        text(told, "bot_id"),
        text(told, "url"),
    )
