"""What ends an escalation commits while a message of it is already in a worker's hands."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from foxo_bot.cases import acknowledge, retriage
from foxo_bot.delivery.courier import Courier
from foxo_bot.delivery.record import Result, bounced, record
from foxo_bot.delivery.transport import Sent, TryLater, Undeliverable
from foxo_bot.escalation import engine
from foxo_bot.model import Case, EscalationStopped, Happened, Triage
from foxo_bot.store import claims, outbox, people
from foxo_bot.store.claims import Pace
from foxo_bot.store.db import Database, Tx
from foxo_bot.store.outbox import Message, Outcome
from foxo_bot.store.tables import escalations
from tests.cases import town
from tests.delivery.stand import LATER, Engaged, Phone, courier, texts, urgent_case_with_texts_due

IN_THE_END = LATER + timedelta(minutes=10)


class SlowToRead:
    """The database, with answers to reading held back until they are let go."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.write = database.write
        self.hears = database.hears
        self.is_stopping: Any = database.is_stopping
        self.read_was_done = asyncio.Event()
        self.let_go = asyncio.Event()

    async def read(self, fn: Any, *args: Any) -> Any:
        found = await self._database.read(fn, *args)
        self.read_was_done.set()
        await self.let_go.wait()
        return found


class SlowToRecord:
    """The database, with what has been sent not written down until it is let go."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.read = database.read
        self.hears = database.hears
        self.is_stopping = database.is_stopping
        self.asked = asyncio.Event()
        self.let_go = asyncio.Event()

    async def write(self, fn: Any, *args: Any) -> Any:
        if fn is record:
            self.asked.set()
            await self.let_go.wait()
        return await self._database.write(fn, *args)


def _acknowledge(tx: Tx, here: town.Town, case: Case) -> list[Happened]:
    acknowledge.acknowledge(tx, here.act("Cleo", LATER), town.whole(tx, case))
    return tx.happened


def _lower(tx: Tx, here: town.Town, case: Case) -> list[Happened]:
    retriage.retriage(tx, here.act("Cleo", LATER), town.whole(tx, case), Triage.NORMAL)
    return tx.happened


def _counts_anew(tx: Tx, here: town.Town, case: Case) -> list[Happened]:
    """One of two has acknowledged, and when the clock counts again one is enough."""
    tx.across(update(escalations).values(acknowledged_by=2))
    _acknowledge(tx, here, case)
    tx.across(update(escalations).values(acknowledged_by=1))
    engine.run_due(tx, LATER + timedelta(minutes=5))
    return tx.happened


def _hears(worker: Courier, happened: list[Happened]) -> None:
    """A worker is told of what was committed, as the program tells it."""
    for fact in happened:
        if isinstance(fact, EscalationStopped):
            worker.stopped(fact.recipient_id, fact.person_id)


async def _delivered_while(database: Database, act: Callable[[Tx], list[Happened]]) -> Phone:
    """What still arrives where something is committed while a worker has its texts in hand."""
    slow, phone = SlowToRead(database), Phone()
    worker = courier(slow, phone)
    delivering = asyncio.create_task(worker.settle())
    await slow.read_was_done.wait()
    _hears(worker, await database.write(act))
    slow.let_go.set()
    await delivering
    return phone


@pytest.mark.parametrize("act", [_acknowledge, _lower, _counts_anew])
async def test_a_text_that_was_drawn_before_the_escalation_ended_is_not_sent_after_it(
    database: Database, act: Any
) -> None:
    here, case = await database.write(urgent_case_with_texts_due)
    phone = await _delivered_while(database, lambda tx: act(tx, here, case))

    assert phone.parcels == []
    assert Outcome.SENT not in {row.state for row in await database.read(texts, case)}


async def test_an_escalation_counts_as_ending_from_before_the_commit_until_all_were_told(
    database: Database,
) -> None:
    here, case = await database.write(urgent_case_with_texts_due)
    found: list[bool] = []

    def looks(_: object) -> None:
        found.append(database.is_stopping(1, None))

    database.after_commit = looks
    await database.write(_acknowledge, here, case)
    looks(None)

    assert found == [True, False]


async def test_while_an_end_is_being_committed_nothing_leaves_and_where_that_fails_it_is_due_again(
    database: Database,
) -> None:
    await database.write(urgent_case_with_texts_due)
    phone = Phone()
    committing = SlowToRead(database)
    committing.let_go.set()
    committing.is_stopping = lambda *_: True
    worker = courier(committing, phone)
    await worker.deliver_due()
    await worker.stop()
    assert phone.parcels == []

    await courier(database, phone).settle()
    assert len(phone.parcels) == 2


async def test_a_text_that_waits_for_a_slot_is_not_sent_after_the_escalation_ended(
    database: Database,
) -> None:
    here, case = await database.write(urgent_case_with_texts_due)
    phone = Engaged()
    worker = courier(database, phone, slots=1)
    assert await worker.deliver_due() == 1
    await phone.called.wait()
    assert await worker.deliver_due() == 1

    _hears(worker, await database.write(_acknowledge, here, case))
    phone.let_go.set()
    await worker.settle()

    assert len(phone.parcels) == 1
    ended = {row.state for row in await database.read(texts, case)}
    assert {Outcome.DROPPED, Outcome.SENT} <= ended
    assert Outcome.OPEN not in ended


async def test_where_two_must_acknowledge_the_first_is_not_texted_after_it_and_the_others_are(
    database: Database,
) -> None:
    here, case = await database.write(urgent_case_with_texts_due)

    def two_must(tx: Tx) -> list[Happened]:
        tx.across(update(escalations).values(acknowledged_by=2))
        return _acknowledge(tx, here, case)

    phone = await _delivered_while(database, two_must)

    assert [parcel.address for parcel in phone.parcels] == [here.people["Lane"].phone]


def _claims(tx: Tx, owner: str = "me", now: datetime = LATER) -> list[Message]:
    """One text that is due, for a minute."""
    lease, pace = timedelta(minutes=1), Pace(timedelta())
    return claims.claim(tx, "sms", limit=1, now=now, lease=lease, owner=owner, pace=lambda _: pace)


async def test_news_that_a_text_cannot_arrive_stands_where_it_is_quicker_than_that_it_was_taken(
    database: Database,
) -> None:
    await database.write(urgent_case_with_texts_due)

    def story(tx: Tx) -> None:
        (row,) = _claims(tx)
        bounced(tx, row, reason="30005", words="unknown", address_dead=True, now=LATER)
        record(tx, [Result(row, Sent("SM1"))], LATER)
        then = outbox.lock(tx, [row.id])[row.id]
        assert (then.state, then.vendor_id) == (Outcome.FAILED, "SM1")

    await database.write(story)


async def test_a_worker_that_hung_gives_back_nothing_that_another_has_taken_over(
    database: Database,
) -> None:
    await database.write(urgent_case_with_texts_due)

    def story(tx: Tx) -> None:
        (hung,) = _claims(tx, "hung")
        now = LATER + timedelta(minutes=1)
        taken = {_claims(tx, "other", now)[0].id for _ in range(2)}
        assert hung.id in taken
        record(tx, [Result(hung, TryLater("timeout"))], now)
        assert _claims(tx, "third", now + timedelta(seconds=59)) == []

    await database.write(story)


async def test_a_dead_number_that_is_found_while_somebody_acknowledges_is_marked(
    database: Database,
) -> None:
    here, case = await database.write(urgent_case_with_texts_due)

    def story(tx: Tx) -> None:
        (row,) = _claims(tx)
        _acknowledge(tx, here, case)
        dead = Undeliverable("21211", "no such number", address_dead=True)
        record(tx, [Result(row, dead)], LATER)
        assert people.find(tx, row.person_id or 0).phone_problem == "no such number"

    await database.write(story)


async def test_a_team_that_has_acknowledged_holds_nothing_back_from_another(
    database: Database,
) -> None:
    await database.write(urgent_case_with_texts_due)
    slow, phone = SlowToRead(database), Phone()
    worker = courier(slow, phone)
    delivering = asyncio.create_task(worker.settle())
    await slow.read_was_done.wait()

    worker.stopped(recipient_id=4711)
    slow.let_go.set()
    await delivering

    assert {parcel.address for parcel in phone.parcels} == {"+61491570156", "+61491570158"}


async def test_a_worker_that_holds_all_it_may_does_not_look_until_something_ends(
    database: Database,
) -> None:
    await database.write(urgent_case_with_texts_due)
    phone = Engaged()
    worker = courier(database, phone, slots=3, now=IN_THE_END)
    held = [await worker.deliver_due()]
    for minutes in (5, 10):
        await database.write(engine.run_due, LATER + timedelta(minutes=minutes))
        held.append(await worker.deliver_due())

    assert held == [2, 2, 0], "more than it sends at once, and two that have to wait"
    assert await worker._pause(0) > 0, "it would ask over and over for what it may not take"
    phone.let_go.set()
    await worker.settle()
    assert len(phone.parcels) == 6


async def test_a_kill_can_repeat_no_more_than_there_are_slots(database: Database) -> None:
    await database.write(urgent_case_with_texts_due)
    slow, phone = SlowToRecord(database), Phone()
    worker = courier(slow, phone, slots=1)
    assert await worker.deliver_due() == 1
    assert await worker.deliver_due() == 1
    await slow.asked.wait()
    for _ in range(10):  # whatever could go on goes on
        await asyncio.sleep(0)
    assert len(phone.parcels) == 1, "the first is not written down, and a second has left"

    slow.let_go.set()
    await worker.settle()
    assert len(phone.parcels) == 2
