"""A small clinic in the sandbox, and a tiny bot to receive what the stand-ins send."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.slack.manifest import standard_app
from foxo_bot.sandbox.slack.server import Slack
from tests.sandbox.bot import Bot, listening
from tests.transports.slack.stand import HOME, people_the_world

BESIDES = frozenset({"files:write"})
"""What the stand-in can do beside what Foxo Bot asks for."""

HEARD_BESIDES = frozenset({"channel_rename", "channel_shared", "channel_unshared"})
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON, rate=0)


@pytest.fixture
async def slack(clock: Clock) -> AsyncIterator[Slack]:
    """Northside with two people and a ward; an outside doctor in a shared channel."""
    app = standard_app()
    app.scopes |= BESIDES
    app.bot_events |= HEARD_BESIDES
    async with Slack(clock, app=app) as slack:
        people_the_world(slack)
        yield slack


@pytest.fixture
def client(slack: Slack) -> AsyncWebClient:
    """Slack's own SDK, as the independent judge."""
    return AsyncWebClient(slack.token(HOME), base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
async def bot(slack: Slack) -> AsyncIterator[Bot]:
    """A bot that records what it gets and answers what a test tells it to."""
    async with listening() as bot:
        slack.bot_url = bot.url
        yield bot
