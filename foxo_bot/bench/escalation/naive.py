"""naive-submit and naive-ack: writing down and taking back a case's messages, ours beside jobs."""

from collections.abc import AsyncIterator
from time import perf_counter

from foxo_bot import app
from foxo_bot.app import App
from foxo_bot.bench.escalation import rounds, world
from foxo_bot.bench.escalation.rounds import Ground
from foxo_bot.bench.faults import BenchError
from foxo_bot.bench.rivals import apscheduler_jobs
from foxo_bot.bench.table import Line, Round, times_less
from foxo_bot.handlers.interaction import Done, Interaction

WAYS = 3
"""Steps of the rival's case: it writes down a job for each person and way when a case is sent."""


async def measure(grounds: list[Ground], times: int) -> AsyncIterator[Line]:
    for ground in grounds:
        program = app.build(ground.settings)  # not started: it only takes what people do
        ours = [await _ours(program, number) for number in range(times)]
        await program.stop()
        async with apscheduler_jobs.running(ground.blocking_url, ground.sink.url) as jobs:
            theirs = [_theirs(jobs) for _ in range(times)]
        for place, name in enumerate(("naive-submit", "naive-ack")):
            pairs = [Round(o[place], t[place]) for o, t in zip(ours, theirs, strict=True)]
            yield times_less(f"{name}, {ground.kind}", pairs, unit="ms", target=15)


async def _ours(program: App, number: int) -> tuple[float, float]:
    """Milliseconds of sending a case to three teams, and of acknowledging it in all of them."""
    receiving = await program.database.read(world.receiving)
    name = int(world.now().timestamp() * 1e6) + number
    submitted = await _took(program, [world.submission(name, receiving)])
    newest = await program.database.read(world.newest)
    acts = [world.press("acknowledge", post_id, team) for team, post_id in enumerate(newest)]
    return submitted, await _took(program, acts)


async def _took(program: App, acts: list[Interaction]) -> float:
    began = perf_counter()
    answers = [await program.desk.dispatch(act) for act in acts]
    took = (perf_counter() - began) * 1000
    if not all(isinstance(answer, Done) for answer in answers):
        raise BenchError("an act to measure was refused")
    return took


def _theirs(jobs: apscheduler_jobs.Jobs) -> tuple[float, float]:
    began = perf_counter()
    ids = jobs.add(WAYS * world.PEOPLE, world.now() + rounds.LATER)
    written = perf_counter()
    jobs.remove(ids)
    return (written - began) * 1000, (perf_counter() - written) * 1000
