"""Several processes on one PostgreSQL: they hear of one another, and agree on the time."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import asyncpg
import pytest
from sqlalchemy import text, update

from foxo_bot.cases import acknowledge, retriage
from foxo_bot.delivery.record import Result, record
from foxo_bot.delivery.transport import Undeliverable
from foxo_bot.escalation import engine
from foxo_bot.model import Case, EscalationStopped, Triage
from foxo_bot.sandbox.postgres import Server
from foxo_bot.store import claims, outbox
from foxo_bot.store.claims import Pace
from foxo_bot.store.db import CLOCK, Committed, Database, Tx, connect
from foxo_bot.store.outbox import Kind, Message, Outcome
from foxo_bot.store.postgres import PostgresDatabase
from foxo_bot.store.server_clock import ServerClock
from foxo_bot.store.tables import outbox as table
from foxo_bot.store.vault import Vault
from tests.cases import town

SECOND = timedelta(seconds=1)


class Ear:
    """What a process is told after commits."""

    def __init__(self) -> None:
        self.told: list[Committed] = []
        self._news = asyncio.Event()

    def __call__(self, committed: Committed) -> None:
        self.told.append(committed)
        self._news.set()

    async def hears(self, count: int) -> list[Committed]:
        """All that was told, once it is so much."""
        while len(self.told) < count:
            self._news.clear()
            await self._news.wait()
        return self.told


@pytest.fixture
async def pair(postgres_url: str, vault: Vault) -> AsyncIterator[tuple[Database, Database, Ear]]:
    """Two processes' databases, and what the second one hears."""
    one, two, ear = connect(postgres_url, vault), connect(postgres_url, vault), Ear()
    await one.start(lambda _: None)
    await two.start(ear)
    await ear.hears(1)  # the line is up, and whatever was missed is looked for
    yield one, two, ear
    await one.close()
    await two.close()


async def test_what_one_process_commits_wakes_the_workers_of_the_other(
    pair: tuple[Database, Database, Ear],
) -> None:
    one, _, ear = pair
    here = await one.write(town.build)
    await one.write(town.send, here)

    told = (await ear.hears(2))[-1]
    assert told.wakes_up(CLOCK)
    assert told.wakes_up("slack")
    assert not told.wakes_up("sms")


async def test_an_acknowledgement_is_heard_where_a_message_may_be_in_hand(
    pair: tuple[Database, Database, Ear],
) -> None:
    one, _, ear = pair
    here = await one.write(town.build)
    case = await one.write(town.send, here)
    await ear.hears(2)

    await one.write(lambda tx: acknowledge.acknowledge(tx, here.act("Cleo"), town.whole(tx, case)))

    assert EscalationStopped(1) in (await ear.hears(3))[-1].happened


async def test_a_process_that_hung_does_not_believe_that_it_heard_everything(
    pair: tuple[Database, Database, Ear],
) -> None:
    _, two, _ = pair
    assert isinstance(two, PostgresDatabase)
    assert two.hears
    awake = two._clock.counter

    two._clock.counter = lambda: awake() + 10

    assert not two.hears


async def test_a_step_in_flight_says_nothing_under_a_triage_that_was_changed_meanwhile(
    pair: tuple[Database, Database, Ear], postgres_url: str, vault: Vault
) -> None:
    one, _, _ = pair
    here = await one.write(town.build)
    case = await one.write(town.send, here)

    async def lowers() -> None:
        other, act = connect(postgres_url, vault), here.act("Cleo", town.NOON + 121 * SECOND)
        await other.write(
            lambda tx: retriage.retriage(tx, act, town.whole(tx, case), Triage.NORMAL)
        )
        await other.close()

    def takes_the_step_meanwhile(tx: Tx) -> None:
        assert engine.run_due(tx, town.NOON + 120 * SECOND) == 1
        lowering.append(threads.submit(asyncio.run, lowers()))
        while not lowering[0].done() and not tx.execute(SOMEBODY_WAITS).scalar():
            tx.execute(text("SELECT pg_sleep(0.02)"))

    lowering: list[Future[None]] = []
    with ThreadPoolExecutor(1) as threads:
        await one.write(takes_the_step_meanwhile)
        await asyncio.wrap_future(lowering[0])

    def steps(tx: Tx) -> list[Outcome]:
        rows = outbox.of_case(tx, case.organisation_id, case.id)
        return [row.state for row in rows if row.step is not None]

    assert set(await one.read(steps)) == {Outcome.DROPPED}


SOMEBODY_WAITS = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


async def test_what_is_rolled_back_is_not_heard(pair: tuple[Database, Database, Ear]) -> None:
    one, two, ear = pair
    here = await one.write(town.build)

    def changes_its_mind(tx: Tx) -> None:
        town.send(tx, here)
        raise KeyError

    with pytest.raises(KeyError):
        await one.write(changes_its_mind)
    await two.write(town.send, here)  # its own commit, told at once
    await asyncio.sleep(0)
    assert len(ear.told) == 2


async def test_a_line_that_broke_is_dialled_again_and_everything_looked_for(
    pair: tuple[Database, Database, Ear], postgres_url: str
) -> None:
    one, two, ear = pair
    killer = await asyncpg.connect(postgres_url)
    await killer.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await killer.close()

    assert (await ear.hears(2))[-1].wakes_up("sms")
    here = await one.write(town.build)  # over a connection of its pool that was cut as well
    await one.write(town.send, here)
    assert (await ear.hears(3))[-1].wakes_up("slack")
    assert two.hears


