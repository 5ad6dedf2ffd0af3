"""A calendar server: serves feeds as Google and Microsoft do, and fails as they may.

It knows its feeds by their secret addresses, answers 304 to who has the newest, and can be told to
answer otherwise.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from foxo_bot.sandbox.faults import Faults, Kind
from foxo_bot.sandbox.serving import Served, hang_up

HUGE = 6 * 1024 * 1024


@dataclass(slots=True)
class Feed:
    """One calendar. `asked` are the statuses that it has answered, `leads_to` another address."""

    text: str
    leads_to: str = ""
    huge: bool = False
    asked: list[int] = field(default_factory=list)


class CalendarServer:
    """Feeds by name; faults are for the method "GET"."""

    def __init__(self) -> None:
        self.feeds: dict[str, Feed] = {}
        self.faults = Faults()
        route = Route("/calendar/ical/{name}/private-0123456789abcdef/basic.ics", self._serve)
        self._served = Served(Starlette(routes=[route]))

    async def __aenter__(self) -> Self:
        await self._served.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.faults.clear()
        await self._served.stop()

    def publish(self, name: str, text: str) -> str:
        """Serve this text; the secret address of the feed."""
        self.feeds[name] = Feed(text)
        return f"{self._served.url}/calendar/ical/{name}/private-0123456789abcdef/basic.ics"

    async def _serve(self, request: Request) -> Response:
        feed = self.feeds.get(str(request.path_params["name"]))
        if feed is None:
            return Response("Not Found", status_code=404)
        fault = self.faults.take("GET", {})
        if fault and fault.kind is Kind.HANGS:
            await self.faults.hold()
        if fault and fault.kind is Kind.REFUSES:
            await hang_up(request)
        answer = self._failure(fault.status) if fault else _answer(feed, request)
        feed.asked.append(answer.status_code)
        return answer

    def _failure(self, status: int) -> Response:
        return Response("<html>sorry</html>", status_code=status, media_type="text/html")


def _answer(feed: Feed, request: Request) -> Response:
    if feed.leads_to:
        return RedirectResponse(feed.leads_to, status_code=302)
    if feed.huge:
        return StreamingResponse(_without_end(), media_type="text/calendar")
    etag = f'"{hashlib.sha256(feed.text.encode()).hexdigest()[:16]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if request.headers.get("If-None-Match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(feed.text, media_type="text/calendar; charset=UTF-8", headers=headers)


async def _without_end() -> AsyncIterator[bytes]:
    yield b"BEGIN:VCALENDAR\r\n"
    for _ in range(HUGE // 65536):
        yield b"X-FILLER:" + b"x" * 65527
        await asyncio.sleep(0)
