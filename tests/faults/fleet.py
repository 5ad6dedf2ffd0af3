"""Three replicas of the program on one PostgreSQL, and what can be done to them and around them."""

import asyncio
import json
import os
import random
import secrets
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg

from foxo_bot.directory import apply, file
from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.postgres import Server
from foxo_bot.sandbox.slack.front.courier import Courier
from foxo_bot.sandbox.story import Sandbox
from foxo_bot.store import db, schema
from foxo_bot.store.vault import Vault
from tests.faults.fate import FATE, UNDONE
from tests.faults.ward import DIRECTORY, PATIENCE, REPOSITORY, _free_port
from tests.scenarios.cast import NORTHSIDE, WARD, people_the_world
from tests.scenarios.program import settings_for

REPLICAS = 3
SENDERS = tuple(f"U00SEND{number}" for number in range(6))
_LEASE_OF_THE_DEAD = timedelta(seconds=70)
STALLED = 5.0
"""Seconds without any change after which what a living replica holds counts as forgotten by it."""

TO_START = 3 * PATIENCE
"""Seconds of real time until a replica serves: it waits PATIENCE for a Slack that fails just then,
and may find the database being recovered."""

LASTS = 0.5
"""Seconds of real time for which a process hangs or the disk is full: the other processes go on
meanwhile, and theirs is no clock that a test can wind."""

RESTARTED_AFTER = 0.2
"""Seconds of real time until whoever runs a program that would not start tries it again."""

SAID_ONCE = DIRECTORY.replace(
    "        members:",
    """        follow_up: {urgent: {ask: 7d, lapse: 7d}}
        escalation:
          urgent: [{after: 2m, by: [dm]}, {after: 5m, by: [sms]},
                   {after: 7d, every: 1d, by: [dm], exhausted: true}]
        members:""",
)
"""Time flies here: what is said twice by these rules, or anew because an acknowledgement lapsed,
would be counted with what is said twice because something crashed."""


