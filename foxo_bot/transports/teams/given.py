"""Files that a person gave the bot in their chat: fetched while their address lasts.

Teams puts them into the person's OneDrive and names an address that needs no token and ends within
minutes. It is called without ours, and only at Microsoft's.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import aiohttp

from foxo_bot.edges.payload import Json, text
from foxo_bot.edges.room import Room, Share
from foxo_bot.handlers.interaction import Interaction
from foxo_bot.model import LARGEST_FILE, MOST_FILES, Upload
from foxo_bot.transports.teams.connector import Connector
from foxo_bot.transports.teams.inbound.heard import Heard
from foxo_bot.transports.teams.inbound.messages import given

log = logging.getLogger(__name__)

_PIECE = 64 * 1024
_AT_ONCE = 2 * MOST_FILES * LARGEST_FILE
"""Bytes that are held of all messages together."""


class Given:
    """Fetches them before the act is put to the product: then nothing can be lost in between."""

    def __init__(self, connector: Connector, patience: float) -> None:
        self._connector = connector
        self._patience = patience
        self._room = Room(_AT_ONCE)

    @asynccontextmanager
    async def fetched(self, act: Interaction, heard: Heard) -> AsyncIterator[Interaction]:
        """The act with what was given with it, while it is held; what could not be had, or for
        which there is no room at this moment, has no content."""
        with self._room.share() as share:
            named = given(heard)[: MOST_FILES + 1]
            uploads = await asyncio.gather(*(self._fetch(file, share) for file in named))
            yield replace(act, values={**act.values, "files": tuple(uploads)}) if named else act

    async def _fetch(self, file: Json, share: Share) -> Upload:
        name, url = text(file, "name") or "file", text(file, "content", "downloadUrl")
        if not self._connector.trust.trusts_file(url):
            log.warning("teams file not fetched", extra={"code": "address not trusted"})
            return Upload(name, None)
        try:
            async with asyncio.timeout(self._patience):
                return Upload(name, await self._content(url, share))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("teams file not fetched", extra={"code": type(error).__name__})
            return Upload(name, None)

    async def _content(self, url: str, share: Share) -> bytes | None:
        """Up to one byte more than is taken: then it is told to be too large."""
        pieces = bytearray()
        async with self._connector.session.get(url, allow_redirects=False) as answer:
            if answer.status != 200:
                log.warning("teams file not fetched", extra={"code": f"http_{answer.status}"})
                return None
            async for piece in answer.content.iter_chunked(_PIECE):
                if not share.grow(len(piece)):
                    log.warning("teams file not fetched", extra={"code": "no room"})
                    return None
                pieces += piece
                if len(pieces) > LARGEST_FILE:
                    break
        return bytes(pieces)
