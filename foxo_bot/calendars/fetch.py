"""Fetches one feed: https only, within limits of time, size and redirects.

The address is a secret: whoever has it can read the calendar. Neither it nor what a library says
of a failure (which repeats it) may reach a log or a person.
"""

import asyncio
from dataclasses import dataclass
from ipaddress import ip_address

import aiohttp
from yarl import URL

from foxo_bot.directory.duty import address

LARGEST = 5 * 1024 * 1024
"""Bytes of a feed; Google keeps years of events in one."""

MOST_REDIRECTS = 3
_MOVED = {301, 302, 303, 307, 308}
_VALIDATOR = 200
_WORDS = {
    401: "its server refuses access (401); share it anew and give its new address",
    403: "its server refuses access (403); share it anew and give its new address",
    404: "there is no calendar at its address any more (404); give its new address",
    410: "there is no calendar at its address any more (410); give its new address",
}


class Unreadable(Exception):
    """Why a feed could not be fetched, in words that do not hold its address."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A feed's text; None where the server says that it has not changed."""

    text: str | None
    etag: str | None = None
    modified: str | None = None


class Fetcher:
    """Fetches feeds with one session; `patience` is in seconds, for a feed with its redirects."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    async def fetch(self, url: str, etag: str | None, modified: str | None) -> Fetched:
        """The feed at an address; Unreadable says why not."""
        headers = {"Accept": "text/calendar", "User-Agent": "Foxo-Bot"}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified and not etag else {}
        try:
            async with asyncio.timeout(self._patience):
                return await self._follow(URL(url), headers)
        except TimeoutError:
            raise Unreadable(f"its server did not answer in {self._patience:g} s") from None
        except (aiohttp.ClientError, ValueError, OSError):
            raise Unreadable("its server cannot be reached") from None

    async def _follow(self, url: URL, headers: dict[str, str]) -> Fetched:
        for _ in range(MOST_REDIRECTS + 1):
            async with self._opened().get(url, headers=headers, allow_redirects=False) as answer:
                location = answer.headers.get("Location")
                if answer.status not in _MOVED or not location:
                    return await _read(answer)
                there = url.join(URL(location))
            await _check(url, there)
            url = there
        raise Unreadable("its address leads on to others without end")

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        return self._session


async def _read(answer: aiohttp.ClientResponse) -> Fetched:
    etag, modified = (
        value if value and len(value) <= _VALIDATOR else None
        for value in (answer.headers.get("ETag"), answer.headers.get("Last-Modified"))
    )
    if answer.status == 304:
        return Fetched(None, etag, modified)
    if answer.status != 200:
        raise Unreadable(_WORDS.get(answer.status, f"its server answers {answer.status}"))
    content = bytearray()
    async for chunk in answer.content.iter_chunked(65536):
        content += chunk
        if len(content) > LARGEST:
            raise Unreadable("it is larger than 5 MB; use a calendar that is for duty only")
    return Fetched(content.decode("utf-8-sig", errors="replace"), etag, modified)


async def _check(here: URL, there: URL) -> None:
    """A calendar's server must not lead us to an unprotected address, nor into our own network."""
    if not address.allowed(str(there)):
        raise Unreadable("its address leads on to one that is not https")
    if there.host == here.host or there.host is None:
        return
    loop = asyncio.get_running_loop()
    for *_, where in await loop.getaddrinfo(there.host, there.port or 443):
        if not ip_address(where[0]).is_global:
            raise Unreadable("its address leads on into a private network")
