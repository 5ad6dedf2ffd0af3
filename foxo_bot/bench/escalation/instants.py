"""Single messages: how late one leaves, woken at its instant or by looking every second."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from random import Random
from statistics import median

from foxo_bot import app
from foxo_bot.app import App
from foxo_bot.bench.escalation import rounds, world
from foxo_bot.bench.escalation.rounds import Ground
from foxo_bot.bench.faults import BenchError
from foxo_bot.bench.table import Line, Round, limited, times_less
from foxo_bot.handlers.interaction import Done
from foxo_bot.store import copies

APART = 0.12
"""Seconds between two instants, about."""

PAUSE = 0.4
"""Seconds between two cases: a channel takes one message a second, and there are three."""


async def measure(grounds: list[Ground], messages: int) -> AsyncIterator[Line]:
    """exact and wake on each database."""
    for ground in grounds:
        async with ground.program() as program:
            ours = await _instants(ground, program, messages)
        async with ground.worker(poll=1.0):
            theirs = await _instants(ground, None, messages)
        exact = [Round(median(ours) * 1000, median(theirs) * 1000)]
        yield times_less(f"exact, p50 late, {ground.kind}", exact, unit="ms", target=50)
        async with ground.program() as program:
            own = await _submissions(ground, program, messages // 2)
        yield limited(f"wake, p50, {ground.kind}", median(own) * 1000, unit="ms", target=10)
        if ground.kind == "PostgreSQL":
            yield await _elsewhere(ground, messages // 2)


async def _elsewhere(ground: Ground, messages: int) -> Line:
    """A case is sent through one process and posted by another."""
    here = app.build(ground.settings)  # not started: it delivers nothing by itself
    async with ground.worker():
        ours = await _submissions(ground, here, messages)
    async with ground.worker(poll=1.0):
        theirs = await _submissions(ground, here, messages)
    await here.stop()
    both = [Round(median(ours) * 1000, median(theirs) * 1000)]
    return times_less("wake, another process, PostgreSQL", both, unit="ms", target=50)


async def _instants(ground: Ground, program: App | None, messages: int) -> list[float]:
    """Seconds by which the first SMS of each case is late; cases are due at random instants."""
    await ground.sink.anew()
    random = Random(1)  # noqa: S311 - instants, not secrets
    start = world.now() + timedelta(seconds=1 + 0.05 * messages)
    due = {}
    for number in range(messages):
        instant = start + timedelta(seconds=(number + random.random() * 0.5) * APART)
        [sent] = await world.sent(ground.database, 1, at=world.now() + rounds.LATER, teams=1)
        await ground.database.write(copies.make_due, instant, world.STEP)
        due[sent.case_id] = instant.timestamp()
        if program:
            program.scheduler.nudge()
    found = await rounds.arrived(ground.sink, messages * world.MEMBERS)
    of_case = await ground.database.read(world.references, list(due))
    late: dict[int, float] = {}
    for at, reference in found:
        if reference not in of_case:
            continue
        case_id = of_case[reference][0]
        late[case_id] = min(late.get(case_id, at), at - due[case_id])
    return list(late.values())


async def _submissions(ground: Ground, program: App, messages: int) -> list[float]:
    """Seconds from a submission's commit to the case's post on the wire, one case after another."""
    found = []
    receiving = await program.database.read(world.receiving)
    for number in range(messages):
        await ground.sink.anew()
        name = world.now().timestamp()
        act = world.submission(int(name * 1e6), [receiving[number % len(receiving)]])
        answer = await program.desk.dispatch(act)
        committed = world.now().timestamp()
        if not isinstance(answer, Done):
            raise BenchError("a case to measure was refused")
        await asyncio.sleep(PAUSE)
        posted = [at for at, what in await _posted(ground, number % len(receiving))]
        found.append(posted[0] - committed)
    return found


async def _posted(ground: Ground, team: int) -> list[tuple[float, str]]:
    """What arrived in a team's channel, once something has."""
    wanted = f"{world.POST}C0TEAM{team}"
    for _ in range(100):
        found = [(at, what) for at, what in await ground.sink.arrived() if what == wanted]
        if found:
            return found
        await asyncio.sleep(0.05)
    raise BenchError("a case to measure was not posted")
