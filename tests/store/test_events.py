"""The audit trail: the database refuses to change it, and what was changed all the same is found.

Whoever owns the database can take its guards away; the chain of hashes is for them.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from foxo_bot.store import events
from foxo_bot.store.columns import EPOCH
from foxo_bot.store.db import Database, Tx
from foxo_bot.store.tables import chain_heads
from foxo_bot.store.tables import events as trail
from tests.cases import town

Tampering = Callable[[Tx], object]

ALTERED = {
    "at": town.NOON.replace(year=2020),
    "kind": "viewed",
    "via": "clock",
    "case_id": 4711,
    "recipient_id": 4711,
    "actor_id": 4711,
    "data": {"triage": "normal"},
    "previous_hash": "0" * 64,
    "hash": "f" * 64,
    "seq": 4711,
    "organisation_id": 2,
}


def _seq(tx: Tx, place: str) -> int:
    return {"first": 1, "middle": _last(tx) // 2, "last": _last(tx)}[place]


class _Undo(Exception):
    """Ends an experiment: what was done in its transaction is undone."""


@pytest.fixture
async def whole(database: Database) -> Database:
    """A trail of some cases, of two organisations."""

    def fill(tx: Tx) -> None:
        here = town.build(tx)
        for sender in ("Rowan", "Nell"):
            town.send(tx, here, sender=sender, to=("Radiology", "Nurses"))

    await database.write(fill)
    assert await database.read(lambda tx: list(events.verify(tx))) == []
    return database


async def _found(database: Database, tamper: Tampering) -> str:
    """What verify finds after somebody took the guards away and tampered."""
    found: list[str] = []

    def experiment(tx: Tx) -> None:
        _take_the_guards_away(tx)
        tamper(tx)
        found.extend(events.verify(tx))
        raise _Undo

    with pytest.raises(_Undo):
        await database.write(experiment)
    return "\n".join(found)


def _take_the_guards_away(tx: Tx) -> None:
    if tx.connection.dialect.name == "postgresql":
        tx.connection.exec_driver_sql("ALTER TABLE events DISABLE TRIGGER ALL")
        return
    for act in ("update", "delete"):
        tx.connection.exec_driver_sql(f"DROP TRIGGER events_no_{act}")


def _at(seq: int) -> object:
    return (trail.c.organisation_id == 1) & (trail.c.seq == seq)


def _last(tx: Tx) -> int:
    head = select(chain_heads.c.seq).where(chain_heads.c.organisation_id == 1)
    return int(tx.across(head).scalar_one())


@pytest.mark.parametrize("place", ["first", "middle", "last"])
async def test_any_altered_field_of_any_event_is_found(whole: Database, place: str) -> None:
    for column, value in ALTERED.items():
        values = {column: value}
        if (place, column) == ("first", "previous_hash"):  # which is zeros already
            values = {column: "1" * 64}
        if column == "organisation_id":  # behind the end of that organisation's own chain
            values["seq"] = 4711

        def alter(tx: Tx, values: dict[str, object] = values) -> None:
            done = tx.across(update(trail).where(_at(_seq(tx, place))).values(**values))
            assert done.rowcount == 1

        assert "organisation 1:" in await _found(whole, alter), column


@pytest.mark.parametrize("place", ["first", "middle", "last"])
async def test_a_missing_event_is_found(whole: Database, place: str) -> None:
    def remove(tx: Tx) -> None:
        tx.across(delete(trail).where(_at(_seq(tx, place))))

    assert "organisation 1:" in await _found(whole, remove)


async def test_two_events_that_changed_places_are_found(whole: Database) -> None:
    def swap(tx: Tx) -> None:
        last = _last(tx)
        for old, new in ((1, last + 1), (last, 1), (last + 1, last)):
            tx.across(update(trail).where(_at(old)).values(seq=new))

    assert "does not follow" in await _found(whole, swap)


async def test_an_event_pushed_in_at_the_end_is_found(whole: Database) -> None:
    def push(tx: Tx) -> None:
        last = tx.across(select(trail).where(_at(_last(tx)))).one()._asdict()
        del last["id"]
        tx.across(insert(trail), [last | {"seq": last["seq"] + 1}])

    assert "organisation 1:" in await _found(whole, push)


async def test_a_trail_that_was_emptied_with_its_head_is_found_by_what_is_left(
    whole: Database,
) -> None:
    def empty(tx: Tx) -> None:
        tx.across(delete(trail).where(_at(1)))
        tx.across(delete(chain_heads).where(chain_heads.c.organisation_id == 1))

    assert "the head of the chain is gone" in await _found(whole, empty)


@pytest.mark.parametrize("statement", ["UPDATE events SET via = 'me'", "DELETE FROM events"])
async def test_the_database_itself_refuses_to_change_the_trail(
    whole: Database, statement: str
) -> None:
    before = await whole.read(events.count)

    with pytest.raises(DBAPIError, match="append-only"):
        await whole.write(lambda tx: tx.connection.execute(text(statement)))
    assert await whole.read(events.count) == before
    assert await whole.read(lambda tx: list(events.verify(tx))) == []


facts = st.dictionaries(
    st.text("abcdefgh", max_size=5),
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    max_size=4,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=st.lists(facts, min_size=1, max_size=5), micros=st.integers(0, 10**15))
async def test_whatever_facts_an_event_holds_the_chain_is_whole_when_it_is_read_back(
    database: Database, written: list[events.Facts], micros: int
) -> None:
    moment = EPOCH + timedelta(microseconds=micros)
    clean = [{key: _storable(value) for key, value in one.items()} for one in written]

    def note(tx: Tx) -> None:
        if not tx.across(select(chain_heads.c.seq)).first():
            town.build(tx)
        for data in clean:
            events.append(tx, events.Event(1, moment, "viewed", "slack", data=data))

    await database.write(note)
    assert await database.read(lambda tx: list(events.verify(tx))) == []


def _storable(value: str | int | bool | None) -> str | int | bool | None:
    """PostgreSQL's JSON has no NUL and no lone surrogate; the program's own words have neither."""
    if not isinstance(value, str):
        return value
    return value.replace("\0", "").encode("utf-8", "ignore").decode()
