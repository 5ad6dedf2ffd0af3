"""The addresses of the sandbox's Teams: connector, sign-in, and people's files."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from foxo_bot.sandbox.faults import Fault, Faults, Kind
from foxo_bot.sandbox.serving import hang_up
from foxo_bot.sandbox.teams.connector.messages import Messages, concerned
from foxo_bot.sandbox.teams.connector.rosters import Rosters
from foxo_bot.sandbox.teams.errors import ConnectorError
from foxo_bot.sandbox.teams.login import BOT_CONNECTOR_METADATA, Login
from foxo_bot.sandbox.teams.nouns import ConnectorCall
from foxo_bot.sandbox.teams.rates import Rates
from foxo_bot.sandbox.teams.world import World
from foxo_bot.sandbox.wire import Json

_V3 = "/amer/{tenant}/v3"
_CONVERSATION = _V3 + "/conversations/{conversation}"
_MOST_BODY = 1_000_000

Do = Callable[[], Response]


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that an address may need."""

    world: World
    login: Login
    messages: Messages
    rosters: Rosters
    rates: Rates
    faults: Faults


def build(desk: Desk) -> FastAPI:
    """The application."""
    app = FastAPI(openapi_url=None)
    _add_sending(app, desk)
    _add_reading(app, desk)
    _add_sign_in(app, desk)
    _add_files(app, desk.world)
    return app


def _add_sending(app: FastAPI, desk: Desk) -> None:
    @app.post(_V3 + "/conversations")
    async def create(tenant: str, request: Request) -> Response:
        body = await _json(request)
        return await _answer(request, desk, "conversations.create", body, lambda: JSONResponse(
            desk.messages.create(tenant, body), 201))  # fmt: skip

    @app.post(_CONVERSATION + "/activities")
    @app.post(_CONVERSATION + "/activities/{activity}")
    async def send(tenant: str, conversation: str, request: Request) -> Response:
        body = await _json(request)
        return await _answer(request, desk, "activities.send", body, lambda: JSONResponse(
            desk.messages.send(tenant, conversation, body), 201))  # fmt: skip

    @app.put(_CONVERSATION + "/activities/{activity}")
    async def update(tenant: str, conversation: str, activity: str, request: Request) -> Response:
        body = await _json(request)
        return await _answer(request, desk, "activities.update", body, lambda: JSONResponse(
            desk.messages.update(tenant, conversation, activity, body)))  # fmt: skip

    @app.delete(_CONVERSATION + "/activities/{activity}")
    async def delete(tenant: str, conversation: str, activity: str, request: Request) -> Response:
        return await _answer(request, desk, "activities.delete", {}, lambda: JSONResponse(
            desk.messages.delete(tenant, conversation, activity)))  # fmt: skip


def _add_reading(app: FastAPI, desk: Desk) -> None:
    rosters = desk.rosters

    @app.get(_CONVERSATION + "/members")
    async def members(tenant: str, conversation: str, request: Request) -> Response:
        return await _answer(request, desk, "members", {}, lambda: JSONResponse(
            rosters.members(tenant, conversation)))  # fmt: skip

    @app.get(_CONVERSATION + "/pagedmembers")
    async def paged(tenant: str, conversation: str, request: Request) -> Response:
        query = dict(request.query_params)
        return await _answer(request, desk, "members", {}, lambda: JSONResponse(
            rosters.paged(tenant, conversation, query)))  # fmt: skip

    @app.get(_CONVERSATION + "/members/{user}")
    async def member(tenant: str, conversation: str, user: str, request: Request) -> Response:
        return await _answer(request, desk, "members", {}, lambda: JSONResponse(
            rosters.member(tenant, conversation, user)))  # fmt: skip

    @app.get(_V3 + "/teams/{team}")
    async def team(tenant: str, team: str, request: Request) -> Response:
        return await _answer(request, desk, "teams", {}, lambda: JSONResponse(
            rosters.team(tenant, team)))  # fmt: skip

    @app.get(_V3 + "/teams/{team}/conversations")
    async def channels(tenant: str, team: str, request: Request) -> Response:
        return await _answer(request, desk, "teams", {}, lambda: JSONResponse(
            rosters.channels(tenant, team)))  # fmt: skip


