"""A mail server on a loopback port, and the transport that hands mail to it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.mail.server import MailServer
from foxo_bot.settings import Settings
from foxo_bot.transports import email
from tests.stub_front import StubFront


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 1, 3, 0, tzinfo=UTC), rate=0)


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with MailServer() as server:
        yield server


@pytest.fixture
def settings(server: MailServer) -> Settings:
    return Settings(
        _env_file=None,
        smtp_url=server.url,
        email_from="Foxo <foxo@hospital.example>",
        foxo_secret_key="of-the-test",
    )


@pytest.fixture
def front() -> StubFront:
    return StubFront()


@pytest.fixture
def transport(settings: Settings, clock: Clock, front: StubFront) -> email.EmailTransport:
    return email.build(settings, front, clock.now)
