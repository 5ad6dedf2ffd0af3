"""The database has no room or no connection left: people are told, and nothing is lost."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import asyncpg
import pytest
from sqlalchemy import text

from foxo_bot.store.db import Tx
from foxo_bot.store.postgres import PostgresDatabase
from tests.faults.fleet import FATE
from tests.scenarios.cast import CASEY_PHONE, RADIOLOGY
from tests.scenarios.hospital import Hospital
from tests.scenarios.program import opened


@pytest.fixture
async def hospital(tmp_path: Path, migrated: Path, postgres_url: str) -> AsyncIterator[Hospital]:
    changed = {"foxo_database_url": postgres_url}
    async with opened(tmp_path, migrated, **changed) as hospital:
        yield hospital


async def ready(hospital: Hospital) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(hospital.url + "/readyz") as answer:
        return answer.status, json.loads(await answer.text())["parts"].get("database", "")


async def _disk(url: str, *, full: bool) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("UPDATE public.fate SET disk_full = $1", full)
    await connection.close()


async def test_a_full_disk_is_told_to_who_sends_and_what_was_sent_before_goes_on_later(
    hospital: Hospital, postgres_url: str
) -> None:
    connection = await asyncpg.connect(postgres_url)
    await connection.execute(FATE)
    await connection.close()
    await hospital.sends()
    modal = await hospital.opens_form(hospital.registrar)
    await _disk(postgres_url, full=True)

    chosen = next(one for one in modal.block("triage").options if "Urgent" in one)
    filled = modal.fill(
        teams=["Radiology Concierge"], subject="Another", details="x", triage=chosen
    )
    await filled.submit()
    assert "not saved" in " ".join(filled.errors.values())
    assert (await ready(hospital))[0] == 503

    await _disk(postgres_url, full=False)
    assert (await ready(hospital))[0] == 200
    await filled.submit()
    await hospital.passes(minutes=6)
    assert len(hospital.posts(RADIOLOGY)) == 2
    assert len(hospital.texts(CASEY_PHONE)) == 2


async def test_without_a_free_connection_people_are_told_and_it_is_not_ready(
    hospital: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hospital.sends()
    database = hospital.program.database
    assert isinstance(database, PostgresDatabase)
    monkeypatch.setattr(database._writers.pool, "_timeout", 0.2)
    held = [
        asyncio.create_task(database.write(_sits)) for _ in range(database._writers.pool.size())
    ]
    await _until(lambda: database._writers.pool.checkedout() == len(held))

    seen = await hospital.cleo.press(hospital.post(), "Acknowledge")
    status, why = await ready(hospital)
    assert "not saved" in seen.text_shown()
    assert (status, why.partition(" (")[0]) == (503, "does not answer, or takes no changes")

    await asyncio.gather(*held)
    assert (await ready(hospital))[0] == 200
    again = await hospital.cleo.press(hospital.post(), "Acknowledge")
    assert "You have acknowledged" in again.text_shown()


def _sits(tx: Tx) -> None:
    tx.across(text("SELECT pg_sleep(6)"))


async def _until(come: Callable[[], bool]) -> None:
    while not come():  # noqa: ASYNC110 - a pool has no event
        await asyncio.sleep(0.01)
