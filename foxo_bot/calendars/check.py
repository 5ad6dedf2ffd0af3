"""Whether every duty calendar can be read, for `foxo-bot check`."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from foxo_bot.calendars.fetch import Fetcher, Unreadable
from foxo_bot.calendars.reader import PATIENCE
from foxo_bot.directory.duty import calendar
from foxo_bot.directory.duty.calendar import NoCalendar
from foxo_bot.directory.duty.entries import AHEAD
from foxo_bot.edges.finding import Finding

_UTC = ZoneInfo("UTC")


async def check(addresses: Mapping[str, str], now: datetime) -> list[Finding]:
    """A finding for each calendar, by the name of its team; the address is a secret."""
    fetcher = Fetcher(PATIENCE)
    try:
        return [await _one(fetcher, team, url, now) for team, url in addresses.items()]
    finally:
        await fetcher.close()


async def _one(fetcher: Fetcher, team: str, url: str, now: datetime) -> Finding:
    try:
        answer = await fetcher.fetch(url, None, None)
        reading = await asyncio.to_thread(calendar.read, answer.text or "", _UTC, now, now + AHEAD)
    except (Unreadable, NoCalendar) as failure:
        return False, f"Duty calendar of {team}: {failure}."
    number = len(reading.entries)
    return True, f"Duty calendar of {team}: read, with {number} turns of duty in six weeks."
