"""Reads rosters again: what is due, what a feed's answer changes, and what leads are told of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from foxo_bot.directory import following, leads
from foxo_bot.directory.duty import source, weekly
from foxo_bot.directory.duty.calendar import Reading
from foxo_bot.directory.duty.coverage import gaps_ahead
from foxo_bot.directory.duty.entries import AHEAD, Entry
from foxo_bot.directory.duty.gaps import Gap
from foxo_bot.directory.duty.matching import match
from foxo_bot.model import Team
from foxo_bot.store import duty, memberships, messages, shifts, teams
from foxo_bot.store.db import Tx
from foxo_bot.store.duty import Copy, Roster, Unmatched

EVERY = timedelta(minutes=15)
LEASE = timedelta(minutes=3)
"""Longer than a feed may take, so that a lease ends only with its process."""

_AGAIN = (timedelta(minutes=2), timedelta(minutes=5), EVERY)
"""When a feed that could not be read is tried again; the last one from then on."""

PATIENCE = timedelta(hours=2)
"""How long a feed may fail before its leads are told, while there is a copy of it."""

IMPATIENCE = timedelta(minutes=1)
"""The same where it could never be read: its address is likely to be wrong."""

_MOST_TITLES = 20


@dataclass(frozen=True, slots=True)
class Job:
    """A roster that was claimed; with an `address` its calendar is to be fetched."""

    roster: Roster
    zone: ZoneInfo
    address: str | None
    copy: Copy


def take(tx: Tx, now: datetime) -> Job | None:
    """Claim one roster that is due; weekly shifts are worked out at once. None where none is."""
    roster = duty.claim_due(tx, now, LEASE)
    if roster is None:
        return None
    team = teams.get(tx, roster.organisation_id, roster.team_id)
    assert team is not None  # noqa: S101 - the claim joined it
    zone = teams.zone(tx, team)
    said = source.from_text(roster.source)
    if isinstance(said, str):
        return Job(roster, zone, said, duty.copy_of(tx, roster))
    by_weekly_shifts(tx, team, now)
    return Job(roster, zone, None, Copy(None, None, None))


def by_weekly_shifts(tx: Tx, team: Team, now: datetime) -> None:
    """Work out the weeks ahead of a team whose roster is weekly shifts."""
    roster = duty.of_team(tx, team.organisation_id, team.id)
    said = source.from_text(roster.source) if roster else ""
    if roster is None or isinstance(said, str):
        return
    entries = weekly.expand(said, teams.zone(tx, team), now, now + AHEAD)
    _fill(tx, roster, team, entries, (), now)
    duty.save_copy(tx, roster, Copy(None, None, None))
    duty.save(tx, roster, read_at=now, next_at=now + EVERY + _spread(roster))


def took_in(tx: Tx, job: Job, copy: Copy, reading: Reading, now: datetime) -> None:
    """A calendar was read, or has not changed since."""
    roster = _still(tx, job)
    team = teams.get(tx, roster.organisation_id, roster.team_id) if roster else None
    if roster is None or team is None:
        return
    if copy != job.copy:
        duty.save_copy(tx, roster, copy)
    if roster.told_failing:
        leads.tell(tx, team, messages.DUTY_BACK, now, {})
        following.note(tx, team, "duty_back", "clock", now)
    _fill(tx, roster, team, reading.entries, reading.unreadable, now)
    duty.save(
        tx,
        roster,
        read_at=now,
        problem=None,
        failing_since=None,
        told_failing=False,
        attempts=0,
        next_at=now + EVERY + _spread(roster),
    )


def failed(tx: Tx, job: Job, problem: str, last_good: Reading | None, now: datetime) -> None:
    """A calendar could not be read: its last good copy counts on, worked out anew."""
    roster = _still(tx, job)
    team = teams.get(tx, roster.organisation_id, roster.team_id) if roster else None
    if roster is None or team is None:
        return
    since = roster.failing_since or now
    patience = PATIENCE if last_good else IMPATIENCE
    tell = not roster.told_failing and now - since >= patience
    duty.save(
        tx,
        roster,
        problem=problem[:300],
        failing_since=since,
        told_failing=roster.told_failing or tell,
        attempts=roster.attempts + 1,
        next_at=now + _AGAIN[min(roster.attempts, len(_AGAIN) - 1)] + _spread(roster),
    )
    if tell:
        leads.tell(tx, team, messages.DUTY_LOST, now, {})
        following.note(tx, team, "duty_lost", "clock", now)
    if last_good:
        _fill(tx, roster, team, last_good.entries, last_good.unreadable, now)


def _still(tx: Tx, job: Job) -> Roster | None:
    """The roster as it is now, unless it has become another while this one was read."""
    held = duty.hold(tx, job.roster)
    return held if held and held.source == job.roster.source else None


def _fill(
    tx: Tx,
    roster: Roster,
    team: Team,
    entries: Iterable[Entry],
    unreadable: Sequence[str],
    now: datetime,
) -> None:
    members = [member.person for member in memberships.of_team(tx, team.organisation_id, team.id)]
    matched = match(entries, members)
    spans = [(span.person_id, span.starts_at, span.ends_at) for span in matched.spans]
    shifts.replace(tx, roster, spans)
    unmatched: Unmatched = [(title, at.timestamp()) for title, at in matched.unmatched]
    unmatched += [(title, None) for title in unreadable]
    if unmatched[:_MOST_TITLES] != roster.unmatched:
        duty.save_unmatched(tx, roster, unmatched[:_MOST_TITLES])
    _tell_of_gaps(tx, roster, team, now)


def _tell_of_gaps(tx: Tx, roster: Roster, team: Team, now: datetime) -> None:
    """Leads are told of each gap once; of one that was filled and is there again, once more."""
    zone = teams.zone(tx, team)
    found = sorted({_name(gap, roster, zone) for gap in gaps_ahead(tx, roster, now)})
    if not set(found) <= set(roster.told_gaps):
        leads.tell(tx, team, messages.DUTY_GAP, now, {})
        following.note(tx, team, "duty_gap", "clock", now, gaps=len(found))
    if found != sorted(roster.told_gaps):
        duty.save(tx, roster, told_gaps=found)


def _name(gap: Gap, roster: Roster, zone: ZoneInfo) -> str:
    """A gap is known by its end, for its beginning moves along with the present."""
    if gap.ends_at is None:
        return "without end"
    if roster.by_calendar:
        return gap.ends_at.isoformat()
    return gap.ends_at.astimezone(zone).strftime("%w %H:%M")


def _spread(roster: Roster) -> timedelta:
    """So that the feeds of one server are not all asked for in the same instant."""
    return timedelta(seconds=roster.id * 37 % 60)
