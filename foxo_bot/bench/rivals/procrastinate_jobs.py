"""A job queue on the same PostgreSQL: procrastinate, one job for each message."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import aiohttp
from procrastinate import App, PsycopgConnector
from procrastinate.types import JSONValue

CONCURRENCY = 64
POLLING = 0.5
"""Seconds; its own default of 5 would make it look worse than it is."""


class Queue:
    """An app with its schema in the database and one task."""

    def __init__(self, app: App, session: aiohttp.ClientSession, vendor: str) -> None:
        self._app = app
        self._session = session
        self._url = f"{vendor}/2010-04-01/Accounts/AC0/Messages.json"
        self._task = app.task(name="deliver")(self._deliver)

    async def _deliver(self, reference: str) -> None:
        callback = f"http://127.0.0.1:1/twilio/status?reference={reference}"
        fields = {"To": "+61491570156", "Body": "x" * 200, "StatusCallback": callback}
        async with self._session.post(self._url, data=fields):
            pass

    async def add(self, count: int, due: datetime) -> None:
        """So many messages that are due at that instant."""
        jobs: list[dict[str, JSONValue]] = [{"reference": f"p-{n}"} for n in range(count)]
        await self._task.configure(schedule_at=due).batch_defer_async(*jobs)

    async def work(self) -> None:
        """Until cancelled."""
        await self._app.run_worker_async(
            concurrency=CONCURRENCY,
            fetch_job_polling_interval=POLLING,
            install_signal_handlers=False,
            listen_notify=True,
        )


@asynccontextmanager
async def opened(database: str, vendor: str) -> AsyncIterator[Queue]:
    """The queue in a PostgreSQL database of its own."""
    app = App(connector=PsycopgConnector(conninfo=database))
    async with app.open_async(), aiohttp.ClientSession() as session:
        if not await app.check_connection_async():  # its tables are not there yet
            await app.schema_manager.apply_schema_async()
        yield Queue(app, session, vendor)
