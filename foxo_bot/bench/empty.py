"""What `foxo-bot bench teams` compares with: our own way into Teams with no product behind it.

Run as a process of its own, with the program's settings in its environment:
python -m foxo_bot.bench.empty nothing (the host adapter with an empty handler)
python -m foxo_bot.bench.empty answer (everything but the product, which says that it is done)
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import uvicorn
from fastapi import APIRouter, FastAPI

from foxo_bot import settings as setting
from foxo_bot.edges.payload import Json
from foxo_bot.handlers.interaction import Done, Interaction, Reply
from foxo_bot.handlers.news import News
from foxo_bot.handlers.ports import ChannelToWatch
from foxo_bot.settings import Settings
from foxo_bot.transports.teams.building import admission_for, build, connector_for
from foxo_bot.transports.teams.host import Host
from foxo_bot.transports.teams.routes import build_router
from foxo_bot.transports.teams.surfaces.base import ACCEPTED, Answer
from foxo_bot.transports.teams.timing import Timing
from foxo_bot.web.guard import Guard


class Nobody:
    """Takes every activity, and does nothing."""

    async def take(self, body: Json) -> Answer:  # noqa: ARG002 - nothing is done with it
        return ACCEPTED


class Nothing:
    """A product that says of every act that it is done."""

    async def dispatch(self, interaction: Interaction) -> Reply:  # noqa: ARG002 - as above
        return Done(("You have acknowledged the case. The sender is being told.",))

    async def hear(self, news: News) -> None:
        """It keeps nothing."""

    async def channels(self, transport: str) -> Sequence[ChannelToWatch]:  # noqa: ARG002 - as above
        return ()

    async def keep_secret(self, kind: str, key: str, content: str) -> None:
        """The transport remembers what it gave."""

    async def secret(self, kind: str, key: str) -> str | None:  # noqa: ARG002 - as above
        return None


def app(router: APIRouter) -> Guard:
    """Served as the program serves it."""
    served = FastAPI(openapi_url=None)
    served.include_router(router)
    return Guard(served.router, served.routes)


def router_of(what: str, settings: Settings) -> APIRouter:
    """The way in, with `nothing` or an `answer` behind it."""
    timing = Timing()
    if what == "answer":
        return build(settings, Nothing(), _now, timing).router  # type: ignore[arg-type]  # no pages
    connector = connector_for(settings, timing)
    admission = admission_for(settings, connector, _now, timing)
    return build_router(Host(admission, connector, Nobody()))


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - a program of its own, at the edge


if __name__ == "__main__":
    chosen = setting.load()
    uvicorn.run(
        app(router_of(sys.argv[1], chosen)),
        port=chosen.foxo_port,
        lifespan="off",
        access_log=False,
        log_level="error",
        server_header=False,
    )
