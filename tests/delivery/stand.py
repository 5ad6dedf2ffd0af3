"""A worker between a real database and a phone that takes everything."""

import asyncio
from datetime import datetime
from typing import Any

from foxo_bot.delivery.courier import Courier
from foxo_bot.delivery.depot import SLOTS, Depot
from foxo_bot.delivery.transport import Parcel, Sent
from foxo_bot.escalation import engine
from foxo_bot.model import Case
from foxo_bot.signing import Links, Signer
from foxo_bot.store import outbox
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message
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


class _Nobody:
    def handed_over(self, transport: str, outcome: str) -> None: ...


class Engaged(Phone):
    """A phone that takes one thing and does not answer until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.called = asyncio.Event()
        self.let_go = asyncio.Event()

    async def send(self, parcel: Parcel) -> Sent:
        self.called.set()
        sent = await super().send(parcel)
        await self.let_go.wait()
        return sent


def courier(database: Any, phone: Phone, *, now: datetime = LATER, slots: int = SLOTS) -> Courier:
    links = Links("https://foxo.example", Signer("secret"))
    depot = Depot(
        database=database,
        links=links,
        clock=lambda: now,
        owner="me",
        observer=_Nobody(),
        slots=slots,
    )
    return Courier(depot, phone)


def urgent_case_with_texts_due(tx: Tx) -> tuple[town.Town, Case]:
    """Five minutes after an urgent case was sent: Cleo and Lane are to be texted."""
    here = town.build(tx)
    case = town.send(tx, here)
    engine.run_due(tx, town.NOON.replace(minute=2))
    engine.run_due(tx, LATER)
    return here, case


def texts(tx: Tx, case: Case) -> list[Message]:
    rows = outbox.of_case(tx, case.organisation_id, case.id)
    return [row for row in rows if row.transport == "sms"]
