"""drain-floor: the program with a vendor that costs nothing, beside bare statements alone."""

import asyncio
from collections.abc import AsyncIterator
from time import perf_counter

from foxo_bot import app
from foxo_bot.bench.escalation import world
from foxo_bot.bench.escalation.rounds import SLOTS, Ground
from foxo_bot.bench.rivals import bare_claims
from foxo_bot.bench.table import Line, Round, at_least
from foxo_bot.delivery.transport import Parcel, Sent


class Nothing:
    """A vendor that takes everything at no cost."""

    name = "sms"

    async def send(self, parcel: Parcel) -> Sent:
        return Sent(parcel.reference)

    async def close(self) -> None:
        """There is nothing to let go of."""


async def measure(grounds: list[Ground], cases: int, times: int) -> AsyncIterator[Line]:
    for ground in grounds:
        found = [
            Round(await _ours(ground, cases), await _bare(ground, cases)) for _ in range(times)
        ]
        yield at_least(f"drain-floor, {ground.kind}", found, unit="/s", target=0.35)


async def _ours(ground: Ground, cases: int) -> float:
    """Messages a second through one worker, from the rows of the outbox on."""
    program = app.build(ground.settings, app.Options(slots=SLOTS))
    await program.database.start(program.act_on)  # else each row is asked for before it is sent
    await ground.texts_due(cases)
    [sms] = [one for one in program.couriers if one.transport.name == "sms"]
    sms.transport = Nothing()
    began = perf_counter()
    await sms.settle()
    rate = cases * world.PEOPLE / (perf_counter() - began)
    await program.stop()
    return rate


async def _bare(ground: Ground, cases: int) -> float:
    await ground.texts_due(cases)
    if ground.kind == "PostgreSQL":
        return await bare_claims.on_postgres(ground.plain_url)
    return await asyncio.to_thread(bare_claims.on_sqlite, ground.plain_url.partition("///")[2])
