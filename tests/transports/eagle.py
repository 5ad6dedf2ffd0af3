"""A stand-in of an SMSEagle device, a gateway whose address can be any host."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from foxo_bot.sandbox.serving import Served


@dataclass
class Eagle:
    """The device's JSON interface: what it took, and how it answers."""

    url: str = ""
    status: int = 200
    taken: list[dict[str, Any]] = field(default_factory=list)

    async def answer(self, request: Request) -> Response:
        if self.status != 200:
            return Response(status_code=self.status)
        self.taken.append((await request.json())["params"])
        return JSONResponse({"result": [{"message_id": 4753, "status": "ok"}]})


@asynccontextmanager
async def serving() -> AsyncIterator[Eagle]:
    """The device on a loopback port; its `url` is Apprise's, without a number."""
    device, app = Eagle(), FastAPI()
    app.add_api_route("/jsonrpc/sms", device.answer, methods=["POST"])
    served = Served(app)
    await served.start()
    device.url = served.url.replace("http://", "smseagle://token@")
    yield device
    await served.stop()