@dataclass
class Replica:
    """One of the processes."""

    number: int
    url: str
    pid: int = 0
    owner: str = ""
    alive: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Fleet:
    """The replicas between the vendors' stand-ins, which live on whatever happens."""

    sandbox: Sandbox
    launcher: asyncio.subprocess.Process
    replicas: list[Replica]
    database: str
    skews: Path
    turn: int = 0
    unheard: set[int] = field(default_factory=set)
    kills: int = 0
    _reading: Any = None
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    # What people and vendors do

    def next_url(self) -> str:
        """Round-robin, over the dead as well: nobody has noticed yet."""
        self.turn += 1
        return self.replicas[self.turn % REPLICAS].url

    async def ask(self, query: str, *values: Any) -> list[Any]:
        """The book in the database, which may be away for a moment."""
        deadline = time.monotonic() + PATIENCE
        while True:
            async with self._one_at_a_time:  # two who connect at once would leave one open
                try:
                    if self._reading is None or self._reading.is_closed():
                        self._reading = await asyncpg.connect(self.database, timeout=5)
                    return list(await self._reading.fetch(query, *values))
                except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                    if self._reading is not None:
                        self._reading.terminate()
            assert time.monotonic() < deadline, "the database does not come back"
            await asyncio.sleep(0.05)

    async def passes(self, span: timedelta) -> None:
        """The server's clock goes on, and the vendors' with it.

        What anybody has in hand may be taken over where its lease ends so, as if they had hung.
        """
        await self._note_in_hand(*self.replicas, whose_lease_ends_in=span)
        self.sandbox.clock.advance(span)
        await self.ask("UPDATE fate SET shift = shift + $1", span)

    async def quiet(self) -> None:
        """Wait until nothing is left to be said at this instant; leases of the dead run out."""
        before, since, deadline = None, time.monotonic(), time.monotonic() + 2 * PATIENCE
        while True:
            assert time.monotonic() < deadline, before
            owners = [one.owner for one in self.replicas if one.alive.is_set()]
            (now,) = await self.ask(UNDONE, owners)
            if not now["open"] and not now["clocks"]:
                return
            stands = (now["open"], now["attempts"], now["sum"], now["clocks"], now["in_hand"])
            if stands != before:
                before, since = stands, time.monotonic()
                deadline = since + 2 * PATIENCE
            gap = now["next"]
            if time.monotonic() - since > STALLED:
                gap, since = now["forgotten"], time.monotonic()
            elif now["in_hand"] or now["due"] or now["clocks"] or gap is None:
                await asyncio.sleep(0.03)
                continue
            if gap is not None and gap > 0:
                await self.passes(timedelta(microseconds=gap + 1000))

    # What befalls them

    async def start(self, replica: Replica) -> None:
        assert self.launcher.stdin is not None
        replica.ended.clear()
        self.launcher.stdin.write(f"start {replica.number}\n".encode())
        async with asyncio.timeout(TO_START):
            _, left = await asyncio.wait(
                [asyncio.ensure_future(one.wait()) for one in (replica.alive, replica.ended)],
                return_when=asyncio.FIRST_COMPLETED,
            )
            for one in left:
                one.cancel()
        if not replica.alive.is_set():  # the database was away just then
            await asyncio.sleep(RESTARTED_AFTER)
            await self.start(replica)

    async def kill(self, replica: Replica) -> None:
        """kill -9; what it had in its hands may have reached the vendor unheard."""
        if not replica.alive.is_set():
            return
        self.kills += 1
        os.kill(replica.pid, signal.SIGKILL)
        await replica.ended.wait()
        await self._note_in_hand(replica)
        await self.start(replica)

    async def kill_all(self, _: Replica) -> None:
        await asyncio.gather(*(self.kill(one) for one in self.replicas))

    async def hangs_over_its_leases(self, replica: Replica) -> None:
        """The whole process stands still, its leases end, and then it wakes."""
        if not replica.alive.is_set():
            return
        os.kill(replica.pid, signal.SIGSTOP)
        await self._note_in_hand(replica)
        owner, replica.owner = replica.owner, ""
        await self.passes(_LEASE_OF_THE_DEAD)
        await asyncio.sleep(LASTS)
        await self._note_in_hand(*self.replicas)  # what was claimed by the time before the jump
        replica.owner = owner
        os.kill(replica.pid, signal.SIGCONT)

    async def database_crashes(self, _: Replica) -> None:
        """One of its processes dies, and the server starts all over, cutting everybody off."""
        found = await self.ask(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() LIMIT 1"
        )
        for row in found:  # none while every replica is being begun again
            with suppress(ProcessLookupError):
                os.kill(row["pid"], signal.SIGKILL)

    async def disk_is_full(self, _: Replica) -> None:
        await self.ask("UPDATE fate SET disk_full = true")
        await asyncio.sleep(LASTS)
        await self.ask("UPDATE fate SET disk_full = false")

    async def its_clock_jumps(self, replica: Replica) -> None:
        wrong = [0.0] * REPLICAS
        wrong[replica.number] = random.choice((-3600.0, 3600.0, 90.0, -90.0))  # noqa: S311 - no secret
        _write(self.skews, wrong)

    async def a_vendor_fails(self, _: Replica) -> None:
        """It hangs, resets, answers 429 or 500, or does the work and never says so."""
        vendor, method = random.choice(  # noqa: S311 - no secret
            [(self.sandbox.slack, "chat.postMessage"), (self.sandbox.twilio, "Messages")]
        )
        faults: Any = vendor.faults
        how: list[Callable[[], object]] = [
            lambda: faults.hangs(method, times=2),
            lambda: faults.refuses(method, times=3),
            lambda: faults.drops(method, times=3),
            lambda: faults.rate_limited(method, retry_after=2, times=3),
            lambda: faults.broken(method, status=500, times=3),
        ]
        random.choice(how)()  # noqa: S311 - no secret

    @property
    def all_that_can_happen(self) -> list[Callable[[Replica], Awaitable[None]]]:
        return [
            self.kill,
            self.kill_all,
            self.hangs_over_its_leases,
            self.database_crashes,
            self.disk_is_full,
            self.its_clock_jumps,
            self.a_vendor_fails,
        ]

    async def _note_in_hand(
        self, *replicas: Replica, whose_lease_ends_in: timedelta = timedelta(days=1)
    ) -> None:
        rows = await self.ask(
            "SELECT id FROM outbox WHERE leased_by = ANY($1) AND state IN ('open', 'dropped') "
            "AND next_at <= (extract(epoch FROM clock_timestamp() + $2) * 1000000)::bigint",
            [replica.owner for replica in replicas],
            whose_lease_ends_in,
        )
        self.unheard |= {row["id"] for row in rows}

    async def listen(self) -> None:
        assert self.launcher.stdout is not None
        async for line in self.launcher.stdout:
            words = line.decode().split()
            if len(words) < 2 or words[0] not in {"ready", "ended"}:
                continue
            replica = self.replicas[int(words[1])]
            if words[0] == "ready":
                replica.pid, replica.owner = int(words[2]), words[3]
                replica.alive.set()
            else:
                replica.alive.clear()
                replica.ended.set()


