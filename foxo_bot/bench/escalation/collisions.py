"""deadlock: acknowledgements that meet the recording of results on the same rows of PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

from foxo_bot import app
from foxo_bot.app import App
from foxo_bot.bench.escalation import world
from foxo_bot.bench.escalation.rounds import Ground
from foxo_bot.bench.escalation.world import Sent
from foxo_bot.bench.rivals import plain_updates
from foxo_bot.bench.table import Line
from foxo_bot.delivery import record, transport
from foxo_bot.delivery.record import Result
from foxo_bot.sandbox.postgres import Server
from foxo_bot.store import claims
from foxo_bot.store.claims import Pace

LEASE = timedelta(minutes=10)


async def measure(ground: Ground, server: Server, pairs: int) -> AsyncIterator[Line]:
    """Deadlocks in 1,000 collisions, of updates in no order and of ours."""
    before = await server.deadlocks()
    await plain_updates.collide(ground.plain_url, pairs)
    between = await server.deadlocks()
    await _ours(ground, pairs)
    after = await server.deadlocks()
    plain, ours = (1000 * found / pairs for found in (between - before, after - between))
    name = f"deadlock, in 1,000 of {pairs} collisions, PostgreSQL"
    yield Line(name, f"{ours:.0f}", f"{plain:.0f}", None, "<= 0", met=ours == 0)


async def _ours(ground: Ground, pairs: int) -> None:
    program = app.build(ground.settings)  # not started: it only presses and records
    sent = await ground.cases_due(pairs)
    await program.scheduler.tick()
    for one in sent:
        await asyncio.gather(_pressed(program, one), _recorded(program))
    await program.stop()


async def _pressed(program: App, sent: Sent) -> None:
    for team, post_id in enumerate(sent.posts):
        await program.desk.dispatch(world.press("acknowledge", post_id, team))


async def _recorded(program: App) -> None:
    """What a worker writes down of the messages that it had in hand, the last first."""
    claimed = await program.database.write(
        claims.claim,
        "sms",
        limit=world.PEOPLE,
        now=world.now(),
        lease=LEASE,
        owner="bench",
        pace=lambda _: Pace(timedelta()),
    )
    results = [Result(row, transport.Sent(f"bench-{row.id}")) for row in reversed(claimed)]
    await program.database.write(record.record, results, world.now())
