"""One hospital a story."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.scenarios.hospital import Hospital, opened


@pytest.fixture
async def hospital(tmp_path: Path) -> AsyncIterator[Hospital]:
    async with opened(tmp_path) as hospital:
        yield hospital
