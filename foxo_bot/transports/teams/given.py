"""Files that a person gave the bot in their chat: fetched while their address lasts.

Teams puts them into the person's OneDrive and names an address that needs no token and ends within
minutes. It is called without ours, and only at Microsoft's. Pictures between the words of a message
lie at the connector, which wants our token as for every call.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace

import aiohttp

from foxo_bot.edges.calling import CallFailed
from foxo_bot.edges.payload import Json, text
from foxo_bot.edges.room import Room, Share
from foxo_bot.handlers.interaction import Interaction
from foxo_bot.model import KINDS, LARGEST_FILE, MOST_FILES, Upload
from foxo_bot.transports.teams.connector import Connector
from foxo_bot.transports.teams.inbound.heard import Heard
from foxo_bot.transports.teams.inbound.messages import given, is_picture, withheld

log = logging.getLogger(__name__)

_ENDINGS = {kind: ending for ending, kind in KINDS.items() if kind.startswith("image/")}

Got = tuple[bytes | None, str]
"""Content, None where it could not be had, and its media type."""

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
            numbered = enumerate(named, start=1)
            uploads = await asyncio.gather(*(self._had(n, one, share) for n, one in numbered))
            missing = withheld(heard)
            files = (*uploads, missing) if missing else tuple(uploads)
            yield replace(act, values={**act.values, "files": files}) if files else act

    async def _had(self, number: int, one: Json, share: Share) -> Upload:
        if is_picture(one):
            return await self._picture(one, number, share)
        return await self._fetch(one, share)

    async def _fetch(self, file: Json, share: Share) -> Upload:
        name, url = text(file, "name") or "file", text(file, "content", "downloadUrl")
        if not self._connector.trust.trusts_file(url):
            log.warning("teams file not fetched", extra={"code": "address_not_trusted"})
            return Upload(name, None)
        return Upload(name, (await self._got(url, share, {}))[0])

    async def _picture(self, picture: Json, number: int, share: Share) -> Upload:
        """What its name ends with is known once it is here."""
        name, url = f"picture {number}", text(picture, "contentUrl")
        if not self._connector.trust.trusts(url):
            log.warning("teams file not fetched", extra={"code": "address_not_trusted"})
            return Upload(name, None)
        try:
            proof = await self._connector.proof()
        except CallFailed as failed:
            log.warning("teams file not fetched", extra={"code": failed.code})
            return Upload(name, None)
        content, kind = await self._got(url, share, proof)
        return Upload(f"{name}.{_ENDINGS[kind]}" if kind in _ENDINGS else name, content)

    async def _got(self, url: str, share: Share, proof: Mapping[str, str]) -> Got:
        try:
            async with asyncio.timeout(self._patience):
                return await self._content(url, share, proof)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("teams file not fetched", extra={"code": type(error).__name__})
            return None, ""

    async def _content(self, url: str, share: Share, proof: Mapping[str, str]) -> Got:
        """Up to one byte more than is taken: then it is told to be too large."""
        pieces = bytearray()
        request = self._connector.session.get(url, headers=proof, allow_redirects=False)
        async with request as answer:
            if answer.status != 200:
                log.warning("teams file not fetched", extra={"code": f"http_{answer.status}"})
                return None, ""
            async for piece in answer.content.iter_chunked(_PIECE):
                if not share.grow(len(piece)):
                    log.warning("teams file not fetched", extra={"code": "no_room"})
                    return None, ""
                pieces += piece
                if len(pieces) > LARGEST_FILE:
                    break
        return bytes(pieces), answer.content_type