def _write(skews: Path, seconds: list[float]) -> None:
    fresh = skews.with_suffix(".new")
    fresh.write_text(" ".join(str(one) for one in seconds))
    fresh.replace(skews)


@asynccontextmanager
async def opened(folder: Path, server: Server) -> AsyncIterator[Fleet]:
    """Everything running, and nobody having done anything."""
    name = f"fleet_{secrets.token_hex(6)}"
    url = await server.create(name, template="foxo")
    skews = folder / "skews"
    _write(skews, [0.0] * REPLICAS)
    async with Sandbox(Clock()) as sandbox:
        people_the_world(sandbox)
        for user in SENDERS:
            sandbox.slack.world.person(user, NORTHSIDE, f"Sender {user[-1]}")
            sandbox.slack.world.channels[WARD].members.add(user)
        sandbox.slack.courier.patience = PATIENCE
        ports = [_free_port() for _ in range(REPLICAS)]
        settings = [
            settings_for(sandbox, folder, f"http://127.0.0.1:{port}").model_copy(
                update={"foxo_database_url": url, "foxo_port": port}
            )
            for port in ports
        ]
        database = db.connect(url, Vault(settings[0].encryption_keys))
        await database.write(schema.upgrade)
        await database.write(lambda tx: apply.apply(tx, file.parse(SAID_ONCE), now=database.now()))
        await database.close()
        with (folder / "said").open("wb") as said:
            launcher = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "tests.faults.replica"),
                json.dumps([one.model_dump() for one in settings]),
                str(skews),
                cwd=REPOSITORY,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=said,
            )
        replicas = [Replica(number, one.foxo_public_url) for number, one in enumerate(settings)]
        fleet = Fleet(sandbox, launcher, replicas, url, skews)
        connection = await asyncpg.connect(url)
        await connection.execute(FATE)
        await connection.close()
        listening = asyncio.create_task(fleet.listen())
        post = Courier.post

        async def to_the_next(self: Courier, *args: Any, **kwargs: Any) -> Any:
            self.bot_url = fleet.next_url()
            return await post(self, *args, **kwargs)

        Courier.post = to_the_next  # type: ignore[method-assign]
        try:
            await asyncio.gather(*(fleet.start(one) for one in replicas))
            yield fleet
        finally:
            Courier.post = post  # type: ignore[method-assign]
            assert launcher.stdin is not None
            launcher.stdin.close()
            with suppress(ProcessLookupError):
                await launcher.wait()
            await listening
            if fleet._reading is not None:
                fleet._reading.terminate()
    await server.drop(name)
