"""What most would write: one APScheduler date job for each message, in the same database."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import uuid4

import aiohttp
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

_open: dict[str, aiohttp.ClientSession] = {}
"""Address of the vendor -> the session that all jobs share; jobs are found again by name alone."""


async def deliver(url: str, fields: dict[str, str]) -> None:
    """The job."""
    async with _open[url].post(f"{url}/2010-04-01/Accounts/AC0/Messages.json", data=fields):
        pass


class Jobs:
    """A running scheduler with its jobs in a database."""

    def __init__(self, scheduler: AsyncIOScheduler, url: str) -> None:
        self._scheduler = scheduler
        self._url = url

    def add(self, count: int, due: datetime) -> list[str]:
        """So many messages that are due at that instant; the ids of their jobs."""
        ids = [uuid4().hex for _ in range(count)]
        for name in ids:
            callback = f"http://127.0.0.1:1/twilio/status?reference={name}"
            fields = {"To": "+61491570156", "Body": "x" * 200, "StatusCallback": callback}
            self._scheduler.add_job(
                deliver, "date", run_date=due, args=[self._url, fields], id=name,
                misfire_grace_time=None,
            )  # fmt: skip
        return ids

    def remove(self, ids: list[str]) -> None:
        for name in ids:
            self._scheduler.remove_job(name)


@asynccontextmanager
async def running(database: str, vendor: str) -> AsyncIterator[Jobs]:
    """The scheduler over a database (SQLAlchemy's URL with a blocking driver)."""
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_jobstore(SQLAlchemyJobStore(url=database))
    async with aiohttp.ClientSession() as session:
        _open[vendor] = session
        scheduler.start()
        yield Jobs(scheduler, vendor)
        scheduler.shutdown(wait=False)
        del _open[vendor]
