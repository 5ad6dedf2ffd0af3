"""A small hospital in the sandbox's Slack, with an outside doctor in a shared channel."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.slack.manifest import app_from_manifest
from foxo_bot.sandbox.slack.server import Slack
from tests.transports.slack.manifest import manifest
from tests.transports.slack.stand import Stand, people_the_world, standing

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON, rate=0)


@pytest.fixture
async def slack(clock: Clock) -> AsyncIterator[Slack]:
    async with Slack(clock, app=app_from_manifest(manifest())) as slack:
        people_the_world(slack)
        yield slack


@pytest.fixture
async def stand(slack: Slack) -> AsyncIterator[Stand]:
    async with standing(slack) as stand:
        yield stand
