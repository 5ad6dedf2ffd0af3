"""The one web application: every transport's addresses and our own pages behind one guard."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse
from fastapi.routing import APIRoute
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.routing import BaseRoute, Router

from foxo_bot.delivery.transport import Transport
from foxo_bot.handlers.ports import Front
from foxo_bot.signing import Signer
from foxo_bot.web import health, metrics
from foxo_bot.web.acknowledge import Acknowledge
from foxo_bot.web.files import Fetch, Files
from foxo_bot.web.guard import Guard, sorry
from foxo_bot.web.shifts import Shifts

LARGEST_BODY = 1024 * 1024
"""Bytes in a request; more is answered with 413."""

_NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "auto_configure": False,
}
"""FastAPI's own would carry the texts of exceptions, which may hold data of patients."""


def build_app(
    *,
    transports: Sequence[Transport],
    front: Front,
    signer: Signer,
    clock: Callable[[], datetime],
    readiness: Callable[[], Awaitable[health.Troubles]],
    counted: metrics.Metrics,
    measure: Callable[[], Awaitable[metrics.Depths]],
) -> Guard:
    """The application that uvicorn serves: the addresses of the transports, and ours.

    A transport has some where it has a `router`; files that it holds are had by its `fetch`.

    Plain ASGI routes are found before FastAPI is asked: its layers do nothing for them and are
    a sixth of what a command costs. Such a route limits what it reads by itself.
    """
    theirs: list[APIRouter] = [one.router for one in transports if hasattr(one, "router")]
    vendors: dict[str, Fetch] = {one.name: one.fetch for one in transports if hasattr(one, "fetch")}
    ours = (
        Acknowledge(front=front, signer=signer, clock=clock).router,
        Files(front=front, signer=signer, clock=clock, vendors=vendors).router,
        Shifts(front=front, signer=signer, clock=clock).router,
        health.routes(readiness),
        metrics.routes(counted, measure),
    )
    plain: list[BaseRoute] = []
    rest = _fastapi()
    for router in (*theirs, *ours):
        for route in router.routes:
            (rest.router.routes if isinstance(route, APIRoute) else plain).append(route)
    served = Router(plain, redirect_slashes=False, default=rest)
    return Guard(served, routes=(*plain, *rest.router.routes))


def _fastapi() -> FastAPI:
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=_NO_TELEMETRY,
    )
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST_BODY)
    app.add_exception_handler(Exception, sorry)
    app.add_exception_handler(HTTPException, _plainly)
    app.add_exception_handler(RequestValidationError, _malformed)
    return app


async def _plainly(_: Request, error: Exception) -> Response:
    """A refusal as its name alone, with whatever header belongs to it (Allow)."""
    if not isinstance(error, HTTPException):
        raise error
    phrase = HTTPStatus(error.status_code).phrase
    return PlainTextResponse(phrase, status_code=error.status_code, headers=error.headers)


async def _malformed(_: Request, __: Exception) -> Response:
    """FastAPI would repeat what was sent; it may hold anything, so it is not repeated."""
    return PlainTextResponse("Bad Request", status_code=400)
