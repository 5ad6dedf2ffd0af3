"""GET /healthz: the process is alive. GET /readyz: it can do its work."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse, PlainTextResponse

Troubles = Mapping[str, str | None]
"""Part of the program (database, slack, …) -> what is wrong with it, None where it is well."""

NEEDED = ("database", "program")
"""Only these decide the status: a vendor that is down must not take the requests of others away."""

ASKED = ["GET", "HEAD"]
"""Many monitors look at the status alone."""

PATIENCE = 3.0
"""Seconds that finding out may take; whatever asks gives up not much later."""


def routes(readiness: Callable[[], Awaitable[Troubles]]) -> APIRouter:
    """The two addresses that whatever runs the program asks."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/healthz", methods=ASKED)
    async def healthz() -> Response:
        return PlainTextResponse("ok")

    @router.api_route("/readyz", methods=ASKED)
    async def readyz() -> Response:
        troubles = await _find_out(readiness)
        ready = not any(troubles.get(part) for part in NEEDED)
        parts = {part: trouble or "ok" for part, trouble in troubles.items()}
        return JSONResponse({"ready": ready, "parts": parts}, status_code=200 if ready else 503)

    return router


async def _find_out(readiness: Callable[[], Awaitable[Troubles]]) -> Troubles:
    try:
        async with asyncio.timeout(PATIENCE):
            return await readiness()
    except TimeoutError:
        return {"program": f"gave no answer within {PATIENCE:.0f} seconds"}
