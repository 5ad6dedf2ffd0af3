"""The HTTP route: activities as raw JSON, each let in or refused before anything else happens."""

import json
import logging

from fastapi import APIRouter
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from foxo_bot.edges.payload import Json, text
from foxo_bot.edges.reporting import report
from foxo_bot.transports.teams.admission import Forged
from foxo_bot.transports.teams.host import Host, Untrusted
from foxo_bot.transports.teams.keys import NoKeys
from foxo_bot.transports.teams.surfaces.base import Answer

log = logging.getLogger(__name__)

PATH = "/api/messages"
MOST_BYTES = 1_000_000
"""More than Teams ever sends: a message is at most 100 kB."""

_STRANGE = (
    "serviceUrl is not Microsoft's (in anonymous mode: not on this machine); nothing was done."
)


def _refused(status: int, code: str, message: str) -> Answer:
    return Answer(status, {"error": {"code": code, "message": message}})


_TOO_LARGE = _refused(413, "TooLarge", f"An activity has at most {MOST_BYTES} bytes.")


class Messages:
    """POST /api/messages, as an ASGI application."""

    def __init__(self, host: Host) -> None:
        self._host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _header(scope, b"content-type").startswith("application/json"):
            # In anonymous mode this keeps out pages in a browser, which cannot send this unasked.
            await _send(send, _refused(415, "NotJson", "Send content-type: application/json."))
            return
        raw = await _read(receive)
        authorization = _header(scope, b"authorization")
        await _send(send, _TOO_LARGE if raw is None else await self._answer(raw, authorization))

    async def _answer(self, raw: bytes, authorization: str) -> Answer:
        body = _activity(raw)
        if body is None:
            return _refused(400, "BadSyntax", "An activity is a JSON object with a type.")
        try:
            return await self._host.handle(authorization, body)
        except Forged as forged:
            log.warning("teams activity refused", extra={"code": str(forged)})
            return Answer(401)
        except Untrusted:
            log.warning("teams activity refused", extra={"code": "service_url_not_trusted"})
            return _refused(403, "ServiceUrlNotTrusted", _STRANGE)
        except NoKeys:
            return Answer(503)
        except Exception as error:  # noqa: BLE001 - the last net: Teams shows that it failed
            report(log, "teams activity failed", error)
            return Answer(500)


def build_router(host: Host) -> APIRouter:
    """All routes of this transport."""
    router = APIRouter()
    router.routes.append(Route(PATH, Messages(host), methods=["POST"]))
    return router


def _activity(raw: bytes) -> Json | None:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) and text(body, "type") else None


def _header(scope: Scope, wanted: bytes) -> str:
    """A header that was sent once; one sent twice counts as none."""
    found = [value for name, value in scope["headers"] if name == wanted]
    return found[0].decode("latin-1") if len(found) == 1 else ""


async def _read(receive: Receive) -> bytes | None:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            return None
        if not message.get("more_body"):
            return bytes(body)


async def _send(send: Send, answer: Answer) -> None:
    body = b"" if answer.body is None else json.dumps(answer.body).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    if body:
        headers.append((b"content-type", b"application/json"))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
