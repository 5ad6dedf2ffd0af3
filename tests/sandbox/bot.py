"""A bot of a few lines that keeps what it was sent and answers as told."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from fastapi import FastAPI, Request, Response

from foxo_bot.sandbox.serving import Served


@dataclass
class Received:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes
    url: str = ""

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def payload(self) -> dict[str, Any]:
        """The interaction's payload, or the event's body."""
        if self.headers["content-type"].startswith("application/json"):
            return json.loads(self.body)
        return json.loads(self.form["payload"])


@dataclass
class Bot:
    """`answers` are used up in turn, `always` after them; a callable may await Slack first."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    always: Any = None
    delay: float = 0.0

    @property
    def last(self) -> Received:
        return self.received[-1]

    def payloads(self, kind: str) -> list[dict[str, Any]]:
        found = [r.payload for r in self.received if "command=" not in r.body.decode()]
        return [p for p in found if kind in {p.get("type"), p.get("event", {}).get("type")}]


@asynccontextmanager
async def listening() -> AsyncIterator[Bot]:
    app, bot = FastAPI(openapi_url=None), Bot()

    @app.post("/{path:path}")
    async def anything(path: str, request: Request) -> Response:
        got = Received(f"/{path}", dict(request.headers), await request.body(), str(request.url))
        bot.received.append(got)
        await asyncio.sleep(bot.delay)
        return await _response(bot.answers.pop(0) if bot.answers else bot.always, got)

    served = Served(app)
    await served.start()
    bot.url = served.url
    try:
        yield bot
    finally:
        await served.stop()


async def _response(answer: Any, got: Received) -> Response:
    if isinstance(answer, Response):
        return answer
    if callable(answer):
        answer = await answer(got)
    if answer is None:
        return Response(b"", 200)
    return Response(json.dumps(answer), 200, media_type="application/json")
