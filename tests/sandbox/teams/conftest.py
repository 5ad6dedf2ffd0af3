"""A hospital and a practice in the sandbox's Teams, and a bot of a few lines to receive it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.teams.server import Teams
from tests.sandbox.bot import Bot, listening
from tests.sandbox.teams.calling import HOSPITAL, PRACTICE, Caller, token


@pytest.fixture
async def teams(clock: Clock) -> AsyncIterator[Teams]:
    """Northside with a team in three kinds of channel; a guest, and an outside doctor."""
    async with Teams(clock) as teams:
        world = teams.world
        world.tenant(HOSPITAL, "Northside")
        world.tenant(PRACTICE, "Hillview")
        world.person("29:reg", HOSPITAL, "Rowan Regis", email="rowan@northside.example")
        world.person("29:con", HOSPITAL, "Cleo Concierge", email="cleo@northside.example")
        world.person("29:own", HOSPITAL, "Olive Owner")
        world.person("29:lone", HOSPITAL, "Lou Lone")
        world.person("29:guest", HOSPITAL, "Gus Guest", email="gus@home.example", guest=True)
        world.person("29:gp", PRACTICE, "Gil Practice", email="gil@hillview.example")
        inside = ("29:reg", "29:con", "29:own", "29:guest")
        world.team("19:north@thread.tacv2", HOSPITAL, "Northside", members=inside)
        world.team("19:hill@thread.tacv2", PRACTICE, "Hillview", members=("29:gp",), has_app=False)
        world.channel("19:rad@thread.tacv2", "Radiology", "19:north@thread.tacv2")
        world.channel(
            "19:ref@thread.tacv2", "Referrals", "19:north@thread.tacv2",
            kind="shared", members=("29:con", "29:gp"),
        )  # fmt: skip
        world.channel(
            "19:leads@thread.tacv2", "Leads", "19:north@thread.tacv2",
            kind="private", members=("29:own",), has_app=False,
        )  # fmt: skip
        yield teams


@pytest.fixture
async def bot(teams: Teams) -> AsyncIterator[Bot]:
    """A bot that records what it gets and answers what a test tells it to."""
    async with listening() as bot:
        teams.bot_url = bot.url
        yield bot


@pytest.fixture
async def call(teams: Teams) -> AsyncIterator[Caller]:
    """The bot's side of the connector, with a token that is good."""
    async with aiohttp.ClientSession() as session:
        caller = Caller(session, teams)
        caller.token = await token(caller)
        yield caller
