"""Weekly shifts: the same hours of the same days, by the team's own clock. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from foxo_bot.directory.duty.entries import Entry

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WeeklyShift:
    """The hours `begins` to `ends` on some days of the week (0 is Monday), and who has them.

    Where `ends` is not later than `begins`, it is on the next day; midnight is 00:00. `people` are
    names or emails of members.
    """

    days: tuple[int, ...]
    begins: time
    ends: time
    people: tuple[str, ...]


def expand(
    shifts: Sequence[WeeklyShift], zone: ZoneInfo, start: datetime, end: datetime
) -> list[Entry]:
    """Every shift that has any time between two instants, in order."""
    found = [
        Entry(starts_at, ends_at, shift.people)
        for shift in shifts
        for starts_at, ends_at in _occurrences(shift, zone, start, end)
        if ends_at > max(start, starts_at) and starts_at < end
    ]
    return sorted(found, key=lambda entry: (entry.starts_at, entry.ends_at, entry.names))


def to_json(shifts: Sequence[WeeklyShift]) -> list[dict[str, Any]]:
    return [
        {
            "days": list(shift.days),
            "from": shift.begins.strftime("%H:%M"),
            "to": shift.ends.strftime("%H:%M"),
            "people": list(shift.people),
        }
        for shift in shifts
    ]


def from_json(stored: Sequence[Mapping[str, Any]]) -> tuple[WeeklyShift, ...]:
    return tuple(
        WeeklyShift(
            tuple(entry["days"]),
            time.fromisoformat(entry["from"]),
            time.fromisoformat(entry["to"]),
            tuple(entry["people"]),
        )
        for entry in stored
    )


def _occurrences(
    shift: WeeklyShift, zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    day = start.astimezone(zone).date() - _DAY
    last = end.astimezone(zone).date()
    while day <= last:
        if day.weekday() in shift.days:
            until = day if shift.ends > shift.begins else day + _DAY
            yield _instant(day, shift.begins, zone), _instant(until, shift.ends, zone)
        day += _DAY


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A time that the clocks leave out is as much later; one that they repeat is the first.

    So a shift that begins when another ends begins there on every day.
    """
    return datetime.combine(day, at, zone).astimezone(UTC)
