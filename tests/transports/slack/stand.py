"""The Slack transport, served over real HTTP, between the sandbox's Slack and a stub product."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from fastapi import FastAPI

from foxo_bot.handlers.interaction import Interaction
from foxo_bot.sandbox.serving import Served
from foxo_bot.sandbox.slack.server import Slack
from foxo_bot.settings import Settings
from foxo_bot.transports.slack import SlackTransport, Timing, build
from tests.stub_front import StubFront

HOME, CLINIC = "T0HOME", "T0CLINIC"
QUICK = Timing(
    request=5.0,
    retry_first=0.01,
    retry_most=0.02,
    link=0.3,
    roster_settles=0.0,
    lookups_per_minute=600_000,
    stop=0.2,
)


class Product(StubFront):
    """One act a test, unless it looks at all of them."""

    @property
    def act(self) -> Interaction:
        """The only act so far."""
        (act,) = self.acts
        return act


@dataclass
class Stand:
    """Everything a test touches."""

    slack: Slack
    product: Product
    transport: SlackTransport
    settings: Settings
    url: str = ""
    made: list[Any] = field(default_factory=list)

    async def settled(self) -> None:
        """Wait for what runs behind answers, on both sides."""
        await self.transport.settled()
        await self.slack.settled()
        await self.transport.settled()


def people_the_world(slack: Slack) -> None:
    """A small hospital with a ward, and an outside doctor in a shared channel."""
    world = slack.world
    world.workspace(HOME, "Northside")
    world.workspace(CLINIC, "Hillview Clinic", install=False)
    world.person("U0REG", HOME, "Rowan Regis", email="rowan@northside.example")
    world.person("U0CON", HOME, "Cleo Concierge", phone="+61491570157")
    world.person("U0GP", CLINIC, "Gil Practice")
    world.channel("C0WARD", "ward", HOME, members=("U0REG", "U0CON"))
    world.channel("C0RAD", "radiology", HOME, members=("U0CON",), private=True)
    world.channel("C0REF", "referrals", HOME, members=("U0CON", "U0GP"), shared_with=(CLINIC,))
    world.channel("C0OTHER", "elsewhere", HOME, members=("U0REG",), with_bot=False)


def settings_for(slack: Slack, **other: str) -> Settings:
    usual = {"foxo_public_url": "https://foxo.example", **slack.settings(HOME)}
    return Settings(_env_file=None, **{**usual, **other})


@asynccontextmanager
async def standing(
    slack: Slack,
    *,
    product: Product | None = None,
    timing: Timing = QUICK,
    start: bool = True,
    **settings: str,
) -> AsyncIterator[Stand]:
    """A transport that Slack's stand-in can reach."""
    product = product or Product()
    chosen = settings_for(slack, **settings)

    def now() -> datetime:
        return slack.clock.now()

    transport = build(chosen, product, now, timing)
    app = FastAPI(openapi_url=None)
    app.include_router(transport.router)
    served = Served(app)
    await served.start()
    slack.bot_url = served.url
    if start:
        await transport.start()
    try:
        yield Stand(slack, product, transport, chosen, served.url)
    finally:
        slack.faults.clear()
        await transport.stop()
        await served.stop()


async def until(true: Callable[[], object]) -> None:
    """Wait for something that happens by itself."""
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.005)


def quick(**changes: float) -> Timing:
    return replace(QUICK, **changes)
