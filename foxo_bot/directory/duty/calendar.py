"""Reads the text of an iCalendar feed, as Google, Outlook.com and Office 365 write it. Pure.

The arithmetic of recurrences, exceptions and time zones is that of icalendar and
recurring-ical-events; here stands what those feeds mean for a roster.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from icalendar import Calendar, Event
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from foxo_bot.directory.duty.entries import Entry

MOST_ENTRIES = 3000
_TOO_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}
_WITHIN_THE_HOUR = ("BYMINUTE", "BYSECOND")
_DAY = timedelta(days=1)
_MICROSOFT_ZONE = re.compile(r'"?tzone://Microsoft/(\w+)"?', re.IGNORECASE)
_ZONE = "X-WR-TIMEZONE"
_CANCELLED = ("canceled:", "cancelled:")
"""How Outlook begins the title of a meeting that its organiser has called off."""


class NoCalendar(Exception):
    """Why a text cannot be used as a roster; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a calendar says, in order of time; `unreadable` are titles of events that say nothing.

    An event is unreadable where its times are broken, or repeat too often to be anybody's hours.
    """

    entries: tuple[Entry, ...]
    unreadable: tuple[str, ...] = ()


def read(text: str, zone: ZoneInfo, start: datetime, end: datetime) -> Reading:
    """The hours of duty between two instants; NoCalendar where the text is no calendar.

    Times without a time zone are by the calendar's own (X-WR-TIMEZONE), else by `zone`, and so are
    whole days. What was cancelled, or has no hours, is left out.
    """
    calendar = _parsed(text)
    events = [part for part in calendar.subcomponents if isinstance(part, Event)]
    sound = [event for event in events if _sound(event)]
    kept = [event for event in sound if not _over(event, start)]
    others = [part for part in calendar.subcomponents if not isinstance(part, Event)]
    calendar.subcomponents = [*others, *kept]
    own = _own_zone(calendar)
    zone = own or zone
    calendar.pop(_ZONE, None)
    if own:
        calendar.add(_ZONE, own.key)  # the library fails on a name that it does not know
    query = recurring_ical_events.of(calendar, skip_bad_series=True)
    found = []
    for event in query.between(start - _DAY, end + _DAY):  # floating times are compared as UTC
        entry = _entry(event, zone)
        if entry and entry.ends_at > start and entry.starts_at < end:
            found.append(entry)
    if len(found) > MOST_ENTRIES:
        raise NoCalendar(f"it holds more than {MOST_ENTRIES} events in six weeks; use one for duty")
    found.sort(key=lambda entry: (entry.starts_at, entry.ends_at, entry.names))
    unreadable = dict.fromkeys(_title(event) for event in events if event not in sound)
    return Reading(tuple(found), tuple(unreadable))


def _parsed(text: str) -> Calendar:
    bare = text.lstrip("\ufeff \r\n\t")
    if not bare[:15].upper().startswith("BEGIN:VCALENDAR"):
        raise NoCalendar("what is there is no calendar; give the address in iCal format (.ics)")
    try:
        calendar = Calendar.from_ical(_MICROSOFT_ZONE.sub(_plain_zone, bare))
    except (ValueError, KeyError, IndexError, TypeError) as fault:
        raise NoCalendar("the calendar cannot be read; it may have been cut off") from fault
    if not isinstance(calendar, Calendar):
        raise NoCalendar("the calendar cannot be read; it may have been cut off")
    return calendar


def _plain_zone(found: re.Match[str]) -> str:
    """Exchange names some zones by an address, whose colon ends the name too soon."""
    return "UTC" if found[1].upper() == "UTC" else f"Microsoft {found[1]}"


def _sound(event: Event) -> bool:
    rules = event.get("RRULE", [])
    each = rules if isinstance(rules, list) else [rules]
    try:
        return not any(_too_often(rule) for rule in each) and _day(event.start) <= _day(event.end)
    except (icalendar.error.InvalidCalendar, ValueError, AttributeError, TypeError):
        return False


def _too_often(rule: Any) -> bool:
    """Whether counting its times could take the day; nobody's hours of duty begin every hour."""
    each = set(map(str, rule.get("FREQ", ())))
    return bool(each & _TOO_OFTEN) or any(len(rule.get(key, ())) > 1 for key in _WITHIN_THE_HOUR)


def _over(event: Event, start: datetime) -> bool:
    """Whether a single event lies so far back that no time zone brings it here."""
    if any(event.get(key) for key in ("RRULE", "RDATE", "RECURRENCE-ID")):
        return False
    return _day(event.end) < (start - 2 * _DAY).date()


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _title(event: Event) -> str:
    return str(event.get("SUMMARY", "")).strip()


def _own_zone(calendar: Calendar) -> ZoneInfo | None:
    """Where the calendar names one that is known; some programs write Windows' names."""
    name = str(calendar.get(_ZONE, ""))
    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(name, name)) if name else None
    except (KeyError, ValueError, OSError):
        return None


def _entry(event: Event, zone: ZoneInfo) -> Entry | None:
    title = _title(event)
    called_off = str(event.get("STATUS", "")).upper() == "CANCELLED"
    if called_off or title.lower().startswith(_CANCELLED):
        return None
    starts_at = _instant(event.start, zone)
    ends_at = _instant(event.end, zone)
    if ends_at <= starts_at:
        return None
    organiser = _email(event.get("ORGANIZER", ""))
    guests = list(_guests(event.get("ATTENDEE", [])))
    emails = tuple(dict.fromkeys(_email(guest) for guest in guests))
    return Entry(
        starts_at,
        ends_at,
        names=tuple(filter(None, (title, *(_name(guest) for guest in guests)))),
        emails=tuple(email for email in emails if email != organiser),
        organiser=organiser,
    )


def _instant(moment: date, zone: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), zone).astimezone(UTC)
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    return moment.replace(tzinfo=zone).astimezone(UTC)


def _guests(said: Any) -> Iterator[Any]:
    """Those asked to come who have not declined; a room is nobody."""
    listed: Iterable[Any] = said if isinstance(said, list) else [said]
    for guest in listed:
        declined = str(guest.params.get("PARTSTAT", "")).upper() == "DECLINED"
        if not declined and str(guest.params.get("CUTYPE", "INDIVIDUAL")).upper() == "INDIVIDUAL":
            yield guest


def _email(address: object) -> str:
    text = str(address).strip()
    return text[7:].lower() if text.lower().startswith("mailto:") else ""


def _name(guest: Any) -> str:
    return str(guest.params.get("CN", "")).strip()
