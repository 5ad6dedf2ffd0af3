"""The duty roster of a team in a directory file. Pure."""

import difflib
import re
from collections.abc import Callable, Sequence
from datetime import time

from foxo_bot.directory.duty import address
from foxo_bot.directory.duty.source import Source
from foxo_bot.directory.duty.weekly import DAYS, WeeklyShift
from foxo_bot.directory.file import values
from foxo_bot.directory.file.blocks import Block
from foxo_bot.directory.file.mistakes import BadValue

_WRITTEN_OUT = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST_DAY = 3
_SHIFT = ("days", "from", "to", "people")
_TIME = re.compile(r"([01]?[0-9]|2[0-4])[:.]([0-5][0-9])")


def roster(team: Block) -> Source | None:
    """Where the team's roster comes from; None where it has none."""
    block = team.block("roster", "a roster", ("ical", "shifts"))
    if block is None:
        return None
    if block.has("ical") == block.has("shifts"):
        if block.readable:
            block.wrong(None, "a roster is either ical: https://… or shifts: with a list of them")
        return None
    if block.has("ical"):
        return block.value("ical", _calendar)
    members = _names(team)
    entries = block.blocks("shifts", "a shift", _SHIFT)
    if not block.size("shifts"):
        block.wrong("shifts", "shifts is empty; list them, or delete the roster")
    return tuple(_shift(entry, members) for entry in entries)


def _shift(block: Block, members: Sequence[str] | None) -> WeeklyShift:
    days = block.values("days", _day)
    people = block.values("people", _who(members))
    if block.has("days") and not block.size("days"):
        block.wrong("days", "days is empty; list them, such as [mon, tue], or delete it: every day")
    if not block.size("people"):
        block.wrong("people" if block.has("people") else None, "a shift needs people; list them")
    return WeeklyShift(
        days=tuple(sorted(set(days))) if block.has("days") else tuple(range(len(DAYS))),
        begins=block.required("from", _time) or time(),
        ends=block.required("to", _time) or time(),
        people=tuple(dict.fromkeys(people)),
    )


def _calendar(text: str) -> str:
    """The address is a secret, so a mistake does not repeat it."""
    https = address.https(text)
    if not address.allowed(https):
        raise BadValue("write the calendar's secret address in iCal format; it begins https://")
    return https


def _day(text: str) -> int:
    word = text.strip().lower()
    found = [day for day, name in enumerate(_WRITTEN_OUT) if name.startswith(word)]
    if len(word) < _SHORTEST_DAY or not found:
        each = ", ".join(DAYS)
        raise BadValue(f"{values.said(text)} is not a day; list each by itself, as one of {each}")
    return found[0]


def _time(text: str) -> time:
    found = _TIME.fullmatch(text)
    if not found or (found[1] == "24" and found[2] != "00"):
        raise BadValue(f'{values.said(text)} is not a time of day; write it like "08:00"')
    return time(int(found[1]) % 24, int(found[2]))


def _who(members: Sequence[str] | None) -> Callable[[str], str]:
    """A check for a name or an email; a name must be a member's where the file lists them."""

    def check(text: str) -> str:
        if "@" in text:
            return values.email(text)
        name = values.name(text)
        if members is not None and name.casefold() not in {one.casefold() for one in members}:
            close = difflib.get_close_matches(name, members, n=1, cutoff=0.6)
            advice = f"did you mean {close[0]}?" if close else "write a member's name or email"
            raise BadValue(f"nobody in this team is called {values.said(name)}; {advice}")
        return name

    return check


def _names(team: Block) -> list[str] | None:
    """The names of the members that the team lists; None where its channels say who they are."""
    if not team.has("members"):
        return None
    return [name for name in team.texts_within("members", "name") if name]
