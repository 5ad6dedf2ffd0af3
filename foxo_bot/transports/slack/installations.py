"""Slack's OAuth installations and states, kept through the Front so that they rest encrypted."""

import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from logging import Logger

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from foxo_bot.handlers.ports import Front
from foxo_bot.transports.slack.vendor_log import VENDOR_LOG

INSTALLATION = "slack_installation"
STATE = "slack_oauth_state"
STATE_LASTS = timedelta(minutes=10)

_KEPT = (
    *("app_id", "enterprise_id", "team_id", "team_name", "user_id"),
    *("bot_token", "bot_id", "bot_user_id", "bot_scopes", "installed_at"),
)
"""What is kept of an installation. The app asks for no user token, so none is kept."""


class Installations(AsyncInstallationStore):
    """One installation for each workspace."""

    def __init__(self, front: Front) -> None:
        self._front = front

    @property
    def logger(self) -> Logger:
        return VENDOR_LOG

    async def async_save(self, installation: Installation) -> None:
        """Keep it, in place of an earlier one of the same workspace."""
        kept = {name: getattr(installation, name) for name in _KEPT}
        team = installation.team_id or ""
        await self._front.keep_secret(INSTALLATION, team, json.dumps(kept))

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,  # noqa: ARG002 - a workspace's id is unique by itself
        team_id: str | None,
        is_enterprise_install: bool | None = False,  # noqa: ARG002 - none are asked for
    ) -> Bot | None:
        """The bot of a workspace's installation, or None."""
        content = await self._front.secret(INSTALLATION, team_id or "")
        return Installation(**json.loads(content)).to_bot() if content else None

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:  # noqa: ARG002 - as above
        """Forget the installation."""
        await self._front.drop_secret(INSTALLATION, team_id or "")


def token_of(content: str) -> str:
    """The bot token in an installation as it is kept."""
    return str(json.loads(content)["bot_token"])


class States(AsyncOAuthStateStore):
    """The states of installs under way: each is good once, for ten minutes."""

    def __init__(self, front: Front, clock: Callable[[], datetime]) -> None:
        self._front = front
        self._clock = clock

    @property
    def logger(self) -> Logger:
        return VENDOR_LOG

    async def async_issue(self, *args: object, **kwargs: object) -> str:  # noqa: ARG002 - slack_sdk's signature
        """A fresh state."""
        state = secrets.token_urlsafe(24)
        await self._front.keep_secret(STATE, state, self._clock().isoformat())
        return state

    async def async_consume(self, state: str) -> bool:
        """Whether it was issued lately and not used yet; it is used now."""
        issued = await self._front.drop_secret(STATE, state)
        if issued is None:
            return False
        return self._clock() - datetime.fromisoformat(issued) <= STATE_LASTS
