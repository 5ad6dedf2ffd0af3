"""Calls of Slack's Web API: one pool of connections, no blind retries, one kind of failure."""

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

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


class CallFailed(Exception):
    """Slack did not do it. `code` is Slack's, or ours: `timeout`, `dropped`, `unreachable`.

    `after` is Retry-After in seconds. `written` says that the request may have reached Slack
    without our hearing what became of it.
    """

    def __init__(
        self, code: str, *, status: int = 0, after: float | None = None, written: bool = False
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.after = after
        self.written = written


class Web:
    """Slack's Web API at one base address."""

    def __init__(self, base_url: str, timing: Timing) -> None:
        self.base_url = base_url
        self._timing = timing
        self._session: aiohttp.ClientSession | None = None
        self._clients: dict[str, AsyncWebClient] = {}

    @property
    def session(self) -> aiohttp.ClientSession:
        """The one pool, made inside the running loop when first needed."""
        if self._session is None or self._session.closed:
            limits = aiohttp.ClientTimeout(total=self._timing.request, connect=self._timing.connect)
            self._session = aiohttp.ClientSession(timeout=limits)
            self._clients.clear()
        return self._session

    def client(self, token: str) -> AsyncWebClient:
        """The client for a token. Its own retries are off: they would post twice."""
        session = self.session
        if token not in self._clients:
            self._clients[token] = AsyncWebClient(
                token=token,
                base_url=self.base_url,
                session=session,
                retry_handlers=[],
                logger=VENDOR_LOG,
            )
        return self._clients[token]

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
        except (aiohttp.ClientError, TimeoutError, OSError, AttributeError) as error:
            raise _lost(error) from None

    async def respond(self, url: str, message: Json) -> None:
        """Answer by a response_url; raises CallFailed."""
        hook = AsyncWebhookClient(url, session=self.session, retry_handlers=[], logger=VENDOR_LOG)
        try:
            answer = await hook.send_dict(message)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise _lost(error) from None
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
                    after = _retry_after(answer.headers) if answer.status == 429 else None
                    raise CallFailed(f"http_{answer.status}", status=answer.status, after=after)
                content = bytearray()
                async for part in answer.content.iter_chunked(_PART):
                    content += part
                    if len(content) >= most:
                        break
                return bytes(content[:most])
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise _lost(error) from None

    async def close(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()


def _refused(error: SlackApiError) -> CallFailed:
    """What Slack answered; a body that is not its JSON says only that something is in the way."""
    response = error.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    data = getattr(response, "data", None)
    code = str(data.get("error") or "") if isinstance(data, dict) else ""
    if status == 429:
        return CallFailed("ratelimited", status=429, after=_retry_after(response.headers))
    if status >= 500 or not code:
        return CallFailed(f"http_{status}", status=status, written=True)
    return CallFailed(code, status=status)


def _lost(error: Exception) -> CallFailed:
    """No answer. Only a connection that was never made leaves no doubt."""
    match error:
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return CallFailed("unreachable")
        case TimeoutError():
            return CallFailed("timeout", written=True)
        case AttributeError():  # slack_sdk's way of meeting a text body under status 200
            return CallFailed("http_200", status=200, written=True)
        case _:
            return CallFailed("dropped", written=True)


def _retry_after(headers: object) -> float:
    """Seconds to wait; one where Slack names none (so does slack_sdk)."""
    try:
        return float(headers.get("Retry-After", 1))  # type: ignore[attr-defined]  # a mapping
    except (TypeError, ValueError):
        return 1.0
