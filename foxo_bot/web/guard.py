"""Stands around every request: safe headers, one line in the log, and no failure unanswered."""

import logging
from collections.abc import Sequence
from time import perf_counter

from fastapi.responses import PlainTextResponse, Response
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Set where the answer has not set its own."""

_HEADERS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]

_ASKED_BY_MACHINES = {"/healthz", "/readyz", "/metrics"}


class Guard:
    """ASGI middleware around the whole application; `routes` are all that it serves."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute] = ()) -> None:
        self._app = app
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()
        status = 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = {name.lower() for name, _ in message["headers"]}
                ours = [pair for pair in _HEADERS if pair[0] not in given]
                message["headers"] = [*message["headers"], *ours]
            await send(message)

        try:
            await self._app(scope, receive, answer)
        except ClientDisconnect:
            log.info("The caller hung up before the request was read")
        except Exception:  # the last place that can answer; the log has where it failed
            log.exception("A request failed")
            if not status:
                await sorry()(scope, receive, answer)
        finally:
            _access(scope, status=status, milliseconds=(perf_counter() - began) * 1000)


def sorry(*_why: object) -> Response:
    """The answer where a request failed; it says nothing of why."""
    return PlainTextResponse("Something went wrong here.", status_code=500)


def _access(scope: Scope, *, status: int, milliseconds: float) -> None:
    """One line with the path's template: what stands in a path (a token) is never logged."""
    path = getattr(scope.get("route"), "path", "unknown")
    level = logging.DEBUG if path in _ASKED_BY_MACHINES else logging.INFO
    facts = {
        "method": scope["method"],
        "path": path,
        "status": status,
        "ms": round(milliseconds, 1),
    }
    log.log(level, "request", extra=facts)
