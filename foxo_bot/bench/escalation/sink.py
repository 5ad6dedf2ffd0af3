"""A vendor that takes everything at once and writes down when: in a process of its own.

`python -m foxo_bot.bench.escalation.sink PORT`. A plain protocol, so that it costs next to nothing
beside what is measured.
"""

import asyncio
import json
import re
import sys
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import parse_qs

from uvicorn.loops.auto import auto_loop_factory

from foxo_bot.sandbox.clock import wall_seconds

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_REFERENCE = re.compile(rb"reference%3D([\w-]+)")
_CHANNEL = re.compile(rb'"channel": ?"([^"]+)"|(?:^|&)channel=([^&]+)')


@dataclass
class Book:
    """What arrived: [seconds since 1970, our reference or the address]; `delay` is in seconds."""

    arrived: list[tuple[float, str]] = field(default_factory=list)
    delay: float = 0.0


class Connection(asyncio.Protocol):
    """One connection that stays open."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._heard = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while True:
            head, complete, rest = self._heard.partition(b"\r\n\r\n")
            found = _LENGTH.search(head)
            length = int(found[1]) if found else 0
            if not complete or len(rest) < length:
                return
            self._heard = rest[length:]
            self._take(head.split(b" ", 2)[1].decode(), rest[:length])

    def _take(self, path: str, body: bytes) -> None:
        book = self._book
        if path.startswith("/arrived"):
            self._answer(json.dumps(book.arrived))
        elif path.startswith("/anew"):
            book.arrived = []
            book.delay = float(parse_qs(path.partition("?")[2]).get("delay", ["0"])[0])
            self._answer("{}")
        else:
            found = _REFERENCE.search(body) or _CHANNEL.search(body)
            named = (found[1] or found[2]) if found else b""
            book.arrived.append((wall_seconds(), f"{path.rpartition('/')[2]}:{named.decode()}"))
            said = _said(path, len(book.arrived))
            if book.delay:
                asyncio.get_running_loop().call_later(book.delay, self._answer, said)
            else:
                self._answer(said)

    def _answer(self, content: str) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        body = content.encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
        self._transport.write(head.encode() + b"\r\n\r\n" + body)


def _said(path: str, number: int) -> str:
    """What Twilio answers to a message, or Slack to whatever it is asked."""
    if path.endswith("/Messages.json"):
        return json.dumps({"sid": f"SM{number:032x}", "status": "queued"})
    return json.dumps(
        {
            "ok": True,
            "ts": f"{int(wall_seconds())}.{number % 1_000_000:06d}",
            "channel": "C0",
            "team_id": "T0BENCH",
            "team": "Bench",
            "user_id": "U0BOT",
            "bot_id": "B0BOT",
            "members": [],
        }
    )


async def serve(port: int) -> None:
    """Listen until ended from outside."""
    book = Book()
    server = await asyncio.get_running_loop().create_server(
        lambda: Connection(book), "127.0.0.1", port
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(serve(int(sys.argv[1])))
