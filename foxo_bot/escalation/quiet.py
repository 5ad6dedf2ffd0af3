"""Quiet hours: what falls into them is held until they end, but never for an Urgent case.

What follows it keeps its distance, so that a night's steps do not all come with the morning.
"""

from datetime import datetime

from foxo_bot.escalation.policy import Steps
from foxo_bot.model import Recipient, Team, Triage
from foxo_bot.store import teams
from foxo_bot.store.db import Tx


def held(tx: Tx, recipient: Recipient, triage: Triage, at: datetime) -> datetime:
    """The instant itself, or when the quiet hours of the team's wall clock that it is in end."""
    if triage is Triage.URGENT:
        return at
    team = teams.get(tx, recipient.team_organisation_id, recipient.team_id)
    return held_for(tx, team, triage, at) if team else at


def first_held(tx: Tx, team: Team, triage: Triage, steps: Steps, now: datetime) -> datetime | None:
    """Until when quiet hours hold the first step of a case that comes now; None where they do not.

    The clock starts with it, so nobody is reminded before.
    """
    first = now + min(step.after for step in steps)
    ends = held_for(tx, team, triage, first)
    return ends if ends > first else None


def held_for(tx: Tx, team: Team, triage: Triage, at: datetime) -> datetime:
    hours = teams.rules(tx, team).quiet_for(triage)
    return hours.until(at, teams.zone(tx, team)) if hours else at
