"""Twilio's HTTP API over one shared session: a request in, an answer or TryLater out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPMethod
from urllib.parse import urlencode

import aiohttp

from foxo_bot.delivery.transport import TryLater
from foxo_bot.edges.calling import body_of, lost, retry_after
from foxo_bot.settings import Settings

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}

TIMEOUT = aiohttp.ClientTimeout(total=10, connect=5)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of Twilio. `code` is Twilio's own error code, 0 where there is none."""

    status: int
    content: Mapping[str, object] = field(default_factory=dict)
    retry_after: float | None = None

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def code(self) -> int:
        code = self.content.get("code")
        return code if isinstance(code, int) else 0

    def text(self, name: str) -> str:
        value = self.content.get(name)
        return value if isinstance(value, str) else ""


class TwilioApi:
    """One account at Twilio; the session opens at the first request."""

    def __init__(self, settings: Settings) -> None:
        account = settings.twilio_account_sid
        self._base = f"{settings.twilio_api_url}/2010-04-01/Accounts/{account}"
        self._authorization = aiohttp.encode_basic_auth(account, settings.twilio_auth_token)
        self._session: aiohttp.ClientSession | None = None

    async def post(self, resource: str, fields: Mapping[str, str]) -> Answer:
        """Create something; TryLater(uncertain=True) where it may have happened unheard."""
        return await self._request(HTTPMethod.POST, resource, data=urlencode(fields).encode())

    async def get(self, resource: str, query: Mapping[str, str] | None = None) -> Answer:
        """Read something."""
        return await self._request(HTTPMethod.GET, resource, params=query)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _request(
        self,
        method: HTTPMethod,
        resource: str,
        *,
        data: bytes | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Answer:
        try:
            async with self._open().request(
                method,
                self._base + resource,
                data=data,
                headers=_FORM if data is not None else None,
                params=params,
                allow_redirects=False,
            ) as response:
                return Answer(
                    status=response.status,
                    content=await body_of(response),
                    retry_after=retry_after(response.headers),
                )
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            failed = lost(error)
            uncertain = failed.written and method is HTTPMethod.POST
            raise TryLater(failed.code, uncertain=uncertain) from None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=TIMEOUT,
                headers={"Authorization": self._authorization},
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session
