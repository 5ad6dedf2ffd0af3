"""The addresses of the sandbox's Bot Connector."""

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from foxo_bot.sandbox.teams.desk import Desk, answered, json_of
from foxo_bot.sandbox.teams.http_sign_in import add_files, add_sign_in

_V3 = "/amer/{tenant}/v3"
_CONVERSATION = _V3 + "/conversations/{conversation}"


def build(desk: Desk) -> FastAPI:
    """The application."""
    app = FastAPI(openapi_url=None)
    _add_sending(app, desk)
    _add_reading(app, desk)
    _add_pictures(app, desk)
    add_sign_in(app, desk)
    add_files(app, desk.world)
    return app


def _add_sending(app: FastAPI, desk: Desk) -> None:
    @app.post(_V3 + "/conversations")
    async def create(tenant: str, request: Request) -> Response:
        body = await json_of(request)
        return await answered(request, desk, "conversations.create", body, lambda: JSONResponse(
            desk.messages.create(tenant, body), 201))  # fmt: skip

    @app.post(_CONVERSATION + "/activities")
    @app.post(_CONVERSATION + "/activities/{activity}")
    async def send(tenant: str, conversation: str, request: Request) -> Response:
        body = await json_of(request)
        return await answered(request, desk, "activities.send", body, lambda: JSONResponse(
            desk.messages.send(tenant, conversation, body), 201))  # fmt: skip

    @app.put(_CONVERSATION + "/activities/{activity}")
    async def update(tenant: str, conversation: str, activity: str, request: Request) -> Response:
        body = await json_of(request)
        return await answered(request, desk, "activities.update", body, lambda: JSONResponse(
            desk.messages.update(tenant, conversation, activity, body)))  # fmt: skip

    @app.delete(_CONVERSATION + "/activities/{activity}")
    async def delete(tenant: str, conversation: str, activity: str, request: Request) -> Response:
        return await answered(request, desk, "activities.delete", {}, lambda: JSONResponse(
            desk.messages.delete(tenant, conversation, activity)))  # fmt: skip


def _add_pictures(app: FastAPI, desk: Desk) -> None:
    @app.get(_V3 + "/attachments/{picture}/views/original")
    async def picture(tenant: str, picture: str, request: Request) -> Response:  # noqa: ARG001
        return await answered(request, desk, "pictures", {}, lambda: _shown(desk, picture))


def _shown(desk: Desk, picture: str) -> Response:
    file = desk.world.files.get(picture)
    if file is None or file.content is None:
        return Response(status_code=404)
    return Response(file.content, media_type=file.mimetype)


def _add_reading(app: FastAPI, desk: Desk) -> None:
    rosters = desk.rosters

    @app.get(_CONVERSATION + "/members")
    async def members(tenant: str, conversation: str, request: Request) -> Response:
        return await answered(request, desk, "members", {}, lambda: JSONResponse(
            rosters.members(tenant, conversation)))  # fmt: skip

    @app.get(_CONVERSATION + "/pagedmembers")
    async def paged(tenant: str, conversation: str, request: Request) -> Response:
        query = dict(request.query_params)
        return await answered(request, desk, "members", {}, lambda: JSONResponse(
            rosters.paged(tenant, conversation, query)))  # fmt: skip

    @app.get(_CONVERSATION + "/members/{user}")
    async def member(tenant: str, conversation: str, user: str, request: Request) -> Response:
        return await answered(request, desk, "members", {}, lambda: JSONResponse(
            rosters.member(tenant, conversation, user)))  # fmt: skip

    @app.get(_V3 + "/teams/{team}")
    async def team(tenant: str, team: str, request: Request) -> Response:
        return await answered(request, desk, "teams", {}, lambda: JSONResponse(
            rosters.team(tenant, team)))  # fmt: skip

    @app.get(_V3 + "/teams/{team}/conversations")
    async def channels(tenant: str, team: str, request: Request) -> Response:
        return await answered(request, desk, "teams", {}, lambda: JSONResponse(
            rosters.channels(tenant, team)))  # fmt: skip
