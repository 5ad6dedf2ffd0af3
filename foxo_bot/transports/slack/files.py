"""Files that lie in Slack, fetched for a reader: Slack shows an unshared file to its owner alone.

What a person adds to a form is shared with nobody but the app. So a link to it would open for no
one of the receiving team, and the app, which may read it, hands it on.
"""

import asyncio
import logging
from urllib.parse import urlsplit

from foxo_bot.edges.calling import CallFailed
from foxo_bot.edges.payload import Json, part, parts, text
from foxo_bot.model import (
    LARGEST_FILE,
    Attachment,
    Fetched,
    FileGone,
    FileNotReached,
    FileTooLargeToFetch,
    in_words,
)
from foxo_bot.transports.slack.calls import Web
from foxo_bot.transports.slack.workspaces import Workspaces

log = logging.getLogger(__name__)

_GONE = frozenset({"file_not_found", "file_deleted", "http_403", "http_404", "http_410"})
_HOLDERS = frozenset({"files.slack.com", "files.slack-gov.com"})
"""Where Slack keeps files. The token goes nowhere else, whatever address a file names."""


def has_stubs(body: Json) -> bool:
    """Whether an event brings files of which it tells the id alone, as in shared channels."""
    return any(_is_stub(file) for file in parts(body, "event", "files"))


async def described(web: Web, token: str, body: Json, *, patience: float) -> Json:
    """The event with what Slack tells of such files; as it came where Slack does not in time."""
    try:
        async with asyncio.timeout(patience):
            files = [await _told(web, token, file) for file in parts(body, "event", "files")]
    except TimeoutError:
        return body
    return {**body, "event": {**part(body, "event"), "files": files}}


async def _told(web: Web, token: str, file: Json) -> Json:
    if not _is_stub(file):
        return file
    try:
        return part(await web.call(token, "files.info", {"file": text(file, "id")}), "file")
    except CallFailed as failed:
        log.warning("slack file not described", extra={"code": failed.code})
        return file


def _is_stub(file: Json) -> bool:
    return text(file, "file_access") == "check_file_info"


class Files:
    """Slack's files of all installations."""

    def __init__(self, web: Web, workspaces: Workspaces) -> None:
        self._web = web
        self._workspaces = workspaces

    async def fetch(self, file: Attachment) -> Fetched:
        """What is in it; raises FileGone, FileNotReached or FileTooLargeToFetch."""
        team, _, file_id = file.reference.rpartition("/")
        workspace = await self._workspaces.of(team)
        if workspace is None:
            raise FileNotReached(name=file.name)
        try:
            told = await self._web.call(workspace.token, "files.info", {"file": file_id})
            return await self._downloaded(workspace.token, part(told, "file"), file.name)
        except CallFailed as failed:
            log.warning("slack file not fetched", extra={"code": failed.code})
            if failed.code in _GONE or 300 <= failed.status < 400:  # sent on to sign in
                raise FileGone(name=file.name) from None
            raise FileNotReached(name=file.name) from None

    async def _downloaded(self, token: str, told: Json, known_as: str) -> Fetched:
        name, size = text(told, "name") or known_as, told.get("size")
        url = text(told, "url_private_download") or text(told, "url_private")
        if not self._is_slacks(url) or not isinstance(size, int):
            raise FileGone(name=name)
        if size > LARGEST_FILE:
            raise FileTooLargeToFetch(name=name, most=in_words(LARGEST_FILE))
        content = await self._web.download(token, url, most=size + 1)
        if len(content) != size:  # Slack answers who may not read it with a page, under status 200
            raise FileGone(name=name)
        return Fetched(name, content)

    def _is_slacks(self, url: str) -> bool:
        there, api = urlsplit(url), urlsplit(self._web.base_url)
        if (there.scheme, there.netloc) == (api.scheme, api.netloc):
            return True
        return there.scheme == "https" and there.netloc in _HOLDERS
