"""Calls of Slack's Web API, without the SDK's blind retries."""

from collections.abc import Mapping

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from foxo_bot.edges.calling import CallFailed, Pool, lost, retry_after
from foxo_bot.edges.payload import Json
from foxo_bot.transports.slack.timing import Timing
from foxo_bot.transports.slack.vendor_log import VENDOR_LOG

_READS = frozenset(
    {"conversations.info", "conversations.members", "conversations.history"}
    | {"conversations.replies", "users.info", "files.info"}
)
"""What Slack takes no JSON for."""

_PART = 64 * 1024
"""Bytes of a download that are taken at a time."""


class Web(Pool):
    """Slack's Web API at one base address."""

    def __init__(self, base_url: str, timing: Timing) -> None:
        super().__init__(request=timing.request, connect=timing.connect)
        self.base_url = base_url
        self._timing = timing
        self._clients: dict[str, AsyncWebClient] = {}

    def client(self, token: str) -> AsyncWebClient:
        """The client for a token. Its own retries are off: they would post twice."""
        client = self._clients.get(token)
        if client is None or client.session is not self.session:
            client = self._clients[token] = AsyncWebClient(
                token=token,
                base_url=self.base_url,
                session=self.session,
                retry_handlers=[],
                logger=VENDOR_LOG,
            )
        return client

    async def call(self, token: str, method: str, arguments: Json) -> Json:
        """What Slack answered; raises CallFailed."""
        answer = await self.ask(token, method, arguments)
        return answer.data if isinstance(answer.data, dict) else {}

    async def ask(self, token: str, method: str, arguments: Json) -> AsyncSlackResponse:
        """The same with headers."""
        client = self.client(token)
        try:
            if method in _READS:
                return await client.api_call(method, http_verb="GET", params=arguments)
            return await client.api_call(method, json=arguments)
        except SlackApiError as error:
            raise _refused(error) from None
        except AttributeError:  # slack_sdk's way of meeting a text body under status 200
            raise CallFailed("http_200", status=200, written=True) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise lost(error) from None

    async def respond(self, url: str, message: Json) -> None:
        """Answer by a response_url; raises CallFailed."""
        hook = AsyncWebhookClient(url, session=self.session, retry_handlers=[], logger=VENDOR_LOG)
        try:
            answer = await hook.send_dict(message)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise lost(error) from None
        if answer.status_code != 200:
            raise CallFailed(f"http_{answer.status_code}", status=answer.status_code)

    async def download(self, token: str, url: str, *, most: int) -> bytes:
        """What lies at one of Slack's own addresses, cut after `most` bytes; raises CallFailed.

        Redirects are not followed: the token would go along.
        """
        headers = {"Authorization": f"Bearer {token}"}
        patience = aiohttp.ClientTimeout(total=self._timing.download, connect=self._timing.connect)
        try:
            async with self.session.get(
                url, headers=headers, timeout=patience, allow_redirects=False
            ) as answer:
                if answer.status != 200:
                    after = _patience(answer.headers) if answer.status == 429 else None
                    raise CallFailed(f"http_{answer.status}", status=answer.status, after=after)
                content = bytearray()
                async for part in answer.content.iter_chunked(_PART):
                    content += part
                    if len(content) >= most:
                        break
                return bytes(content[:most])
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise lost(error) from None


def _refused(error: SlackApiError) -> CallFailed:
    """What Slack answered; a body that is not its JSON says only that something is in the way."""
    response = error.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    data = getattr(response, "data", None)
    code = str(data.get("error") or "") if isinstance(data, dict) else ""
    if status == 429:
        return CallFailed("ratelimited", status=429, after=_patience(response.headers))
    if status >= 500 or not code:
        return CallFailed(f"http_{status}", status=status, written=True)
    return CallFailed(code, status=status)


def _patience(headers: Mapping[str, str]) -> float:
    """Seconds to wait; one where Slack names none (so does slack_sdk)."""
    named = retry_after(headers)
    return 1.0 if named is None else named
