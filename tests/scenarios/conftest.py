"""One hospital a story, and a watch on every SQL statement in it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.scenarios import wall
from tests.scenarios.hospital import Hospital, opened


@pytest.fixture(autouse=True)
def organisation_wall() -> Iterator[None]:
    """No story may run a statement that does not say whose rows it is about."""
    with wall.watched() as breaches:
        yield
    assert not breaches, breaches


@pytest.fixture
async def hospital(tmp_path: Path, migrated: Path) -> AsyncIterator[Hospital]:
    async with opened(tmp_path, migrated) as hospital:
        yield hospital
