"""One hospital a story, and a watch on every SQL statement in it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.scenarios import wall
from tests.scenarios.hospital import Hospital
from tests.scenarios.program import opened


@pytest.fixture(autouse=True)
def organisation_wall() -> Iterator[None]:
    """No story may run a statement that does not say whose rows it is about."""
    with wall.watched() as breaches:
        yield
    assert not breaches, breaches


ON_POSTGRESQL_TOO = {"test_acknowledging", "test_races"}
"""Files whose stories are always played on both databases; `--every-database` does it with all."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    chosen = metafunc.module.__name__.rpartition(".")[2] in ON_POSTGRESQL_TOO
    both = chosen or metafunc.config.getoption("--every-database")
    if "database_changes" in metafunc.fixturenames and both:
        metafunc.parametrize("database_changes", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def database_changes(request: pytest.FixtureRequest) -> dict[str, str]:
    """The settings that lead a story to its database: none for a file of its own."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return {}
    return {"foxo_database_url": request.getfixturevalue("postgres_url")}


@pytest.fixture
async def hospital(
    tmp_path: Path, migrated: Path, database_changes: dict[str, str]
) -> AsyncIterator[Hospital]:
    async with opened(tmp_path, migrated, **database_changes) as hospital:
        yield hospital