def _add_sign_in(app: FastAPI, desk: Desk) -> None:
    login = desk.login

    @app.get(BOT_CONNECTOR_METADATA)
    async def bot_metadata(request: Request) -> Response:
        found = login.bot_connector_metadata()
        return await _public(request, desk, "keys", lambda: JSONResponse(found))

    @app.get("/v1/.well-known/keys")
    async def keys(request: Request) -> Response:
        return await _public(
            request, desk, "keys", lambda: JSONResponse(login.connector.published())
        )

    @app.get("/{tenant}/v2.0/.well-known/openid-configuration")
    async def entra_metadata(tenant: str) -> Response:
        if tenant not in desk.world.tenants:
            return JSONResponse({"error": "invalid_tenant"}, 400)
        return JSONResponse(login.entra_metadata(tenant))

    @app.get("/{tenant}/discovery/v2.0/keys")
    async def entra_keys(tenant: str) -> Response:  # noqa: ARG001 - the same for all tenants
        return JSONResponse(login.entra.published())

    @app.post("/{tenant}/oauth2/v2.0/token")
    async def token(tenant: str, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))

        def give() -> Response:
            status, body = login.token(tenant, form)
            return JSONResponse(body, status)

        return await _public(request, desk, "token", give)


def _add_files(app: FastAPI, world: World) -> None:
    @app.get("/files/{file_id}")
    async def download(file_id: str) -> Response:
        file = world.files.get(file_id)
        if file is None or file.content is None:
            return PlainTextResponse("gone", 404)
        return Response(file.content, media_type=file.mimetype)

    @app.put("/files/{file_id}")
    async def upload(file_id: str, request: Request) -> Response:
        file = world.files.get(file_id)
        if file is None or "content-range" not in request.headers:
            return PlainTextResponse("bad upload", 400)
        file.content = await request.body()
        return JSONResponse({"name": file.name, "size": len(file.content)}, 201)


async def _json(request: Request) -> Json:
    """The body as an object; anything else is refused by what reads it."""
    raw = await request.body()
    try:
        found = json.loads(raw) if len(raw) <= _MOST_BODY else None
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


async def _answer(request: Request, desk: Desk, method: str, body: Json, do: Do) -> Response:
    """A connector call: first what goes wrong, then the token, the rate, and the work."""
    args = {name: str(value) for name, value in request.path_params.items()} | concerned(body)
    authorized = desk.login.authorized(request.headers.get("authorization", ""))
    desk.world.calls.append(ConnectorCall(method, args, body, authorized))

    def checked() -> Response:
        if not authorized:
            return _refused(ConnectorError("Unauthorized"))
        try:
            thread = args.get("conversation") or args.get("channel", method)
            writes = method in {"activities.send", "activities.update", "conversations.create"}
            if writes and desk.rates.exceeded(args["tenant"], thread):
                return _limited(1)
            return do()
        except ConnectorError as error:
            return _refused(error)

    return await _with_faults(request, desk.faults, (method, args), checked)


async def _public(request: Request, desk: Desk, method: str, do: Do) -> Response:
    return await _with_faults(request, desk.faults, (method, {}), do)


async def _with_faults(
    request: Request, faults: Faults, call: tuple[str, Json], do: Do
) -> Response:
    fault = faults.take(*call)
    if fault is None:
        return do()
    if fault.kind is not Kind.DROPS:
        return await _spoilt(request, fault, faults)
    do()
    await hang_up(request)
    return PlainTextResponse("")


async def _spoilt(request: Request, fault: Fault, faults: Faults) -> Response:
    match fault.kind:
        case Kind.RATE_LIMITED:
            return _limited(fault.retry_after)
        case Kind.ERROR:
            return _refused(ConnectorError(fault.code))
        case Kind.BROKEN:
            return PlainTextResponse("Oops", fault.status)
        case Kind.HANGS:
            await faults.hold()
    await hang_up(request)
    return PlainTextResponse("")


def _refused(error: ConnectorError) -> Response:
    return JSONResponse(error.body(), error.status)


def _limited(retry_after: int) -> Response:
    error = ConnectorError("RateLimitExceeded")
    return JSONResponse(error.body(), error.status, {"Retry-After": str(retry_after)})
