"""Something that cannot be done holds up nothing but itself, and is tried again."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import update

from foxo_bot.delivery import recorder
from foxo_bot.escalation import engine
from foxo_bot.model import Case
from foxo_bot.scheduler import Scheduler
from foxo_bot.store import escalations
from foxo_bot.store.db import Database, Tx
from foxo_bot.store.outbox import Message, Outcome
from foxo_bot.store.tables import cases as cases_table
from foxo_bot.store.tables import escalations as clocks
from foxo_bot.store.vault import Vault
from tests.cases import town
from tests.delivery.stand import LATER, Phone, courier, texts, urgent_case_with_texts_due

MINUTE = timedelta(minutes=1)


def _another_with_texts_due(tx: Tx, here: town.Town) -> Case:
    case = town.send(tx, here, subject="The other film", now=town.NOON - timedelta(seconds=1))
    engine.run_due(tx, town.NOON + 2 * MINUTE)
    engine.run_due(tx, LATER)
    return case


def _seal_with_a_lost_key(tx: Tx, case: Case) -> None:
    lost = Vault([Fernet.generate_key().decode()]).seal("nobody can read this any more")
    tx.across(update(cases_table).where(cases_table.c.id == case.id).values(subject=lost))


async def test_a_message_that_cannot_be_drawn_leaves_the_others_alone(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    here, whole = await database.write(urgent_case_with_texts_due)
    broken = await database.write(_another_with_texts_due, here)
    await database.write(_seal_with_a_lost_key, broken)
    phone = Phone()
    await courier(database, phone).settle()

    assert len(phone.parcels) == 2
    assert {row.state for row in await database.read(_reachable, whole)} == {Outcome.SENT}
    again = await database.read(_reachable, broken)
    assert {(row.state, row.attempts) for row in again} == {(Outcome.OPEN, 1)}
    assert "drawing failed" in caplog.text


async def test_a_result_that_cannot_be_written_does_not_undo_the_others(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _, case = await database.write(urgent_case_with_texts_due)
    bad = (await database.read(_reachable, case))[0].id
    record = recorder.record

    def fails_for_one(tx: Tx, results: list[Any], now: Any) -> None:
        if any(result.message.id == bad for result in results):
            raise RuntimeError("this one cannot be written")
        record(tx, results, now)

    monkeypatch.setattr(recorder, "record", fails_for_one)
    phone = Phone()
    await courier(database, phone).settle()

    states = {row.id: row.state for row in await database.read(_reachable, case)}
    assert states.pop(bad) is Outcome.OPEN
    assert set(states.values()) == {Outcome.SENT}
    assert len(phone.parcels) == 2
    caplog.clear()


async def test_a_clock_whose_step_fails_does_not_stop_all_other_clocks(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    here = await database.write(town.build)
    broken = await database.write(lambda tx: town.send(tx, here, now=town.NOON - MINUTE))
    whole = await database.write(lambda tx: town.send(tx, here))
    await database.write(_spoil_the_policy, broken)
    now = town.NOON + 2 * MINUTE
    scheduler = Scheduler(database, lambda: now)
    with caplog.at_level(logging.ERROR):
        assert await scheduler.tick() == 1

    assert "a step failed" in caplog.text
    assert (await database.read(_clock, whole)).reached == 2 * MINUTE
    again = await database.read(_clock, broken)
    assert again.stopped_at is None
    assert again.due_at == now + MINUTE


def _spoil_the_policy(tx: Tx, case: Case) -> None:
    steps = [{"after": 120, "by": ["pigeon"], "to": [], "every": None, "exhausted": False}]
    tx.across(update(clocks).where(clocks.c.case_id == case.id).values(steps=steps))


def _clock(tx: Tx, case: Case) -> Any:
    return next(iter(escalations.of_case(tx, case.organisation_id, case.id).values()))


def _reachable(tx: Tx, case: Case) -> list[Message]:
    return [row for row in texts(tx, case) if row.reason != "no_address"]
