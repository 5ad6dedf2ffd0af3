"""Calls of the Bot Connector: one pool of connections, no blind retries, one kind of failure.

The SDK's own client loses fields that Teams needs and retries some calls by itself
(docs/adr/0012), so requests are written here.
"""

from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from foxo_bot.edges.payload import Json, parts, text
from foxo_bot.transports.teams.failing import CallFailed
from foxo_bot.transports.teams.timing import Timing
from foxo_bot.transports.teams.tokens import Tokens
from foxo_bot.transports.teams.trust import Trust

UNTRUSTED = "untrusted_service_url"

_MOST_PAGES = 50


class Connector:
    """The connector, wherever an activity said that it is."""

    def __init__(self, trust: Trust, tokens: Tokens, timing: Timing) -> None:
        self.trust = trust
        self.tokens = tokens
        self._timing = timing
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The one pool, made inside the running loop when first needed."""
        if self._session is None or self._session.closed:
            limits = aiohttp.ClientTimeout(total=self._timing.request, connect=self._timing.connect)
            self._session = aiohttp.ClientSession(timeout=limits)
        return self._session

    async def create(self, service_url: str, conversation: Json) -> Json:
        """A new thread in a channel, or the conversation with a person."""
        return await self._call("POST", service_url, "v3/conversations", conversation)

    async def say(self, service_url: str, conversation: str, activity: Json) -> Json:
        """Say something in a conversation or thread."""
        path = f"v3/conversations/{quote(conversation, safe='')}/activities"
        return await self._call("POST", service_url, path, activity)

    async def update(
        self, service_url: str, conversation: str, activity_id: str, activity: Json
    ) -> Json:
        """Redraw what was said before."""
        path = f"v3/conversations/{quote(conversation, safe='')}/activities/{quote(activity_id)}"
        return await self._call("PUT", service_url, path, activity)

    async def member(self, service_url: str, conversation: str, user: str) -> Json:
        """Who somebody in a conversation is."""
        path = f"v3/conversations/{quote(conversation, safe='')}/members/{quote(user, safe='')}"
        return await self._call("GET", service_url, path)

    async def members(self, service_url: str, conversation: str) -> list[Json]:
        """Everybody in a conversation, page by page."""
        found: list[Json] = []
        after = ""
        for _ in range(_MOST_PAGES):
            path = f"v3/conversations/{quote(conversation, safe='')}/pagedmembers?pageSize=500"
            if after:
                path += f"&continuationToken={quote(after, safe='')}"
            told = await self._call("GET", service_url, path)
            found += parts(told, "members")
            after = text(told, "continuationToken")
            if not after:
                break
        return found

    async def proof(self) -> dict[str, str]:
        """The header that says who calls, for the connector alone; raises CallFailed."""
        token = await self.tokens.current()
        return {"Authorization": f"Bearer {token}"} if token else {}

    async def close(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()

    async def _call(
        self, method: str, service_url: str, path: str, body: Json | None = None
    ) -> Json:
        """What the connector answered; raises CallFailed."""
        if not self.trust.trusts(service_url):
            raise CallFailed(UNTRUSTED)
        headers = await self.proof()
        url = URL(f"{service_url.rstrip('/')}/{path}", encoded=True)
        try:
            async with self.session.request(
                method, url, json=body, headers=headers, allow_redirects=False
            ) as answer:
                told = await _body(answer)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _lost(error) from None
        if 200 <= answer.status < 300:
            return told
        if answer.status == 401:
            self.tokens.refused()
        raise _refused(answer, told)


async def _body(answer: aiohttp.ClientResponse) -> Json:
    """The JSON object of an answer; anything else is as good as an empty one."""
    try:
        found: Any = await answer.json(content_type=None)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _refused(answer: aiohttp.ClientResponse, told: Json) -> CallFailed:
    status = answer.status
    code = text(told, "error", "code") or f"http_{status}"
    after = _retry_after(answer.headers.get("Retry-After"))
    return CallFailed(code, status=status, after=after, written=status in {500, 502, 504})


def _retry_after(header: str | None) -> float | None:
    try:
        return float(header) if header else None
    except ValueError:
        return None


def _lost(error: Exception) -> CallFailed:
    """No answer. Only a connection that was never made leaves no doubt."""
    match error:
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return CallFailed("unreachable")
        case TimeoutError():
            return CallFailed("timeout", written=True)
        case _:
            return CallFailed("dropped", written=True)
