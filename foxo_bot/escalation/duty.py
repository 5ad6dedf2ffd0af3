"""Who of a team is on duty, and the steps that follow from having a roster at all."""

from datetime import datetime

from foxo_bot.escalation import policy
from foxo_bot.model import PERSONAL, Person, Team, Triage
from foxo_bot.store import duty, shifts, teams
from foxo_bot.store.db import Tx


def on_duty(tx: Tx, organisation_id: int, team_id: int, now: datetime) -> list[Person]:
    """The members on duty at that instant who can be reached; none where no roster says so.

    Somebody without any address would be told nothing, so it is as if nobody were on duty.
    """
    on = shifts.on_duty(tx, organisation_id, team_id, now)
    return [person for person in on if any(person.reachable_by(way) for way in PERSONAL)]


def steps_of(tx: Tx, team: Team, triage: Triage) -> policy.Steps:
    """A team's steps for a triage as they are now, never without an end."""
    return policy.for_triage(triage, teams.policy(tx, team), by_duty=_by_duty(tx, team))


def default_of(tx: Tx, team: Team, triage: Triage) -> policy.Steps:
    """The steps that hold for a team where it has none of its own."""
    return policy.default_for(triage, by_duty=_by_duty(tx, team))


def _by_duty(tx: Tx, team: Team) -> bool:
    return duty.exists(tx, team.organisation_id, team.id)
