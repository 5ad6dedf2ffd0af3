"""The two programs that are compared, each in a process of its own on a loopback port."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

import foxo_bot
from foxo_bot.bench.faults import BenchError
from foxo_bot.settings import Settings

PATIENCE = 60.0
"""Seconds that a program may take to start."""

_LOOK_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Server:
    """A running program."""

    port: int
    process: int

    def megabytes(self) -> float | None:
        """Memory that it holds (RSS, in millions of bytes); None where the system has no /proc."""
        try:
            status = Path(f"/proc/{self.process}/status").read_text()
        except FileNotFoundError:
            return None
        kibibytes = next(line.split()[1] for line in status.splitlines() if "VmRSS" in line)
        return int(kibibytes) * 1024 / 1e6


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@asynccontextmanager
async def ours(settings: Settings, folder: Path) -> AsyncIterator[Server]:
    """`foxo-bot run` with these settings, ready."""
    command = ["foxo_bot", "run"]
    values = _environment(settings)
    async with _running(command, settings.foxo_port, folder, values, ready="/readyz") as server:
        yield server


@asynccontextmanager
async def configured(settings: Settings, folder: Path, *command: str) -> AsyncIterator[Server]:
    """One of the benchmark's own programs, with the same settings on another port."""
    port = free_port()
    values = _environment(settings.model_copy(update={"foxo_port": port}))
    async with _running([*command], port, folder, values) as server:
        yield server


def _environment(settings: Settings) -> dict[str, str]:
    return {name.upper(): str(value) for name, value in settings.model_dump().items()}


@asynccontextmanager
async def module(name: str, folder: Path) -> AsyncIterator[Server]:
    """One of the benchmark's own programs, which is told its port."""
    port = free_port()
    async with _running([name, str(port)], port, folder, {}) as server:
        yield server


@asynccontextmanager
async def bare(secret: str, folder: Path) -> AsyncIterator[Server]:
    """The floor."""
    port = free_port()
    command = ["foxo_bot.bench.bare", str(port), secret]
    async with _running(command, port, folder, {}) as server:
        yield server


@asynccontextmanager
async def _running(
    command: list[str], port: int, folder: Path, values: Mapping[str, str], *, ready: str = "/"
) -> AsyncIterator[Server]:
    """Started in a folder without .env, its log written to a file as a service's would be."""
    package = str(Path(foxo_bot.__file__).parents[1])
    inherited = os.environ  # noqa: TID251 - what a child process starts from
    with (folder / f"{command[0]}.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *command,
            cwd=folder,
            env={**inherited, "PYTHONPATH": package, **values},
            stdout=log,
            stderr=log,
        )
    try:
        await _ready(process, f"http://127.0.0.1:{port}{ready}", Path(log.name))
        yield Server(port, process.pid)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _ready(process: asyncio.subprocess.Process, url: str, log: Path) -> None:
    """Wait until it answers without a server's error; the floor refuses what is not signed."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + PATIENCE
    async with aiohttp.ClientSession() as session:
        while clock() < deadline:
            if process.returncode is not None:
                raise BenchError(f"a program to measure did not start: {_last_word(log)}")
            try:
                async with session.get(url) as answer:
                    if answer.status < 500:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(_LOOK_EVERY)
    raise BenchError(f"a program to measure was not ready within {PATIENCE:.0f} seconds")


def _last_word(log: Path) -> str:
    return (log.read_text().splitlines() or ["it said nothing"])[-1]
