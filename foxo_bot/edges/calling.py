"""Calls of a vendor over HTTP: one pool of connections, one kind of failure."""

from collections.abc import Mapping
from typing import Any

import aiohttp

from foxo_bot.edges.payload import Json

LOST = frozenset({"unreachable", "timeout", "dropped"})
"""Our own codes, for a call that got no answer."""


class CallFailed(Exception):
    """The vendor did not do it. `code` is the vendor's, or one of LOST.

    `after` is Retry-After in seconds. `written` says that the request may have reached the vendor
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


class Pool:
    """Connections to one vendor. `request` and `connect`: how long they may take, in seconds."""

    def __init__(self, *, request: float, connect: float) -> None:
        self._limits = aiohttp.ClientTimeout(total=request, connect=connect)
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The one pool, made inside the running loop when first needed."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=self._limits)
        return self._session

    async def close(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()


def lost(error: Exception) -> CallFailed:
    """No answer. Only a connection that was never made leaves no doubt."""
    match error:
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return CallFailed("unreachable")
        case TimeoutError():
            return CallFailed("timeout", written=True)
        case _:
            return CallFailed("dropped", written=True)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, as the vendor asks; None where it names none, or a date."""
    try:
        return max(0.0, float(headers["Retry-After"]))
    except (KeyError, ValueError):
        return None


async def body_of(answer: aiohttp.ClientResponse) -> Json:
    """The JSON object of an answer; empty where it is something else, as a proxy's error page."""
    try:
        found: Any = await answer.json(content_type=None)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
