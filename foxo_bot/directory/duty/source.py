"""Where a team's roster comes from, and how that is stored. Pure."""

import json

from foxo_bot.directory.duty import weekly
from foxo_bot.directory.duty.weekly import WeeklyShift

Source = str | tuple[WeeklyShift, ...]
"""The secret address of a calendar's feed, or weekly shifts."""


def to_text(source: Source) -> str:
    if isinstance(source, str):
        return json.dumps({"ical": source})
    return json.dumps({"shifts": weekly.to_json(source)})


def from_text(text: str) -> Source:
    stored = json.loads(text)
    return str(stored["ical"]) if "ical" in stored else weekly.from_json(stored["shifts"])
