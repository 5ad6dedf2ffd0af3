"""What a browser sends of a form with files, read into memory: nothing of it touches a disk."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from foxo_bot.edges.room import Share
from foxo_bot.model import LARGEST_FILE, MOST_FILES, Upload

LARGEST = 3 * LARGEST_FILE
"""Bytes in one request; people with more send it in several."""

_READ_ON = 10 * LARGEST
"""So much of a request that is too large is read and thrown away: a browser that is cut off while
it sends shows its person an error of its own instead of our words."""


AT_ONCE = 4 * LARGEST
"""Bytes that are held of all requests together."""

PATIENCE = 60.0
"""Seconds for which nothing may come of a request."""


class TooLarge(Exception):
    """There is more in the request than is taken at once."""


class NoForm(Exception):
    """This is no form of our page's."""


class NoRoom(Exception):
    """Others send as much at this moment as can be held; what came was thrown away."""


class Stalled(Exception):
    """Nothing more came for a while."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """What was typed and chosen; a field for files that was left empty brings none."""

    fields: dict[str, str]
    files: tuple[Upload, ...]


class _InMemory(MultiPartParser):
    """Starlette's, which puts what is larger than 1 MB into a file on disk, unsealed."""

    spool_max_size = LARGEST + 1


async def submitted(request: Request, share: Share) -> Submitted:
    """The form in a request, held in `share`; raises TooLarge, NoForm, NoRoom or Stalled."""
    kept = await _received(request, share)
    parser = _InMemory(
        Headers(raw=request.headers.raw),
        _handed_on(kept),
        max_files=2 * MOST_FILES,
        max_fields=MOST_FILES,
        max_part_size=10_000,
    )
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError):
        raise NoForm from None
    fields, files = {}, []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                files.append(Upload(value.filename, await value.read()))
            await value.close()
        else:
            fields[name] = value
    return Submitted(fields, tuple(files))


async def _received(request: Request, share: Share) -> deque[bytes]:
    """The whole request, or where it cannot be held its end: whoever sends it reads no answer
    before."""
    kept: deque[bytes] = deque()
    received, holds = 0, True
    pieces = aiter(request.stream())
    while (piece := await _next(pieces)) is not None:
        received += len(piece)
        if received > _READ_ON:
            raise TooLarge
        holds = holds and received <= LARGEST and share.grow(len(piece))
        if holds:
            kept.append(piece)
        else:
            kept.clear()
            share.let_go()
    if received > LARGEST:
        raise TooLarge
    if not holds:
        raise NoRoom
    return kept


async def _next(pieces: AsyncIterator[bytes]) -> bytes | None:
    try:
        async with asyncio.timeout(PATIENCE):
            return await anext(pieces, None)
    except TimeoutError:
        raise Stalled from None


async def _handed_on(kept: deque[bytes]) -> AsyncGenerator[bytes, None]:
    """Piece by piece, each let go of."""
    while kept:
        yield kept.popleft()
