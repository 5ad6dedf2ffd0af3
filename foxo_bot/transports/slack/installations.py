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
from foxo_bot.transports.slack.reporting import VENDOR_LOG

INSTALLATION = "slack_installation"
STATE = "slack_oauth_state"
STATE_LASTS = timedelta(minutes=10)

_KEPT = (
    *("app_id", "enterprise_id", "enterprise_name", "team_id", "team_name", "user_id"),
    *("bot_token", "bot_id", "bot_user_id", "bot_scopes", "is_enterprise_install"),
    "installed_at",
)
"""What is kept of an installation. The app asks for no user token, so none is kept."""


class Installations(AsyncInstallationStore):
    """One installation for each workspace, or each organisation that installed it for all."""

    def __init__(self, front: Front) -> None:
        self._front = front

    @property
    def logger(self) -> Logger:
        return VENDOR_LOG

    async def async_save(self, installation: Installation) -> None:
        """Keep it, in place of an earlier one of the same workspace."""
        key = _key(
            installation.enterprise_id, installation.team_id, installation.is_enterprise_install
        )
        kept = {name: getattr(installation, name) for name in _KEPT}
        await self._front.keep_secret(INSTALLATION, key, json.dumps(kept))

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,  # noqa: ARG002 - there are no tokens of single users
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """The installation of a workspace, or None."""
        return await self._kept(_key(enterprise_id, team_id, is_enterprise_install))

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """The bot of a workspace's installation, or None."""
        return await self.bot_of(_key(enterprise_id, team_id, is_enterprise_install))

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget the installation."""
        await self._front.drop_secret(INSTALLATION, team_id or enterprise_id or "")

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Forget the installation; a single user's token is none of ours."""
        if user_id is None:
            await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)

    async def bot_of(self, key: str) -> Bot | None:
        """The bot installed for a team's or an organisation's id."""
        kept = await self._kept(key)
        return kept.to_bot() if kept else None

    async def _kept(self, key: str) -> Installation | None:
        content = await self._front.secret(INSTALLATION, key)
        return Installation(**json.loads(content)) if content else None


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


def _key(enterprise: str | None, team: str | None, org_wide: bool | None) -> str:
    return (enterprise if org_wide else team or enterprise) or ""
