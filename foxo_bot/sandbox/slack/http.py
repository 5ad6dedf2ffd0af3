"""The addresses of the sandbox's Slack: Web API, files, response URLs and Socket Mode links."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response, WebSocket
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

from foxo_bot.sandbox.faults import Faults
from foxo_bot.sandbox.serving import hang_up
from foxo_bot.sandbox.slack.api.files import may_see
from foxo_bot.sandbox.slack.decoding import arguments
from foxo_bot.sandbox.slack.errors import SlackError
from foxo_bot.sandbox.slack.nouns import File
from foxo_bot.sandbox.slack.web_api import Answered, Asked, WebApi
from foxo_bot.sandbox.slack.world import World

_LOGIN = "<!DOCTYPE html><html><head><title>Slack</title></head><body>Sign in</body></html>"


def build(api: WebApi, link: Callable[[WebSocket], Awaitable[None]]) -> FastAPI:
    """The application; `link` serves a Socket Mode connection."""
    app = FastAPI(openapi_url=None)
    _add_api(app, api)
    _add_files(app, api.desk.world, api.faults)

    @app.websocket("/link/")
    async def socket_mode(socket: WebSocket) -> None:
        await link(socket)

    return app


def _add_api(app: FastAPI, api: WebApi) -> None:
    @app.api_route("/api/{method}", methods=["GET", "POST"])
    async def web_api(method: str, request: Request) -> Response:
        try:
            args = await arguments(method, request)
        except SlackError as error:
            return JSONResponse(error.body())
        asked = Asked(method, args, request.headers.get("authorization", ""))
        return await _send(request, await api.answer(asked))

    @app.post("/respond/{team_id}/{secret}")
    async def response_url(team_id: str, secret: str, request: Request) -> Response:
        if api.faults.take("response_url", {}, by_name=True):
            await hang_up(request)
            return Response(status_code=500)  # which goes nowhere
        try:
            said = await request.json()
            api.desk.response_urls.answer(f"{team_id}/{secret}", said)
        except ValueError:
            return PlainTextResponse("invalid_payload", 400)
        except SlackError as error:
            return JSONResponse(error.body(), 404 if error.code.endswith("_url") else 400)
        return PlainTextResponse("ok")


def _add_files(app: FastAPI, world: World, faults: Faults) -> None:
    @app.post("/upload/v1/{file_id}")
    async def upload(file_id: str, request: Request) -> Response:
        file = world.files.get(file_id)
        if file is None or file.completed:
            return PlainTextResponse("not found", 404)
        file.content = await _uploaded(request)
        return PlainTextResponse(f"OK - {len(file.content)}")

    @app.get("/signin")
    async def sign_in() -> Response:
        return HTMLResponse(_LOGIN)

    @app.get("/files-pri/{key}/{rest:path}")
    async def download(key: str, rest: str, request: Request) -> Response:
        file = world.files.get(key.partition("-")[2])
        refused = faults.take("download", {}, by_name=True) is not None
        if refused or file is None or not _allowed(world, file, request):
            return RedirectResponse("/signin", 302)
        name = file.name.encode("ascii", "replace").decode().replace('"', "'")
        disposition = "attachment" if rest.startswith("download/") else "inline"
        headers = {"content-disposition": f'{disposition}; filename="{name}"'}
        return Response(file.content, media_type=file.mimetype, headers=headers)


async def _send(request: Request, answered: Answered) -> Response:
    if answered.cut:
        await hang_up(request)
    if answered.text is not None:
        return PlainTextResponse(answered.text, answered.status)
    return JSONResponse(answered.body, answered.status, answered.headers)


async def _uploaded(request: Request) -> bytes:
    """The bytes of an upload, sent bare or as a form's only file."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    async with request.form() as form:
        for part in form.values():
            if not isinstance(part, str):
                return await part.read()
    return b""


def _allowed(world: World, file: File, request: Request) -> bool:
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    install = world.install_by_token(token)
    if install is None or install.revoked or "files:read" not in install.scopes:
        return False
    return may_see(world, install, file)
