"""The pages for files: one takes them for a form, one gives them to whoever may see their case.

Both stand behind a signed link that was shown to one person alone. GET shows, only POST acts.
"""

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

from fastapi import APIRouter, Response
from starlette.requests import Request
from starlette.routing import Route

from foxo_bot.cards.lines import line_text
from foxo_bot.cards.refusal import line
from foxo_bot.edges.room import Room
from foxo_bot.handlers.ports import Front
from foxo_bot.model import (
    KINDS,
    Attachment,
    Fetched,
    FileNotReached,
    LinkInvalid,
    Refusal,
    Waiting,
    in_words,
    name_of,
)
from foxo_bot.signing import FILE, UPLOAD, FileGrant, Signer, TrayGrant
from foxo_bot.web.multipart import (
    AT_ONCE,
    LARGEST,
    NoForm,
    NoRoom,
    Stalled,
    Submitted,
    TooLarge,
    submitted,
)
from foxo_bot.web.page import page

_EXPIRED = "This link is not valid any more. Open the form or the case in chat once more."
_NOT_TAKEN: dict[type[Exception], tuple[int, str]] = {
    TooLarge: (413, f"That was too much at once: {in_words(LARGEST)} are taken. Add fewer files."),
    NoForm: (400, "Nothing was sent."),
    NoRoom: (503, "Too many people are adding files at this moment. Try again in a minute."),
    Stalled: (408, "Your files did not arrive: nothing came for a minute. Try again."),
}
_AS_DOWNLOAD = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}

Fetch = Callable[[Attachment], Awaitable[Fetched]]
"""Has a file from the vendor that holds it."""


class Files:
    """Their addresses, which limit by themselves what they read (see `build_app`)."""

    def __init__(
        self,
        *,
        front: Front,
        signer: Signer,
        clock: Callable[[], datetime],
        vendors: Mapping[str, Fetch],
    ) -> None:
        self._front = front
        self._signer = signer
        self._clock = clock
        self._vendors = vendors
        self._room = Room(AT_ONCE)
        self.router = APIRouter()
        for path, act in (
            ("/upload/{token}", {"GET": self.show_tray, "POST": self.change_tray}),
            ("/file/{token}", {"GET": self.show_file, "POST": self.give_file}),
        ):
            for method, answer in act.items():
                self.router.routes.append(Route(path, _refusing(answer), methods=[method]))

    async def show_tray(self, request: Request) -> Response:
        """What has been added, and the fields to add more. Changes nothing."""
        return _tray(await self._front.tray(self._tray_of(request)))

    async def change_tray(self, request: Request) -> Response:
        """Add files, or take one out."""
        grant, now = self._tray_of(request), self._clock()
        with self._room.share() as share:
            try:
                form = await submitted(request, share)
            except tuple(_NOT_TAKEN) as why:
                status, words = _NOT_TAKEN[type(why)]
                return _tray(await self._front.tray(grant), problems=(words,), status=status)
            if form.fields.get("remove", "").isdecimal():
                return _tray(await self._front.take_out(grant, int(form.fields["remove"][:18])))
            return await self._add(grant, form, now)

    async def show_file(self, request: Request) -> Response:
        """What the file is, and a button. Changes nothing, and gives nothing to scanners."""
        file = await self._front.file(self._file_of(request))
        return page("file.html", name=file.name, size=in_words(file.size) if file.size else "")

    async def give_file(self, request: Request) -> Response:
        """The file itself, never shown as a page of ours."""
        grant = self._file_of(request)
        file = await self._front.file(grant)
        fetched = None if file.kept else await self._fetch(file)
        _, content = await self._front.open_file(grant, self._clock())
        if fetched is not None:
            content = fetched.content
        name = name_of(fetched.name if fetched else file.name)
        kind = KINDS.get(name.rpartition(".")[2].lower(), "application/octet-stream")
        disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        headers = {**_AS_DOWNLOAD, "Content-Disposition": disposition}
        return Response(content, media_type=kind, headers=headers)

    async def _fetch(self, file: Attachment) -> Fetched:
        """A file that a vendor holds; a Refusal says why it cannot be had."""
        if file.via not in self._vendors:
            raise FileNotReached(name=file.name)
        return await self._vendors[file.via](file)

    async def _add(self, grant: TrayGrant, form: Submitted, now: datetime) -> Response:
        if not form.files:
            return _tray(await self._front.tray(grant), problems=("Choose a file first.",))
        once = form.fields.get("once", "")[:40] or secrets.token_urlsafe(12)
        there, problems = await self._front.lay_in(grant, form.files, once, now)
        return _tray(there, problems=problems)

    def _tray_of(self, request: Request) -> TrayGrant:
        return self._signer.read_as(
            TrayGrant, request.path_params["token"], purpose=UPLOAD, now=self._clock()
        )

    def _file_of(self, request: Request) -> FileGrant:
        return self._signer.read_as(
            FileGrant, request.path_params["token"], purpose=FILE, now=self._clock()
        )


def _refusing(
    answer: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """The same, where a refusal is a page that says why."""

    async def answered(request: Request) -> Response:
        try:
            return await answer(request)
        except LinkInvalid:
            return page("no_file.html", status=404, why=_EXPIRED)
        except Refusal as why:
            status = 503 if isinstance(why, FileNotReached) else 410
            return page("no_file.html", status=status, why=line_text(line(why)))

    return answered


def _tray(there: Sequence[Waiting], *, problems: Sequence[str] = (), status: int = 200) -> Response:
    return page(
        "upload.html",
        status=status,
        files=[(file.id, file.name, in_words(file.size)) for file in there],
        problems=list(problems),
        accept=",".join(f".{kind}" for kind in KINDS),
        once=secrets.token_urlsafe(12),
    )
