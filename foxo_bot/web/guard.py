"""Stands around every request: safe headers, one line in the log, and no failure unanswered."""

import logging
from collections.abc import Iterable, Sequence
from time import perf_counter

from fastapi.responses import PlainTextResponse, Response
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

_SAFE = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]
"""Set where the answer has not set its own."""

_SAFE_IN_A_BROWSER = [
    *_SAFE,
    (
        b"content-security-policy",
        b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    ),
    (b"referrer-policy", b"no-referrer"),
    (b"strict-transport-security", b"max-age=31536000"),
    (b"x-frame-options", b"DENY"),
]
"""Set on whatever a browser may show. What vendors post is answered without: each costs time."""

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
                message["headers"] = _safe(scope["method"], message["headers"])
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


def _safe(method: str, given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """An answer's headers with those that it has not set; ASGI has their names in lower case."""
    theirs = dict(given)
    shown = method != "POST" or theirs.get(b"content-type", b"").startswith(b"text/html")
    ours = _SAFE_IN_A_BROWSER if shown else _SAFE
    return [*given, *(header for header in ours if header[0] not in theirs)]


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
