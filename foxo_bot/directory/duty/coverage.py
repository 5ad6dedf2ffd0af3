"""Who is on duty now and next, and the gaps that a lead should know of before they begin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from foxo_bot.directory.duty import gaps
from foxo_bot.directory.duty.gaps import Gap
from foxo_bot.model import Shift
from foxo_bot.store import shifts as kept
from foxo_bot.store.db import Tx
from foxo_bot.store.duty import Roster

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
WORTH_TELLING = timedelta(minutes=5)
"""Shorter gaps are how people write rosters: until 23:59, and again from 00:00."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who is on duty, each until their last hour without a break, and who begins next."""

    now: tuple[Shift, ...]
    next: tuple[Shift, ...]


def coverage(shifts: Sequence[Shift], now: datetime) -> Coverage:
    """`shifts` are those of one team that are not over, in order."""
    on: dict[int, Shift] = {}
    for shift in shifts:
        held = on.get(shift.person_id)
        goes_on = held is not None and held.ends_at >= shift.starts_at
        if (goes_on or shift.starts_at <= now) and (not held or shift.ends_at > held.ends_at):
            on[shift.person_id] = shift
    coming = [shift for shift in shifts if shift.starts_at > now and not _within(shift, on)]
    first = min((shift.starts_at for shift in coming), default=None)
    return Coverage(
        tuple(sorted(on.values(), key=lambda shift: (shift.ends_at, shift.person_name))),
        tuple(shift for shift in coming if shift.starts_at == first),
    )


def _within(shift: Shift, on: Mapping[int, Shift]) -> bool:
    return shift.person_id in on and shift.ends_at <= on[shift.person_id].ends_at


def gaps_ahead(tx: Tx, roster: Roster, now: datetime) -> list[Gap]:
    """The gaps that leads are told of: of the next day, or of the whole week where all are alike.

    Weekly shifts leave the same hours free each week, which is worth saying once.
    """
    ahead = A_DAY if roster.by_calendar else A_WEEK
    coming = kept.of_team(tx, roster.organisation_id, roster.team_id, now)
    hours = [(shift.starts_at, shift.ends_at) for shift in coming]
    found = gaps.between(hours, now, now + ahead)
    return [gap for gap in found if not gap.ends_at or gap.ends_at - gap.starts_at >= WORTH_TELLING]
