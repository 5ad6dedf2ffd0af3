"""What a roster says before anybody in it is known: some hours, and words about who. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

AHEAD = timedelta(weeks=6)
"""How far ahead a roster is worked out each time it is read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Hours of duty, from `starts_at` until just before `ends_at`, both in UTC.

    `emails` are those who are asked to come (lower case), `names` anything that may name somebody.
    `organiser` is an email too; it counts where nothing else tells who it is.
    """

    starts_at: datetime
    ends_at: datetime
    names: tuple[str, ...]
    emails: tuple[str, ...] = ()
    organiser: str = ""
