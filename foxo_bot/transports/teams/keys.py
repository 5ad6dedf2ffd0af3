"""The keys that sign what Microsoft sends, fetched anew when one is unknown.

The SDK's own store keeps keys a day and stumbles over a new one (docs/adr/0012): after a rotation
at Microsoft nobody would be heard.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from jwt.algorithms import RSAAlgorithm
from jwt.exceptions import InvalidKeyError

from foxo_bot.edges.payload import Json, parts, text
from foxo_bot.transports.teams.timing import Timing

log = logging.getLogger(__name__)

Fetch = Callable[[str], Awaitable[Json]]
"""Gets a JSON object by its address; raises OSError or ValueError."""


@dataclass(frozen=True, slots=True)
class Key:
    """`endorsements` are the channels for which Microsoft signs with it."""

    public: object
    endorsements: tuple[str, ...]


class NoKeys(Exception):
    """Microsoft's keys cannot be had, so nobody can be told genuine from forged."""


class Keys:
    """Keys by their id (`kid`)."""

    def __init__(
        self, url: str, fetch: Fetch, clock: Callable[[], datetime], timing: Timing
    ) -> None:
        self._url = url
        self._fetch = fetch
        self._clock = clock
        self._keep = timedelta(seconds=timing.keys_keep)
        self._again = timedelta(seconds=timing.keys_again)
        self._retry = timedelta(seconds=timing.keys_retry)
        self._keys: dict[str, Key] = {}
        self._fetched: datetime | None = None
        self._tried: datetime | None = None
        self._sought: datetime | None = None
        self._fetching = asyncio.Lock()

    async def find(self, kid: str) -> Key | None:
        """The key, or None where Microsoft has no such key; raises NoKeys."""
        if kid not in self._keys or self._old():
            async with self._fetching:
                if self._worth_fetching(kid):
                    await self._refresh()
        if not self._keys:
            raise NoKeys
        return self._keys.get(kid)

    def _old(self) -> bool:
        return self._fetched is None or self._since(self._fetched) >= self._keep

    def _worth_fetching(self, kid: str) -> bool:
        """An unknown id costs one fetch in five minutes, however many forgers ask."""
        if self._old():
            return self._tried is None or self._since(self._tried) >= self._retry
        if kid in self._keys or (self._sought and self._since(self._sought) < self._again):
            return False
        self._sought = self._clock()
        return True

    def _since(self, moment: datetime) -> timedelta:
        return self._clock() - moment

    async def _refresh(self) -> None:
        """Fetch them; the old ones stay where that fails."""
        self._tried = self._clock()
        try:
            metadata = await self._fetch(self._url)
            found = await self._fetch(text(metadata, "jwks_uri"))
        except (OSError, ValueError) as error:
            log.warning("teams signing keys not fetched", extra={"error": type(error).__name__})
            return
        keys = {text(key, "kid"): made for key in parts(found, "keys") if (made := _key(key))}
        if keys:
            self._keys, self._fetched = keys, self._tried


def _key(told: Json) -> Key | None:
    endorsed = told.get("endorsements")
    names = endorsed if isinstance(endorsed, list) else []
    try:
        public = RSAAlgorithm.from_jwk(json.dumps(told))
    except (InvalidKeyError, ValueError):
        return None
    return Key(public, tuple(name for name in names if isinstance(name, str)))
