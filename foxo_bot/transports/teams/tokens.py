"""Outgoing tokens by msal: fetched in a thread, kept, and renewed before they end."""

import asyncio
import logging
from typing import Any, Protocol

import msal
import requests

from foxo_bot.edges.calling import CallFailed

log = logging.getLogger(__name__)

_LOOK_AT = {
    "invalid_client": ": TEAMS_APP_PASSWORD must be the secret's value, not its id, and not ended",
    "unauthorized_client": ": TEAMS_APP_ID is no app of the tenant TEAMS_TENANT_ID",
    "invalid_request": ": TEAMS_TENANT_ID is no tenant",
    "ValueError": ": TEAMS_TENANT_ID is no tenant",
}
"""What to look at, by Entra's code; ValueError is msal's for a tenant that Entra does not know."""

SCOPE = "https://api.botframework.com/.default"
PUBLIC = "https://login.microsoftonline.com"


class Tokens(Protocol):
    """What proves to the connector who calls."""

    problem: str | None
    """Why there is no token, in words, or None."""

    async def current(self) -> str | None:
        """A token that is good now, or None where none is needed; raises CallFailed."""
        ...

    def refused(self) -> None:
        """The connector does not accept the current one: get another."""
        ...


class NoTokens:
    """Anonymous mode: the stand-in on this machine asks for none."""

    problem: str | None = None

    async def current(self) -> str | None:
        return None

    def refused(self) -> None:
        """There is none to forget."""


class AppTokens:
    """Tokens of one app in one tenant (single-tenant bots)."""

    def __init__(self, *, app: str, password: str, authority: "Authority", early: float) -> None:
        self._app = app
        self._password = password
        self._authority = authority
        self._early = early
        self._client: msal.ConfidentialClientApplication | None = None
        self._token = ""
        self._ends = float("-inf")
        self._fetching = asyncio.Lock()
        self.problem: str | None = None

    async def current(self) -> str | None:
        if self._left() < self._early:
            async with self._fetching:
                if self._left() < self._early:
                    await self._renew()
        return self._token

    def refused(self) -> None:
        self._ends = float("-inf")
        self._client = None  # msal keeps tokens of its own, and would give the same one
        self.problem = "Microsoft Teams does not accept the bot's token"

    def _left(self) -> float:
        return self._ends - asyncio.get_running_loop().time()

    async def _renew(self) -> None:
        """A new token; while the old one lasts, a failure to get one is not yet one to talk."""
        asked = asyncio.get_running_loop().time()
        try:
            told = await asyncio.to_thread(self._ask)
        except Exception as error:  # noqa: BLE001 - msal raises requests' errors and its own
            told = {"error": type(error).__name__}
        token = told.get("access_token")
        if isinstance(token, str):
            self._token, self._ends = token, asked + float(told.get("expires_in", 0))
            self.problem = None
            return
        code = str(told.get("error", "no_token"))
        log.warning("teams token not renewed", extra={"code": code})
        if self._left() > 0:
            return
        self.problem = f"Microsoft Entra gives the bot no token ({code}){_LOOK_AT.get(code, '')}"
        raise CallFailed("no_token")

    def _ask(self) -> dict[str, Any]:
        client = self._client or msal.ConfidentialClientApplication(
            self._app,
            client_credential=self._password,
            authority=self._authority.url,
            http_client=self._authority,
            instance_discovery=False,  # the authority is set, so there is nothing to look up
        )
        self._client = client
        told: dict[str, Any] = client.acquire_token_for_client(scopes=[SCOPE])
        return told


class Authority(requests.Session):
    """msal's way to Entra, with a time limit.

    msal takes no http address, so what stands in for Entra on this machine is put in its place
    here, at the last moment.
    """

    def __init__(self, login_url: str, tenant: str, seconds: float) -> None:
        super().__init__()
        self.trust_env = False
        stands_in = not login_url.startswith("https://")
        self._instead_of_public = login_url if stands_in else PUBLIC
        self._seconds = seconds
        self.url = f"{PUBLIC if stands_in else login_url}/{tenant}"

    def request(self, method: str, url: str, **kwargs: Any) -> requests.Response:  # type: ignore[override]  # msal names its arguments
        there = url.replace(PUBLIC, self._instead_of_public, 1)
        kwargs.setdefault("timeout", self._seconds)
        return super().request(method, there, **kwargs)
