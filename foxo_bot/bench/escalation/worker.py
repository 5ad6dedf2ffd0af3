"""The assembled program without its web server, in a process of its own.

`python -m foxo_bot.bench.escalation.worker OPTIONS`, with the settings as for `foxo-bot run`.
OPTIONS is a JSON object: `slots`, `lease` (seconds), and `poll` (seconds, where it is not to wake
up by itself but to look that often). It listens on its port only to say that it is ready.
"""

import asyncio
import json
import sys
from datetime import timedelta

from uvicorn.loops.auto import auto_loop_factory

from foxo_bot import app, settings
from foxo_bot.app import App, Options
from foxo_bot.edges import garbage
from foxo_bot.settings import Settings


async def polling(program: App, seconds: float) -> None:
    """Do what is due every so many seconds, and at no other time."""
    while True:
        await program.scheduler.tick()
        for courier in program.couriers:
            while await courier.deliver_due():
                pass
        await asyncio.sleep(seconds)


async def work(told: Settings, wanted: dict[str, float]) -> None:
    """Until ended from outside."""
    options = Options(slots=int(wanted["slots"]), lease=timedelta(seconds=wanted["lease"]))
    program = app.build(told, options)
    if not wanted.get("poll"):
        await program.start()
    garbage.settle()
    server = await asyncio.start_server(_ready, told.foxo_host, told.foxo_port)
    async with server:
        if wanted.get("poll"):
            await polling(program, wanted["poll"])
        await server.serve_forever()


async def _ready(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    await writer.drain()
    writer.close()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(work(settings.load(), json.loads(sys.argv[1])))
