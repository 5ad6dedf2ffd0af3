"""The web application on a loopback port, with a product that only listens behind it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import aiohttp
import pytest
from fastapi import APIRouter, Request, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from foxo_bot.handlers.ports import AckSheet
from foxo_bot.model import State, Triage
from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.serving import Served
from foxo_bot.signing import ACKNOWLEDGE, Grant, Signer
from foxo_bot.web.metrics import Depths, Metrics
from foxo_bot.web.server import build_app
from tests.stub_front import StubFront

GRANT = Grant(organisation_id=1, recipient_id=2, person_id=3)


@dataclass(slots=True)
class Answer:
    """An answer as a browser gets it."""

    status: int
    text: str
    headers: dict[str, str]


@dataclass(slots=True)
class Site:
    """Everything around the pages that a test may turn."""

    clock: Clock
    url: str = ""
    front: StubFront = field(default_factory=StubFront)
    signer: Signer = field(default_factory=lambda: Signer("of-the-test"))
    metrics: Metrics = field(default_factory=Metrics)
    depths: Depths = field(default_factory=Depths)
    troubles: dict[str, str | None] = field(default_factory=lambda: {"database": None})

    async def asks(self, method: str, path: str, **over: object) -> Answer:
        """One request from outside."""
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, self.url + path, **over) as response,  # type: ignore[arg-type]
        ):
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status, await response.text(), headers)

    def link(self, grant: Grant = GRANT) -> str:
        """The path of a link as it goes out by email."""
        return f"/ack/{self.signer.token(grant, purpose=ACKNOWLEDGE, now=self.clock.now())}"

    def case(self, **over: object) -> AckSheet:
        """What the link leads to from now on."""
        facts: dict[str, object] = {
            "number": 482913,
            "triage": Triage.URGENT,
            "team": "Radiology <Concierge>",
            "age": timedelta(minutes=5),
            "state": State.UNCLAIMED,
        }
        sheet = AckSheet(**{**facts, **over})  # type: ignore[arg-type]
        self.front.sheets[GRANT] = sheet
        return sheet


def vendor_routes() -> APIRouter:
    """A vendor's addresses: one that reads, one that fails with a patient's name in its mouth."""
    router = APIRouter()

    @router.post("/vendor/{secret}")
    async def read(secret: str, request: Request) -> dict[str, int]:
        return {"size": len(await request.body())}

    @router.post("/vendor/fails/{secret}")
    async def fail(secret: str) -> None:
        raise ValueError("Mrs Citizen")

    @router.get("/vendor/typed/{number}")
    async def typed(number: int) -> int:
        return number

    router.routes.append(Route("/vendor/plain/{secret}", Plain(), methods=["POST"]))
    return router


class Plain:
    """A plain ASGI endpoint, which fails where it is asked to."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].endswith("/fail"):
            raise ValueError("Mrs Citizen")
        await Response("read")(scope, receive, send)


def application(site: Site) -> ASGIApp:
    async def readiness() -> dict[str, str | None]:
        return site.troubles

    async def measure() -> Depths:
        return site.depths

    return build_app(
        transports=[SimpleNamespace(name="vendor", router=vendor_routes())],
        front=site.front,
        signer=site.signer,
        clock=site.clock.now,
        readiness=readiness,
        counted=site.metrics,
        measure=measure,
    )


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site(Clock(datetime(2026, 3, 1, 3, 0, tzinfo=UTC), rate=0))
    served = Served(application(site))
    await served.start()
    site.url = served.url
    yield site
    await served.stop()
