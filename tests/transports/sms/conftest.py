"""Twilio's stand-in, and the transport with its two addresses behind a real socket."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.serving import Served
from foxo_bot.sandbox.twilio.server import Twilio
from foxo_bot.settings import Settings
from foxo_bot.transports import sms
from tests.stub_front import StubFront

PUBLIC_URL = "https://foxo.example"


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 1, 3, 0, tzinfo=UTC), rate=0)


@pytest.fixture
def front() -> StubFront:
    return StubFront()


@pytest.fixture
async def twilio(clock: Clock) -> AsyncIterator[Twilio]:
    async with Twilio(clock) as twilio:
        twilio.public_url = PUBLIC_URL
        yield twilio


@pytest.fixture
def settings(twilio: Twilio) -> Settings:
    return Settings(_env_file=None, foxo_public_url=PUBLIC_URL, **twilio.settings())


@pytest.fixture
async def transport(
    settings: Settings, front: StubFront, clock: Clock, twilio: Twilio
) -> AsyncIterator[sms.SmsTransport]:
    """With its addresses behind a socket, known to Twilio by another name."""
    transport = sms.build(settings, front, clock.now)
    app = FastAPI()
    app.include_router(transport.router)
    served = Served(app)
    await served.start()
    twilio.bot_url = served.url
    yield transport
    await transport.close()
    await served.stop()
