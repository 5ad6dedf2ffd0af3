"""The addresses of the page: itself, its live parts, what is done on it, and mails and files."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, StreamingResponse
from fastapi.staticfiles import StaticFiles
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from foxo_bot.sandbox.acting import CannotDoError
from foxo_bot.sandbox.demo import Demo
from foxo_bot.sandbox.page.acts import Acts
from foxo_bot.sandbox.page.drawing import Drawer
from foxo_bot.sandbox.page.looking import HOME, Looking, looking
from foxo_bot.sandbox.page.unread import Unread
from foxo_bot.sandbox.troubles import Switches

LOOK_EVERY = 0.25
"""Seconds between two looks at what has changed, for each open window."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'"
    ),
}
_MAIL_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        "sandbox allow-popups allow-popups-to-escape-sandbox"
    ),
}


class Pages:
    """The page of one demo; every open window has its own stream."""

    def __init__(self, demo: Demo) -> None:
        switches = Switches(demo.sandbox)
        self._demo = demo
        self._drawer = Drawer(demo, Unread(demo.sandbox), switches)
        self._acts = Acts(demo, switches).by_name
        self._changed = asyncio.Event()
        self._began = secrets.token_hex(4)
        self.router = APIRouter(include_in_schema=False)
        self.router.add_api_route("/", self.page, methods=["GET"])
        self.router.add_api_route("/live", self.live, methods=["GET"])
        self.router.add_api_route("/act/{name}", self.act, methods=["POST"])
        self.router.add_api_route("/suggest", self.suggest, methods=["GET"])
        self.router.add_api_route("/mail/{key}/{index}", self.mail, methods=["GET"])
        self.router.add_api_route("/file/{file_id}", self.file, methods=["GET"])

    async def page(self, request: Request) -> Response:
        """The whole page, which also works where no script runs."""
        html = await self._drawer.page(self._at(request))
        return HTMLResponse(html, headers=_HEADERS)

    async def live(self, request: Request) -> Response:
        """The parts that changed, as they change."""
        at = self._at(request)
        if at.where == HOME and at.who.user:
            await self._demo.sandbox.slack.person(at.who.user).opens_home()
        return StreamingResponse(
            self._changes(at), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def act(self, request: Request, name: str) -> Response:
        """Do something as the person that the window shows."""
        at = self._at(request)
        if name not in self._acts:
            return Response(status_code=404)
        if request.headers.get("sec-fetch-site", "same-origin") == "cross-site":
            return Response(status_code=403)
        async with request.form() as form:
            try:
                notice = await self._acts[name](at, form)
            except CannotDoError as refusal:
                notice = str(refusal)
        self._changed.set()
        self._changed = asyncio.Event()
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse({"notice": notice})
        return RedirectResponse(at.link(), status_code=303)

    async def suggest(self, request: Request, view: str, name: str, q: str = "") -> Response:
        """The options of a select for what was typed: asked of the bot where it wants that."""
        at = self._at(request)
        modal = self._demo.sandbox.slack.person(at.who.user).modal if at.who.user else None
        if modal is None or modal.view.id != view:
            return JSONResponse([])
        field = modal.block(name)
        if field.kind.endswith("external_select"):
            await modal.suggest(name, q)
            options = modal.view.offered.get(name, [])
        else:
            options = [o for o in field.element["options"] if q.lower() in _words(o).lower()]
        return JSONResponse([{"value": o["value"], "label": _words(o)} for o in options])

    async def mail(self, key: str, index: int) -> Response:
        """One HTML mail, which may run nothing and opens its links in a new window."""
        mails = self._demo.sandbox.smtp.mailbox(key).mails
        if not 0 <= index < len(mails):
            return Response(status_code=404)
        html = mails[index].html or f"<pre>{mails[index].plain}</pre>"
        return HTMLResponse(f'<base target="_blank">{html}', headers=_MAIL_HEADERS)

    async def file(self, file_id: str) -> Response:
        """A file that somebody uploaded, to be saved."""
        found = self._demo.sandbox.slack.world.files.get(file_id)
        if found is None:
            return Response(status_code=404)
        headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
        return Response(found.content, media_type="application/octet-stream", headers=headers)

    async def _changes(self, at: Looking) -> AsyncIterator[str]:
        shown: dict[str, str] = {}
        yield f"event: began\ndata: {self._began}\n\n"
        while True:
            changed = self._changed  # before drawing, so that nothing done meanwhile is missed
            for part, html in (await self._drawer.parts(at)).items():
                if shown.get(part) != html:
                    shown[part] = html
                    yield f"data: {json.dumps({'part': part, 'html': html})}\n\n"
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), LOOK_EVERY)

    def _at(self, request: Request) -> Looking:
        return looking(self._demo.sandbox.slack.world, request.query_params)


class _FromTeams:
    """Hands the bot what the Playground sends, which knows only the page's address."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._demo.stand_in_teams()
        await self._demo.program.web(scope, receive, send)


def build(demo: Demo) -> FastAPI:
    """The page's web application."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(Pages(demo).router)
    app.router.routes.append(Route("/api/messages", _FromTeams(demo), methods=["POST"]))
    static = Path(__file__).parent / "static"
    app.mount("/static", StaticFiles(directory=static), name="static")
    return app


def _words(option: dict[str, dict[str, str]]) -> str:
    return option["text"]["text"]
