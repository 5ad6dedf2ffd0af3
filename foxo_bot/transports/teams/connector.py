"""Calls of the Bot Connector, without blind retries.

The SDK's own client loses fields that Teams needs and retries some calls by itself
(docs/adr/0012), so requests are written here.
"""

from urllib.parse import quote

import aiohttp
from yarl import URL

from foxo_bot.edges.calling import CallFailed, Pool, body_of, lost, retry_after
from foxo_bot.edges.payload import Json, parts, text
from foxo_bot.transports.teams.timing import Timing
from foxo_bot.transports.teams.tokens import Tokens
from foxo_bot.transports.teams.trust import Trust

UNTRUSTED = "untrusted_service_url"

_MOST_PAGES = 50


class Connector(Pool):
    """The connector, wherever an activity said that it is."""

    def __init__(self, trust: Trust, tokens: Tokens, timing: Timing) -> None:
        super().__init__(request=timing.request, connect=timing.connect)
        self.trust = trust
        self.tokens = tokens

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
                told = await body_of(answer)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise lost(error) from None
        if 200 <= answer.status < 300:
            return told
        if answer.status == 401:
            self.tokens.refused()
        raise _refused(answer, told)


def _refused(answer: aiohttp.ClientResponse, told: Json) -> CallFailed:
    status = answer.status
    code = text(told, "error", "code") or f"http_{status}"
    after = retry_after(answer.headers)
    return CallFailed(code, status=status, after=after, written=status in {500, 502, 504})
