"""The Teams transport, served over real HTTP, between the sandbox's Teams and a stub product."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import FastAPI

from foxo_bot.cards.card import Button, Buttons, Card, Field, Form, Option, Select, TextInput
from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.serving import Served
from foxo_bot.sandbox.teams.nouns import App
from foxo_bot.sandbox.teams.server import Teams
from foxo_bot.settings import Settings
from foxo_bot.transports.teams import Timing, build
from foxo_bot.transports.teams.transport import TeamsTransport
from tests.stub_front import StubFront

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOME, CLINIC = App().tenant_id, "22222222-2222-4222-8222-222222222222"
REGISTRAR, CLEO, GP, GUEST = "29:regis", "29:cleo", "29:gp", "29:guest"
HOSPITAL, PRACTICE = "19:hospital@thread.tacv2", "19:practice@thread.tacv2"
RADIOLOGY, REFERRALS = "19:radiology@thread.tacv2", "19:referrals@thread.tacv2"
QUICK = Timing(request=5.0, say_again=(0.0, 0.0), roster_settles=0.0, stop=0.2)

CASE_FORM = Form(
    id="case",
    title="New case",
    submit="Send",
    content=(
        Field(
            "teams", "Send to", Select((Option("1", "Radiology"), Option("2", "ED")), several=True)
        ),
        Field("subject", "Subject", TextInput(max_length=150)),
        Field("details", "Details", TextInput(many_lines=True)),
        Field("patient", "Patient", Select(ask=True), optional=True),
    ),
    keeps={"draft": "7"},
)
CARD = Card(
    preview="Urgent case 482-913 for Radiology",
    blocks=(
        Buttons(
            (
                Button("acknowledge", "Acknowledge", value="5"),
                Button("reply", "Reply", value="5"),
                Button("new_case", "Send a case", value="6"),
            )
        ),
    ),
)


@dataclass
class Stand:
    """Everything a test touches."""

    teams: Teams
    clock: Clock
    product: StubFront
    transport: TeamsTransport
    settings: Settings

    async def settled(self) -> None:
        """Wait for what runs behind answers."""
        await self.transport.settled()


def people_the_world(teams: Teams) -> None:
    world = teams.world
    world.tenant(HOME, "Northside")
    world.tenant(CLINIC, "Hillview Clinic")
    world.person(REGISTRAR, HOME, "Rowan Regis", email="rowan@northside.example", has_app=True)
    world.person(CLEO, HOME, "Cleo Concierge", email="cleo@northside.example")
    world.person(GUEST, HOME, "Glen Guest", email="glen@elsewhere.example", guest=True)
    world.person(GP, CLINIC, "Gil Practice", email="gil@hillview.example")
    world.team(HOSPITAL, HOME, "Northside", members=(REGISTRAR, CLEO, GUEST))
    world.channel(RADIOLOGY, "Radiology", HOSPITAL)
    world.channel(REFERRALS, "Referrals", HOSPITAL, kind="shared", members=(CLEO, GP))


def settings_for(teams: Teams, **other: str) -> Settings:
    usual = {"foxo_public_url": "https://foxo.example", **teams.settings()}
    return Settings(_env_file=None, **{**usual, **other})


@asynccontextmanager
async def standing(*, app: App | None = None, **settings: str) -> AsyncIterator[Stand]:
    """A transport that the sandbox's Teams can reach, with nobody having done anything."""
    clock = Clock(NOON, rate=0)
    async with Teams(clock, app=app) as teams:
        people_the_world(teams)
        product = StubFront()
        chosen = settings_for(teams, **settings)
        transport = build(chosen, product, clock.now, QUICK)
        served_app = FastAPI(openapi_url=None)
        served_app.include_router(transport.router)
        served = Served(served_app)
        await served.start()
        teams.bot_url = served.url
        teams.courier.patience = teams.courier.invoke_patience = 30  # a busy machine is no slow bot
        try:
            yield Stand(teams, clock, product, transport, chosen)
        finally:
            teams.faults.clear()
            await transport.stop()
            await served.stop()
