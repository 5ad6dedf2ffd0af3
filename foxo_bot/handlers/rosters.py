"""What people see of who is on duty."""

from datetime import UTC, datetime, timedelta

from foxo_bot.cards.duty import DutySheet
from foxo_bot.directory.duty.coverage import coverage
from foxo_bot.directory.duty.entries import AHEAD
from foxo_bot.model import Team
from foxo_bot.store import duty, shifts
from foxo_bot.store.db import Tx

_MARGIN = timedelta(days=7)
"""The end of what was worked out is as old as the last reading of it."""


def sheet(tx: Tx, team: Team, now: datetime) -> DutySheet | None:
    """A team's roster as its card shows it; None where it has none."""
    roster = duty.of_team(tx, team.organisation_id, team.id)
    if roster is None:
        return None
    known = shifts.of_team(tx, team.organisation_id, team.id, now)
    found = coverage(known, now)
    return DutySheet(
        now=found.now,
        next=found.next,
        known_until=now + AHEAD - _MARGIN,
        by_calendar=roster.by_calendar,
        age=now - roster.read_at if roster.by_calendar and roster.read_at else None,
        problem=roster.problem,
        unmatched=[(title, _instant(at)) for title, at in roster.unmatched],
    )


def _instant(at: float | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC)
