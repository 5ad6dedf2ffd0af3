"""`foxo-bot bench command`: what a command and a press cost, beside the least they could cost."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.fernet import Fernet

from foxo_bot.bench import answers, presses, servers, world
from foxo_bot.bench.answers import Command
from foxo_bot.bench.cases import wards
from foxo_bot.bench.servers import Server
from foxo_bot.bench.table import Line, Round, at_least, at_most, compared, under
from foxo_bot.sandbox.story import Clock, Sandbox
from foxo_bot.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured in each of the rounds.

    One client sends `blocks` of `requests` to each side; `clients` together ask each side for
    `seconds`; `presses` cases are handled in a database with `few` and one with `few * times`.
    The program is at rest `settling` seconds after its first command.
    """

    rounds: int = 5
    blocks: int = 4
    requests: int = 100
    clients: int = 32
    seconds: float = 1.5
    presses: int = 60
    few: int = 1_000
    times: int = 100
    settling: float = 1.0


USUAL = Size()
FULL = Size(rounds=9, blocks=10, seconds=4.0, presses=100, times=300)


async def measure(size: Size) -> AsyncIterator[Line]:
    """Each line of the table, as soon as it is known; BenchError where it cannot be."""
    with tempfile.TemporaryDirectory(prefix="foxo-bench-") as name:
        async for line in _served(Path(name), size):
            yield line
        async for line in _pressed(Path(name), size):
            yield line


async def _served(folder: Path, size: Size) -> AsyncIterator[Line]:
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(Clock()))
        settings = await world.settled(sandbox, folder)
        command = world.typed(sandbox, "help")
        sides = [
            await stack.enter_async_context(servers.ours(settings, folder)),
            await stack.enter_async_context(servers.bare(command.secret, folder)),
        ]
        yield await _memory(sides, command, size)
        rounds = await _one_client(sides, command, size)
        yield at_most("/foxo help, p50 of 1 client", rounds, unit="ms", target=3)
        yield await _many_clients(sides, command, size)
        listing = replace(size, blocks=1)  # its many milliseconds need fewer answers
        rounds = await _one_client(sides, world.typed(sandbox, "cases"), listing)
        yield compared("/foxo cases, p50 of 1 client", rounds, unit="ms")


async def _memory(sides: Sequence[Server], command: Command, size: Size) -> Line:
    for side in sides:
        await asyncio.to_thread(answers.ask, side, command, 1)
    await asyncio.sleep(size.settling)
    ours, theirs = (side.megabytes() for side in sides)
    return under("memory at rest", ours, theirs, unit="MB", target=150)


async def _one_client(sides: Sequence[Server], command: Command, size: Size) -> list[Round]:
    for side in sides:  # what is done only once is done before the first round
        await asyncio.to_thread(answers.ask, side, command, size.requests)
    return [
        await asyncio.to_thread(
            answers.p50, sides, command, blocks=size.blocks, requests=size.requests
        )
        for _ in range(size.rounds)
    ]


async def _many_clients(sides: Sequence[Server], command: Command, size: Size) -> Line:
    rounds = [
        await asyncio.to_thread(
            answers.rate, sides, command, clients=size.clients, seconds=size.seconds
        )
        for _ in range(size.rounds)
    ]
    return at_least(f"/foxo help, {size.clients} clients", rounds, unit="/s", target=0.2)


async def _pressed(folder: Path, size: Size) -> AsyncIterator[Line]:
    vault = Vault([Fernet.generate_key().decode()])
    async with wards(folder, vault, few=size.few, times=size.times) as (few, many):
        found = await presses.measure(many, few, rounds=size.rounds, cases=size.presses)
    amounts = f"{size.few * size.times:,} cases / {size.few:,}"
    for verb, rounds in found.items():
        yield at_most(f"{verb}, {amounts}", rounds, unit="ms", target=1.3)
