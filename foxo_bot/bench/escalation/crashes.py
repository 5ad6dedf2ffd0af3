"""kill -9 in the midst of a burst, and again, and again: what is lost, what is sent twice."""

import os
import signal
from collections import Counter
from collections.abc import AsyncIterator

from foxo_bot.bench.escalation import rounds, world
from foxo_bot.bench.escalation.rounds import SLOTS, Ground
from foxo_bot.bench.table import Line, limited

GATEWAY = 0.02
"""Seconds that the vendor takes to answer: so that something is always under way."""


async def measure(grounds: list[Ground], cases: int, kills: int) -> AsyncIterator[Line]:
    """crash on each database: messages lost, and duplicates per kill as a share of the slots."""
    for ground in grounds:
        found = await _killed(ground, cases, kills)
        lost = cases * world.PEOPLE - len(found)
        yield limited(f"crash, {kills} x kill -9, {ground.kind}: lost", lost, unit="", target=0)
        twice = sum(count - 1 for count in found.values())
        share = twice / kills / SLOTS
        yield limited(f"crash, {ground.kind}: duplicates / kill / slots", share, unit="", target=1)


async def _killed(ground: Ground, cases: int, kills: int) -> Counter[str]:
    """How often each message arrived, where the program was killed so many times on the way."""
    await ground.sink.anew(GATEWAY)
    await ground.cases_due(cases)
    messages = cases * world.PEOPLE
    for number in range(kills):
        async with ground.worker() as worker:
            await rounds.arrived(ground.sink, (number + 1) * messages // (kills + 2))
            os.kill(worker.process, signal.SIGKILL)
    async with ground.worker():
        return Counter(reference for _, reference in await rounds.arrived(ground.sink, messages))
