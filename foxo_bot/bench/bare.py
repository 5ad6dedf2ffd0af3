"""The floor that `foxo-bot bench command` compares with: reads a body, checks Slack's signature.

Run as a process of its own: python -m foxo_bot.bench.bare PORT SECRET
"""

import hashlib
import hmac
import sys
import time

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

OLDEST = 300
"""Seconds that Slack's signature holds."""

_PLAIN = [(b"content-type", b"text/plain"), (b"content-length", b"0")]


def app(secret: str) -> ASGIApp:
    """The smallest application that Slack could be pointed at without danger."""
    key = secret.encode()

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        status = 200 if _genuine(key, dict(scope["headers"]), body) else 401
        await send({"type": "http.response.start", "status": status, "headers": _PLAIN})
        await send({"type": "http.response.body", "body": b""})

    return answer


def _genuine(key: bytes, headers: dict[bytes, bytes], body: bytes) -> bool:
    signed_at = headers.get(b"x-slack-request-timestamp", b"")
    now = time.time()  # noqa: TID251 - a program of its own, at the edge
    if not signed_at.isdigit() or abs(now - int(signed_at)) > OLDEST:
        return False
    wanted = hmac.new(key, b"v0:" + signed_at + b":" + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(b"v0=" + wanted.encode(), headers.get(b"x-slack-signature", b""))


if __name__ == "__main__":
    uvicorn.run(
        app(sys.argv[2]),
        port=int(sys.argv[1]),
        lifespan="off",
        access_log=False,
        log_level="error",
        server_header=False,
    )
