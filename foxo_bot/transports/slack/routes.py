"""The HTTP routes: signed payloads from Slack, and the pages of an install.

Plain ASGI endpoints: nothing between the socket and Bolt but the guard and the signature.
"""

import json
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, unquote_plus

from fastapi import APIRouter
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from foxo_bot.edges.reporting import report
from foxo_bot.transports.slack.admission import admit

log = logging.getLogger(__name__)

MOST_BYTES = 1_000_000
"""More than Slack ever sends: a view is at most 250 kB."""

NOT_INSTALLED = "The install did not work. Please start again. (Reference {reference})"

NO_INSTALLS = (
    "Foxo Bot serves one Slack workspace here, the one of SLACK_BOT_TOKEN. For several, leave that "
    "out and set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET."
)

_READ = frozenset({b"content-type", b"x-slack-request-timestamp", b"x-slack-signature"})
"""What is asked of the headers of a payload."""

_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"


class _TooLong(Exception):
    """The body is longer than anything Slack sends."""


class Events:
    """POST /slack/events, as an ASGI application."""

    def __init__(self, app: AsyncApp, signing_secret: str) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret) if signing_secret else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await _read(receive)
        except _TooLong:
            await _send(send, BoltResponse(status=413))
            return
        await _send(send, await self._answer(body, _headers(scope, _READ)))

    async def _answer(self, body: bytes, headers: dict[str, str]) -> BoltResponse:
        if _is_ssl_check(body, headers):
            return BoltResponse(status=200)
        if not self._genuine(body, headers):
            log.warning("slack request refused: wrong or old signature")
            return BoltResponse(status=401)
        try:
            request = _request(body.decode(), headers)
        except (ValueError, AttributeError, TypeError, LookupError, RecursionError):
            log.warning("slack request refused: not a payload")
            return BoltResponse(status=400)
        return await admit(self._app, request)

    def _genuine(self, body: bytes, headers: dict[str, str]) -> bool:
        """Whether Slack signed it in the last five minutes."""
        if self._verifier is None:
            return False
        try:
            return self._verifier.is_valid(
                body,
                headers.get("x-slack-request-timestamp"),
                headers.get("x-slack-signature"),
            )
        except (ValueError, TypeError):  # a timestamp that is no number, a body that is no UTF-8
            return False


class Page:
    """A page of an install, as an ASGI application."""

    def __init__(self, handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]) -> None:
        self._handle = handle

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        query = scope["query_string"].decode("latin-1")
        request = AsyncBoltRequest(body="", query=query, headers={**_headers(scope)})
        await _send(send, await self._answer(request))

    async def _answer(self, request: AsyncBoltRequest) -> BoltResponse:
        try:
            return await self._handle(request)
        except Exception as error:  # noqa: BLE001 - Slack or the database may be away
            reference = report(log, "slack install failed", error)
            return BoltResponse(status=502, body=NOT_INSTALLED.format(reference=reference))


def build_router(app: AsyncApp, signing_secret: str, oauth: AsyncOAuthFlow | None) -> APIRouter:
    """All routes of this transport."""
    router = APIRouter()
    events = Route("/slack/events", Events(app, signing_secret), methods=["POST"])
    router.routes.append(events)
    if oauth is None:
        router.routes.append(Route("/slack/install", _switched_off, methods=["GET"]))
    else:
        install = Route(oauth.install_path, Page(oauth.handle_installation), methods=["GET"])
        callback = Route(oauth.redirect_uri_path, Page(oauth.handle_callback), methods=["GET"])
        router.routes += [install, callback]
    return router


async def _switched_off(request: Request) -> Response:  # noqa: ARG001 - the framework's signature
    return PlainTextResponse(NO_INSTALLS, status_code=404)


def _request(body: str, headers: dict[str, str]) -> AsyncBoltRequest:
    """The request for Bolt, its payload read; what cannot be read raises.

    Bolt takes read payloads in its socket mode only. Its own reading of a form is a tenth of what a
    command costs, and takes a body that is no payload at all for an empty one.
    """
    if body.startswith("{") or headers.get("content-type", "").startswith(_JSON):
        payload = json.loads(body)
    else:
        fields = _fields(body)
        payload = json.loads(fields["payload"]) if "payload" in fields else fields
    if not isinstance(payload, dict):
        raise TypeError
    return AsyncBoltRequest(body=payload, mode="socket_mode")


def _fields(body: str) -> dict[str, str]:
    """The fields of a form, of two with one name the last. Slack's names need no decoding."""
    pairs = (pair.partition("=") for pair in body.split("&"))
    return {
        name: unquote_plus(value) if "%" in value or "+" in value else value
        for name, _, value in pairs
    }


def _is_ssl_check(body: bytes, headers: dict[str, str]) -> bool:
    """Slack looks at our certificate now and then, unsigned, and wants a 200."""
    if b"ssl_check" not in body or not headers.get("content-type", "").startswith(_FORM):
        return False
    return parse_qs(body.decode("latin-1")).get("ssl_check") == ["1"]


def _headers(scope: Scope, only: frozenset[bytes] = frozenset()) -> dict[str, str]:
    """The headers, or only some of them; ASGI's servers give their names in lower case."""
    return {
        name.decode("latin-1"): value.decode("latin-1")
        for name, value in scope["headers"]
        if not only or name in only
    }


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            raise _TooLong
        if not message.get("more_body"):
            return bytes(body)


async def _send(send: Send, response: BoltResponse) -> None:
    body = response.body.encode()
    headers = [
        (name.encode("latin-1"), value.encode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
