"""Many messages due at one instant: how fast they leave, beside a bare loop and beside rivals."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from time import perf_counter

from foxo_bot.app import App
from foxo_bot.bench.escalation import rounds, world
from foxo_bot.bench.escalation.rounds import LEAD, SLOTS, Ground
from foxo_bot.bench.rivals import apscheduler_jobs
from foxo_bot.bench.table import Line, Round, at_least, compared, times_less
from foxo_bot.transports.sms.api import TwilioApi

TRIED = 50
"""Jobs that are written down and taken back to learn how long the rest will take."""

MARGIN = 1.5
"""How many times as long as it should take is left for it."""

PREPARING = timedelta(milliseconds=3)
"""How long procrastinate may take to write down one job of a batch."""


@dataclass(frozen=True, slots=True)
class Burst:
    """Seconds after the due instant at which the first and the last message arrived."""

    first: float
    last: float
    messages: int

    @property
    def rate(self) -> float:
        """Messages a second, from the due instant."""
        return self.messages / self.last


async def measure(grounds: list[Ground], cases: int, times: int) -> AsyncIterator[Line]:
    """drain, naive-burst and naive-first on each database; procrastinate on PostgreSQL."""
    for ground in grounds:
        ours, naive, bare = [], [], []
        async with ground.program() as program:
            for _ in range(times):
                ours.append(await _ours(ground, program, cases))
                bare.append(await _bare(ground, cases * world.PEOPLE))
        for _ in range(times):
            naive.append(await _naive(ground, cases * world.PEOPLE))
        drain = [Round(one.rate, loop) for one, loop in zip(ours, bare, strict=True)]
        yield at_least(f"drain, {ground.kind}", drain, unit="/s", target=0.8)
        burst = [Round(o.last, n.last) for n, o in zip(naive, ours, strict=True)]
        target = 2 if ground.kind == "SQLite" else 5
        name = f"naive-burst, latest of {cases * world.PEOPLE:,}, {ground.kind}"
        yield times_less(name, burst, unit="s", target=target)
        first = [Round(o.first, n.first) for n, o in zip(naive, ours, strict=True)]
        yield times_less(f"naive-first, {ground.kind}", first, unit="s", target=50)
        if ground.kind == "PostgreSQL" and find_spec("procrastinate"):  # a development tool
            rival = [await _procrastinate(ground, cases * world.PEOPLE) for _ in range(times)]
            rates = [Round(o.rate, r.rate) for o, r in zip(ours, rival, strict=True)]
            yield compared("procrastinate, PostgreSQL", rates, unit="/s")


async def _ours(ground: Ground, program: App, cases: int) -> Burst:
    await ground.sink.anew()
    due = await ground.cases(cases, through=program)
    await rounds.until(due)
    return await _burst(ground, cases * world.PEOPLE, due.timestamp())


async def _bare(ground: Ground, messages: int) -> float:
    """Messages a second of a loop that does nothing but hand them to the vendor's client."""
    await ground.sink.anew()
    api = TwilioApi(ground.settings)
    left = iter(range(messages))

    async def one_by_one() -> None:
        for number in left:
            callback = f"http://127.0.0.1:1/twilio/status?reference=bare-{number}"
            fields = {"To": "+61491570156", "From": "+61491570006", "Body": "x" * 200}
            await api.post("/Messages.json", fields | {"StatusCallback": callback})

    began = perf_counter()
    await asyncio.gather(*(one_by_one() for _ in range(SLOTS)))
    rate = messages / (perf_counter() - began)
    await api.close()
    return rate


async def _naive(ground: Ground, messages: int) -> Burst:
    await ground.sink.anew()
    async with apscheduler_jobs.running(ground.blocking_url, ground.sink.url) as jobs:
        began = perf_counter()
        tried = jobs.add(TRIED, world.now() + rounds.LATER)
        each = timedelta(seconds=(perf_counter() - began) / TRIED)
        jobs.remove(tried)
        due = world.now() + LEAD + MARGIN * each * messages
        jobs.add(messages, due)
        await rounds.until(due)
        return await _burst(ground, messages, due.timestamp())


async def _procrastinate(ground: Ground, messages: int) -> Burst:
    from foxo_bot.bench.rivals import procrastinate_jobs  # noqa: PLC0415 - may be missing

    await ground.sink.anew()
    async with procrastinate_jobs.opened(ground.plain_url, ground.sink.url) as queue:
        due = world.now() + LEAD + PREPARING * messages
        await queue.add(messages, due)
        worker = asyncio.create_task(queue.work())
        await rounds.until(due)
        try:
            return await _burst(ground, messages, due.timestamp())
        finally:
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)


async def _burst(ground: Ground, messages: int, due: float) -> Burst:
    found = await rounds.arrived(ground.sink, messages)
    late = sorted(at - due for at, _ in found)
    return Burst(late[0], late[-1], messages)
