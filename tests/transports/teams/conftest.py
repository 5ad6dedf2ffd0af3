"""A small hospital in the sandbox's Teams, with a guest, and a practice in a shared channel."""

from collections.abc import AsyncIterator

import pytest

from tests.transports.teams.stand import Stand, standing


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    async with standing() as stand:
        yield stand
