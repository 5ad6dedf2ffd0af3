"""An acknowledgement that commits while a message about it is already in a worker's hands."""

import asyncio
from typing import Any

from foxo_bot.cases import acknowledge
from foxo_bot.delivery.work import Links
from foxo_bot.delivery.courier import Courier, Depot
from foxo_bot.delivery.transport import Parcel, Sent
from foxo_bot.escalation import engine
from foxo_bot.model import EscalationStopped
from foxo_bot.signing import Signer
from foxo_bot.store import outbox
from foxo_bot.store.db import Database, Tx
from foxo_bot.store.outbox import Outcome
from tests.cases import town

LATER = town.NOON.replace(minute=5)


class Phone:
    """A transport that takes everything."""

    name = "sms"

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []

    async def send(self, parcel: Parcel) -> Sent:
        self.parcels.append(parcel)
        return Sent(f"SM{len(self.parcels)}")

    async def close(self) -> None: ...


class SlowToRead:
    """The database, with answers to reading held back until they are let go."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.write = database.write
        self.read_was_done = asyncio.Event()
        self.let_go = asyncio.Event()

    async def read(self, fn: Any, *args: Any) -> Any:
        found = await self._database.read(fn, *args)
        self.read_was_done.set()
        await self.let_go.wait()
        return found


class Nobody:
    def handed_over(self, transport: str, outcome: str) -> None: ...


def _courier(database: Any, phone: Phone) -> Courier:
    links = Links("https://foxo.example", Signer("secret"))
    depot = Depot(
        database=database, links=links, clock=lambda: LATER, owner="me", observer=Nobody()
    )
    return Courier(depot, phone)


async def test_a_text_that_was_drawn_before_the_acknowledgement_is_not_sent_after_it(
    database: Database,
) -> None:
    here, case = await database.write(_urgent_case_with_texts_due)
    slow, phone = SlowToRead(database), Phone()
    courier = _courier(slow, phone)
    delivering = asyncio.create_task(courier.settle())
    await slow.read_was_done.wait()

    happened = await database.write(_acknowledge, here, case)
    for fact in happened:
        if isinstance(fact, EscalationStopped):
            courier.stopped(fact.recipient_id)
    slow.let_go.set()
    await delivering

    assert phone.parcels == []
    assert Outcome.SENT not in await database.read(_text_states, case)


async def test_a_team_that_has_acknowledged_holds_nothing_back_from_another(
    database: Database,
) -> None:
    await database.write(_urgent_case_with_texts_due)
    slow, phone = SlowToRead(database), Phone()
    courier = _courier(slow, phone)
    delivering = asyncio.create_task(courier.settle())
    await slow.read_was_done.wait()

    courier.stopped(recipient_id=4711)
    slow.let_go.set()
    await delivering

    assert {parcel.address for parcel in phone.parcels} == {"+61491570156", "+61491570158"}


def _urgent_case_with_texts_due(tx: Tx) -> tuple[town.Town, Any]:
    here = town.build(tx)
    case = town.send(tx, here)
    engine.run_due(tx, town.NOON.replace(minute=2))
    engine.run_due(tx, LATER)
    return here, case


def _acknowledge(tx: Tx, here: town.Town, case: Any) -> list[Any]:
    acknowledge.acknowledge(tx, here.act("Cleo", LATER), town.whole(tx, case))
    return tx.happened


def _text_states(tx: Tx, case: Any) -> list[Outcome]:
    rows = outbox.of_case(tx, case.organisation_id, case.id)
    return [row.state for row in rows if row.transport == "sms"]