async def test_the_servers_clock_is_believed_and_not_the_machines(
    postgres_server: Server, postgres_url: str, vault: Vault
) -> None:
    admin = await asyncpg.connect(postgres_url)
    await admin.execute(AN_HOUR_AHEAD)
    await admin.close()
    database = connect(postgres_url, vault)
    before = database.now()
    await database.learn_time()
    ahead = database.now() - before
    await database.close()

    assert timedelta(minutes=59) < ahead < timedelta(minutes=61)


AN_HOUR_AHEAD = """
CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS
    $$SELECT pg_catalog.clock_timestamp() + interval '1 hour'$$;
DO $$BEGIN
    EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database());
END$$;
"""


def test_between_two_answers_time_is_counted_by_what_nobody_can_set() -> None:
    counter = iter([100.0, 103.0, 160.0])
    clock = ServerClock(lambda: next(counter))
    clock.heard(town.NOON, asked=99.0, answered=99.0)

    assert clock.now() == town.NOON + SECOND
    assert clock.now() == town.NOON + 4 * SECOND


def test_an_answer_that_took_long_changes_nothing_that_it_does_not_contradict() -> None:
    clock = ServerClock(lambda: 110.0)
    clock.heard(town.NOON, asked=100.0, answered=100.0)
    clock.heard(town.NOON + 5 * SECOND, asked=103.0, answered=110.0)
    assert clock.now() == town.NOON + 10 * SECOND

    clock.heard(town.NOON + 60 * SECOND, asked=110.0, answered=110.0)
    assert clock.now() == town.NOON + 60 * SECOND


async def test_a_transaction_that_lost_a_deadlock_is_run_again(
    pair: tuple[Database, Database, Ear],
) -> None:
    one, two, _ = pair
    await one.write(town.build)
    await one.write(lambda tx: outbox.put(tx, [_row()] * 2, town.NOON))
    runs = {"there": 0, "back": 0}

    def takes(tx: Tx, name: str, order: tuple[int, int]) -> None:
        runs[name] += 1
        for row in order:
            tx.across(update(table).where(table.c.id == row).values(reason=name))
            if runs[name] == 1:
                tx.across(text("SELECT pg_sleep(0.2)"))

    await asyncio.gather(one.write(takes, "there", (1, 2)), two.write(takes, "back", (2, 1)))
    assert sorted(runs.values()) == [1, 2]


async def test_workers_who_meet_lanes_in_another_order_do_not_wait_for_each_other(
    pair: tuple[Database, Database, Ear],
) -> None:
    one, two, _ = pair
    await one.write(town.build)
    lanes = ["slack:T1:A", "slack:T1:B", "slack:T1:C"]
    rows = [_row(lane) for lane in [*lanes, *reversed(lanes)] * 10]
    await one.write(lambda tx: outbox.put(tx, rows, town.NOON))
    runs = []

    def claim(tx: Tx, second: int) -> list[Message]:
        runs.append(second)
        return claims.claim(
            tx, "slack", limit=3, now=town.NOON + second * SECOND, lease=60 * SECOND,
            owner="x", pace=lambda _: Pace(SECOND),
        )  # fmt: skip

    both = [database.write(claim, second) for second in range(10) for database in (one, two)]
    ids = [row.id for taken in await asyncio.gather(*both) for row in taken]

    assert len(runs) == len(both), "some transaction had to be run again"
    assert len(ids) == len(set(ids)) > 0


async def test_acknowledgements_and_results_of_the_same_messages_do_not_wait_for_each_other(
    pair: tuple[Database, Database, Ear],
) -> None:
    one, two, _ = pair
    here = await one.write(town.build)
    sent = [await one.write(_with_texts_in_hand, here) for _ in range(6)]
    runs = []

    def acknowledges(tx: Tx, case: Case) -> None:
        runs.append("act")
        acknowledge.acknowledge(tx, here.act("Cleo"), town.whole(tx, case))

    def records(tx: Tx, rows: list[Message]) -> None:
        runs.append("record")
        gone = Undeliverable("gone", "It is gone.")
        record(tx, [Result(row, gone) for row in reversed(rows)], town.NOON)

    both = [one.write(acknowledges, case) for case, _ in sent]
    both += [two.write(records, rows) for _, rows in sent]
    await asyncio.gather(*both)

    assert sorted(runs) == sorted(["act", "record"] * len(sent))


def _with_texts_in_hand(tx: Tx, here: town.Town) -> tuple[Case, list[Message]]:
    case = town.send(tx, here)
    now = town.NOON + timedelta(minutes=5)
    engine.run_due(tx, town.NOON + timedelta(minutes=2))
    engine.run_due(tx, now)
    rows = claims.claim(
        tx, "sms", limit=99, now=now, lease=60 * SECOND, owner="x", pace=lambda _: Pace(SECOND)
    )
    return case, rows


def _row(lane: str | None = None) -> Message:
    return Message(1, "slack", Kind.TOLD, lane=lane, data={"what": "acknowledged"})
