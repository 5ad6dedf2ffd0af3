"""The addresses of the sandbox's Microsoft sign-in, and of people's files."""

from urllib.parse import parse_qsl

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from foxo_bot.sandbox.teams.desk import Desk, public
from foxo_bot.sandbox.teams.login import BOT_CONNECTOR_METADATA
from foxo_bot.sandbox.teams.world import World


def add_sign_in(app: FastAPI, desk: Desk) -> None:
    """Keys, metadata and tokens."""
    login = desk.login

    @app.get(BOT_CONNECTOR_METADATA)
    async def bot_metadata(request: Request) -> Response:
        found = login.bot_connector_metadata()
        return await public(request, desk, "keys", lambda: JSONResponse(found))

    @app.get("/v1/.well-known/keys")
    async def keys(request: Request) -> Response:
        return await public(
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

        return await public(request, desk, "token", give)


def add_files(app: FastAPI, world: World) -> None:
    """Where files of the personal chat are fetched from and put."""

    @app.get("/files/{file_id}")
    async def download(file_id: str, request: Request) -> Response:
        world.fetches.append(frozenset(name.lower() for name in request.headers))
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
