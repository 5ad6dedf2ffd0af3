"""What might grow with the database: an idle look, a submission, a claim, among few and many."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from statistics import median
from time import perf_counter

from foxo_bot import app
from foxo_bot.app import App
from foxo_bot.bench.escalation import rounds, world
from foxo_bot.bench.escalation.rounds import SLOTS, Ground
from foxo_bot.bench.faults import BenchError
from foxo_bot.bench.table import Line, Round, at_most
from foxo_bot.handlers.interaction import Done
from foxo_bot.store import claims, copies
from foxo_bot.store.claims import Pace

ORIGINALS = 100
"""Cases that are sent as people send them; all others are copies of these."""

AT_ONCE = 25
BLOCK, TIMES = 10, 4
"""The sides change turns after each block."""

CLAIMS = 3
"""In a block: together they find no more than there is in the smaller database."""

LEASE = timedelta(minutes=10)

Work = Callable[[App, int], Awaitable[None]]


async def measure(few: Ground, many: Ground, *, waiting: int) -> AsyncIterator[Line]:
    """scale and backlog: 1,000 waiting clocks in one database, `waiting` in the other."""
    await _fill(few, 1_000 // ORIGINALS)
    await _fill(many, waiting // ORIGINALS)
    amounts = f"{waiting:,} / 1,000"
    async with AsyncExitStack() as stack:
        sides = [app.build(side.settings) for side in (many, few)]  # not started: all stands still
        for side in sides:
            stack.push_async_callback(side.stop)
        for name, work in (("idle look", _look), ("submission", _submit)):
            found = [await _round(sides, work, number) for number in range(TIMES)]
            title = f"scale, {name}, {amounts} waiting, {few.kind}"
            yield at_most(title, found, unit="ms", target=1.3)
        for side in sides:
            await side.database.write(copies.make_unsent, world.now())
        found = [await _round(sides, _claim, number, CLAIMS) for number in range(TIMES)]
        yield at_most(
            f"backlog, a claim, {amounts} cases, {few.kind}", found, unit="ms", target=1.5
        )


async def _fill(ground: Ground, times: int) -> None:
    """So many times the originals, their clocks waiting for tomorrow."""
    await world.sent(ground.database, ORIGINALS, at=world.now() + rounds.LATER, teams=1)
    source = await ground.database.read(copies.original)
    for first in range(1, times, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, times))
        await ground.database.write(copies.add, source, numbers, with_events=False)


async def _round(sides: list[App], work: Work, number: int, block: int = BLOCK) -> Round:
    """Median milliseconds on each side, which change turns after each block."""
    found: list[list[float]] = [[] for _ in sides]
    for turn in range(2):
        for side, times in zip(sides, found, strict=True):
            for one in range(block):
                began = perf_counter()
                await work(side, (number * 2 + turn) * block + one)
                times.append((perf_counter() - began) * 1000)
    return Round(*map(median, found))


async def _look(program: App, _: int) -> None:
    await program.scheduler.tick()
    for courier in program.couriers:
        await courier.deliver_due()


async def _submit(program: App, number: int) -> None:
    (team, *_) = await program.database.read(world.receiving)
    answer = await program.desk.dispatch(world.submission(number, [team]))
    if not isinstance(answer, Done):
        raise BenchError("a case to measure was refused")


async def _claim(program: App, _: int) -> None:
    claimed = await program.database.write(
        claims.claim,
        "slack",
        limit=SLOTS,
        now=world.now(),
        lease=LEASE,
        owner="bench",
        pace=lambda _: Pace(timedelta()),
    )
    if len(claimed) != SLOTS:
        raise BenchError("a claim to measure found too little")
