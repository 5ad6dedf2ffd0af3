"""Feeds as Google, Outlook.com and Office 365 write them: whose hours they are, to the minute."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from foxo_bot.directory.duty import calendar
from foxo_bot.directory.duty.matching import match
from foxo_bot.model import Person

FEEDS = Path(__file__).parent / "feeds"
SYDNEY, BERLIN = ZoneInfo("Australia/Sydney"), ZoneInfo("Europe/Berlin")
MEMBERS = [
    Person(1, 1, "Cleo Concierge", email="cleo@northside.example"),
    Person(2, 1, "Casey Concierge", email="casey@northside.example"),
    Person(3, 1, "Lane Leed", email="lane@northside.example"),
]
NAMES = {1: "Cleo", 2: "Casey", 3: "Lane"}


def hours(name: str, zone: ZoneInfo, start: str, days: int) -> tuple[list[str], list[str]]:
    """ "who: from - to" by the zone's clock for each shift, and what names no member."""
    begin = datetime.fromisoformat(start).replace(tzinfo=zone).astimezone(UTC)
    text = (FEEDS / name).read_text().replace("\n", "\r\n")  # as they come over the wire
    reading = calendar.read(text, zone, begin, begin + timedelta(days=days))
    found = match(reading.entries, MEMBERS)

    def local(at: datetime) -> str:
        return at.astimezone(zone).strftime("%d %H:%M")

    lines = [
        f"{NAMES[span.person_id]}: {local(span.starts_at)} - {local(span.ends_at)}"
        for span in found.spans
    ]
    return lines, [title for title, _ in found.unmatched]


def test_a_google_feed_with_changes_of_single_days_guests_and_whole_days() -> None:
    lines, unmatched = hours("google.ics", SYDNEY, "2026-03-06T00:00", 8)
    assert lines == [
        "Cleo: 06 08:00 - 06 20:00",
        "Casey: 07 08:00 - 08 08:00",  # in UTC, and Cleo has declined
        "Lane: 08 00:00 - 09 00:00",
        "Cleo: 09 08:00 - 09 20:00",  # not on the 10th (EXDATE)
        "Casey: 11 10:00 - 11 20:00",
        "Cleo: 13 08:00 - 13 20:00",  # the 12th was cancelled
    ]
    assert unmatched == []


def test_an_outlook_feed_over_the_end_of_summer_time() -> None:
    lines, unmatched = hours("outlook_com.ics", SYDNEY, "2026-04-03T06:00", 3)
    assert lines == [
        "Cleo: 02 22:00 - 03 08:00",
        "Casey: 03 08:00 - 03 22:00",  # a time without a zone is the team's
        "Cleo: 03 22:00 - 04 08:00",
        "Cleo: 04 22:00 - 05 08:00",
        "Cleo: 05 22:00 - 06 08:00",
    ]
    assert unmatched == []


def test_an_office_365_feed_with_windows_zones_over_the_start_of_summer_time() -> None:
    lines, unmatched = hours("office365.ics", BERLIN, "2026-03-07T12:00", 23)
    assert lines == [
        "Casey: 07 20:00 - 08 08:00",  # the guest's name, turned round; her address is another
        "Casey: 08 20:00 - 09 08:00",
        "Cleo: 10 22:00 - 11 08:00",  # a Windows zone that the file does not explain
        "Casey: 14 20:00 - 15 08:00",
        "Casey: 15 20:00 - 16 08:00",
        "Casey: 21 20:00 - 22 08:00",
        "Casey: 22 20:00 - 23 08:00",  # not on the 28th
        "Lane: 29 21:00 - 30 08:00",  # nobody was asked to this one, so it is its organiser's
    ]
    assert unmatched == ["Locum"]


def test_microsofts_own_utc_is_utc_and_what_repeats_without_end_is_told() -> None:
    begin = datetime(2026, 3, 10, tzinfo=UTC)
    text = (FEEDS / "office365.ics").read_text()
    reading = calendar.read(text, BERLIN, begin, begin + timedelta(days=1))
    assert reading.entries[0].starts_at == begin + timedelta(hours=8)
    assert reading.unreadable == ("Every second", "Every second of an hour")


@pytest.mark.parametrize(
    ("name", "hour"), [("AUS Eastern Standard Time", 21), ("Europe/Berlin", 7), ("Nowhere", 7)]
)
def test_a_calendars_own_zone_may_have_a_windows_name_or_one_that_nobody_knows(
    name: str, hour: int
) -> None:
    begin = datetime(2026, 3, 10, tzinfo=UTC)
    text = (
        f"BEGIN:VCALENDAR\nX-WR-TIMEZONE:{name}\nBEGIN:VEVENT\nUID:1\nDTSTART:20260311T080000\n"
        "DTEND:20260311T200000\nSUMMARY:Cleo\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    reading = calendar.read(text, BERLIN, begin, begin + timedelta(days=2))
    assert [entry.starts_at.hour for entry in reading.entries] == [hour]


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("", "iCal format"),
        ("<html>Sign in</html>", "iCal format"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:2026", "cut off"),
        ("BEGIN:VCALENDAR\nnonsense\nEND:VCALENDAR\n", "cut off"),
    ],
)
def test_what_is_no_calendar_says_what_to_do(text: str, tells: str) -> None:
    begin = datetime(2026, 3, 10, tzinfo=UTC)
    with pytest.raises(calendar.NoCalendar, match=tells):
        calendar.read(text, BERLIN, begin, begin + timedelta(days=1))


def test_a_name_within_another_members_name_means_the_other() -> None:
    both = [Person(1, 1, "Ann Lee"), Person(2, 1, "Ann Lee Brown"), Person(3, 1, "Zoë Ng")]
    at = datetime(2026, 3, 10, tzinfo=UTC)

    def who(title: str) -> set[int]:
        entry = calendar.Entry(at, at + timedelta(hours=1), (title,))
        return {span.person_id for span in match([entry], both).spans}

    assert who("Ann Lee Brown until 8") == {2}
    assert who("ANN  LEE / zoe ng") == {1, 3}
    assert who("Joann Lee") == set()
