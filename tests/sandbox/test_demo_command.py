"""`foxo-bot demo` as it is started: the page answers, a taken port is said plainly."""

import asyncio
import signal
import socket
import sys
from pathlib import Path

import aiohttp

MOST_SECONDS = 60


async def _started(folder: Path, *words: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "foxo_bot", "demo", "--no-browser", *words,
        cwd=folder,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


async def test_the_page_answers_and_the_demo_ends_when_told_to(tmp_path: Path) -> None:
    demo = await _started(tmp_path, "--port", "0")
    assert demo.stdout
    first = (await asyncio.wait_for(demo.stdout.readline(), MOST_SECONDS)).decode()
    url = first.split()[-1].replace("localhost", "127.0.0.1")
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as answer:
            page = await answer.text()
        async with session.get(f"{url}/live") as stream:  # a window that is left open
            await stream.content.readline()
            demo.send_signal(signal.SIGINT)
            said, errors = await asyncio.wait_for(demo.communicate(), MOST_SECONDS)

    assert "Rowan Registrar" in page
    assert "ERROR" not in said.decode()
    assert (demo.returncode, errors) == (0, b"")
    assert len(list((tmp_path / ".foxo-demo").glob("*.db"))) == 1


async def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        demo = await _started(tmp_path, "--port", str(port))
        _, errors = await asyncio.wait_for(demo.communicate(), MOST_SECONDS)

    assert demo.returncode == 1
    assert errors.decode().splitlines() == [
        f"foxo-bot: port {port} is taken by another program; try: foxo-bot demo --port {port + 1}"
    ]


async def test_a_reset_deletes_the_databases_of_earlier_plays_and_nothing_else(
    tmp_path: Path,
) -> None:
    folder = tmp_path / ".foxo-demo"
    folder.mkdir()
    for name in ("earlier.db", "earlier.db-wal", "notes.txt"):
        (folder / name).touch()
    demo = await _started(tmp_path, "--reset", "--port", "0")
    assert demo.stdout
    await asyncio.wait_for(demo.stdout.readline(), MOST_SECONDS)
    demo.send_signal(signal.SIGTERM)
    await asyncio.wait_for(demo.communicate(), MOST_SECONDS)

    left = {path.name for path in folder.iterdir()}
    assert "notes.txt" in left
    assert not left & {"earlier.db", "earlier.db-wal"}
