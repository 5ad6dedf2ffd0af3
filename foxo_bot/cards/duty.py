"""Who is on duty: as a team's card shows it, as its leads are told, as people's own home. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from foxo_bot.cards.card import (
    Block,
    Bold,
    Card,
    Heading,
    Line,
    Link,
    Moment,
    Note,
    Paragraph,
    Span,
)
from foxo_bot.cards.notice import spoken_age
from foxo_bot.cards.words import counted, cut
from foxo_bot.model import Shift

MOST_GAPS, MOST_TITLES, MOST_OWN, TITLE = 8, 5, 5, 80
FALLBACK = "Cases go to all members."

Hours = tuple[datetime, datetime | None]
"""From when until when nobody is on duty; None where the roster ends."""


@dataclass(frozen=True, slots=True)
class DutySheet:
    """A team's roster as its card shows it. `age` is since its calendar was last read.

    `age` is None where there is no calendar or it was never read, `problem` says why it cannot be
    read. What comes after `known_until` is not known yet. `unmatched` are titles that name no
    member, with when the first such hours begin.
    """

    now: Sequence[Shift]
    next: Sequence[Shift]
    known_until: datetime
    by_calendar: bool
    age: timedelta | None
    problem: str | None
    unmatched: Sequence[tuple[str, datetime | None]]


def duty_blocks(sheet: DutySheet, *, is_lead: bool) -> tuple[Block, ...]:
    """On duty now and next; for leads also what in the calendar means nobody."""
    return (
        Paragraph((*_now(sheet), *_next(sheet))),
        *_feed(sheet),
        *(_unmatched(sheet) if is_lead else ()),
    )


def gap_news(team: str, gaps: Sequence[Hours]) -> Card:
    """For the leads of a team: the hours in which nobody is on duty."""
    line = f"Nobody is on duty in {team} for some time."
    spans: list[Span] = [Bold(line)]
    for starts_at, ends_at in gaps[:MOST_GAPS]:
        spans += ["\n", *_hours(starts_at, ends_at)]
    if len(gaps) > MOST_GAPS:
        spans.append(f"\nand {counted(len(gaps) - MOST_GAPS, 'more gap')}")
    advice = "Until somebody stands in the roster for these hours, cases then go to all members."
    return Card(preview=line, blocks=(Paragraph(tuple(spans)), Note((advice,))))


def feed_news(team: str, *, problem: str | None, age: timedelta | None) -> Card:
    """For the leads of a team: its duty calendar cannot be read, or (no problem) can be again."""
    if problem is None:
        line = f"The duty calendar of {team} can be read again."
        return Card(preview=line, blocks=(Paragraph((Bold(line),)),))
    line = f"The duty calendar of {team} cannot be read."
    if age is None:
        kept = "It could never be read, so nobody is on duty by it: cases go to all members."
    else:
        kept = f"The copy of {spoken_age(age)} ago is used until it can."
    advice = f"{kept} If you cannot put it right, tell whoever runs Foxo Bot."
    return Card(preview=line, blocks=(Paragraph((Bold(line), f"\n{problem}")), Note((advice,))))


def own_shifts(shifts: Sequence[Shift], link: str) -> tuple[Block, ...]:
    """A person's next hours of duty, with the address that brings them into a calendar of theirs.

    Nothing where they are in no roster.
    """
    if not shifts:
        return ()
    spans: list[Span] = []
    for shift in shifts[:MOST_OWN]:
        spans += ["\n"] if spans else []
        spans += [Bold(shift.team_name), ": ", Moment(shift.starts_at), " until "]
        spans.append(Moment(shift.ends_at))
    subscribe: Line = (
        Link("Add them to your calendar", link),
        " (subscribe to this address; it is yours alone, so do not pass it on)",
    )
    return (Heading("Your next shifts"), Paragraph(tuple(spans)), Note(subscribe))


def _now(sheet: DutySheet) -> Line:
    if not sheet.now:
        return (Bold("Nobody is on duty now."), f" {FALLBACK}")
    spans: list[Span] = ["On duty now: "]
    for shift in sheet.now:
        spans += ["; "] if len(spans) > 1 else []
        known = shift.ends_at < sheet.known_until
        until = (" until ", Moment(shift.ends_at)) if known else (" until further notice",)
        spans += [Bold(shift.person_name), *until]
    return tuple(spans)


def _next(sheet: DutySheet) -> Line:
    if sheet.next:
        names = ", ".join(shift.person_name for shift in sheet.next)
        return (f"\nNext: {names} from ", Moment(sheet.next[0].starts_at))
    if any(shift.ends_at >= sheet.known_until for shift in sheet.now):
        return ()
    return ("\nNext: nobody is in the roster.",)


def _feed(sheet: DutySheet) -> tuple[Block, ...]:
    if not sheet.by_calendar:
        return (Note(("Duty by the weekly shifts of the directory file.",)),)
    if sheet.problem and sheet.age is None:
        words = f"The duty calendar could never be read: {sheet.problem}."
        return (Paragraph((Bold(words),)),)
    if sheet.age is None:
        return (Note(("The duty calendar has not been read yet.",)),)
    if sheet.problem:
        old = f" The copy of {spoken_age(sheet.age)} ago is used."
        return (Paragraph((Bold(f"The duty calendar cannot be read: {sheet.problem}."), old)),)
    return (Note((f"Duty calendar read {spoken_age(sheet.age)} ago.",)),)


def _unmatched(sheet: DutySheet) -> tuple[Block, ...]:
    if not sheet.unmatched:
        return ()
    spans: list[Span] = [Bold("In the roster, but nobody of the team:")]
    for title, at in sheet.unmatched[:MOST_TITLES]:
        spans.append(f"\n“{cut(title, TITLE) or 'without a title'}”")
        spans += [" from ", Moment(at)] if at else [" (its times cannot be read)"]
    if len(sheet.unmatched) > MOST_TITLES:
        spans.append(f"\nand {len(sheet.unmatched) - MOST_TITLES} more")
    advice = (
        "Invite the member to the event by email, or write their name into its title as it "
        "stands above."
        if sheet.by_calendar
        else "In the directory file, write the name as it stands above, or the email."
    )
    return (Paragraph(tuple(spans)), Note((advice,)))


def _hours(starts_at: datetime, ends_at: datetime | None) -> Line:
    if ends_at is None:
        return ("from ", Moment(starts_at), " on")
    return (Moment(starts_at), " until ", Moment(ends_at))
