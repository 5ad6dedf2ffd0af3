"""What a browser sends of a form with files, read into memory: nothing of it touches a disk."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from foxo_bot.model import LARGEST_FILE, MOST_FILES, Upload

LARGEST = 3 * LARGEST_FILE
"""Bytes in one request; people with more send it in several."""

_READ_ON = 10 * LARGEST
"""So much of a request that is too large is read and thrown away: a browser that is cut off while
it sends shows its person an error of its own instead of our words."""


class TooLarge(Exception):
    """There is more in the request than is taken at once."""


class NoForm(Exception):
    """This is no form of our page's."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """What was typed and chosen; a field for files that was left empty brings none."""

    fields: dict[str, str]
    files: tuple[Upload, ...]


class _InMemory(MultiPartParser):
    """Starlette's, which puts what is larger than 1 MB into a file on disk, unsealed."""

    spool_max_size = LARGEST + 1


async def submitted(request: Request) -> Submitted:
    """The form in a request; raises TooLarge or NoForm."""
    parser = _InMemory(
        Headers(raw=request.headers.raw),
        _limited(request),
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


async def _limited(request: Request) -> AsyncGenerator[bytes, None]:
    received, kept = 0, []
    async for chunk in request.stream():
        received += len(chunk)
        if received <= LARGEST:
            kept.append(chunk)
        elif received > _READ_ON:
            raise TooLarge
        else:
            kept.clear()
    if received > LARGEST:
        raise TooLarge
    for chunk in kept:
        yield chunk
