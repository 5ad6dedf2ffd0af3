"""A small hospital in the sandbox's Slack, with an outside doctor in a shared channel."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.slack.manifest import app_from_manifest
from foxo_bot.sandbox.slack.server import Slack
from tests.transports.slack.manifest import manifest
from tests.transports.slack.stand import CLINIC, HOME, Stand, standing

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON, rate=0)


@pytest.fixture
async def slack(clock: Clock) -> AsyncIterator[Slack]:
    async with Slack(clock, app=app_from_manifest(manifest())) as slack:
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
        yield slack


@pytest.fixture
async def stand(slack: Slack) -> AsyncIterator[Stand]:
    async with standing(slack) as stand:
        yield stand
