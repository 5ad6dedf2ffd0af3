"""Which members the entries of a roster mean. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from foxo_bot.directory.duty.entries import Entry
from foxo_bot.model import Person


@dataclass(frozen=True, slots=True)
class Span:
    """One member's hours of duty."""

    person_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Matched:
    """The members' hours, and for each title that names no member when it comes first."""

    spans: tuple[Span, ...]
    unmatched: tuple[tuple[str, datetime], ...]


def match(entries: Iterable[Entry], members: Sequence[Person]) -> Matched:
    """Each entry's members: those asked by email and those whom a name means.

    Where that is nobody, whoever made the entry. A calendar is often kept by the lead, who is not
    on duty in every shift of it.
    """
    by_email = {member.email.lower(): member.id for member in members if member.email}
    by_name = _names(members)
    spans: dict[Span, None] = {}
    unmatched: dict[str, datetime] = {}
    for entry in entries:
        found = {by_email[email] for email in entry.emails if email in by_email}
        for text in entry.names:
            found |= _named(text, by_name)
        if not found and entry.organiser in by_email:
            found = {by_email[entry.organiser]}
        for person_id in sorted(found):
            spans[Span(person_id, entry.starts_at, entry.ends_at)] = None
        if not found:
            unmatched.setdefault(entry.names[0] if entry.names else "", entry.starts_at)
    return Matched(tuple(spans), tuple(unmatched.items()))


def _names(members: Sequence[Person]) -> list[tuple[str, set[int]]]:
    """What means whom, longest first: emails, names, and names as Outlook turns them round."""
    known: dict[str, set[int]] = {}
    for member in members:
        name = _plain(member.name)
        first, _, last = name.rpartition(" ")
        for said in (name, f"{last}, {first}" if first else "", _plain(member.email or "")):
            if said:
                known.setdefault(said, set()).add(member.id)
    return sorted(known.items(), key=lambda pair: -len(pair[0]))


def _named(text: str, by_name: list[tuple[str, set[int]]]) -> set[int]:
    """Whom a text names; a name within a longer one that is somebody else's does not count."""
    left, found = _plain(text), set()
    for name, person_ids in by_name:
        left, count = re.subn(rf"(?<!\w){re.escape(name)}(?!\w)", "\0", left)
        if count:
            found |= person_ids
    return found


def _plain(text: str) -> str:
    """Without case, accents and doubled spaces."""
    letters = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())
