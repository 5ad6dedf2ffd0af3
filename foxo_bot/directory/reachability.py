"""Whether anybody of a team can be reached by the way that a triage's escalation counts on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from foxo_bot.escalation import duty, policy
from foxo_bot.model import Audience, Role, Step, Team, Way
from foxo_bot.store import duty as rosters
from foxo_bot.store import memberships, shifts
from foxo_bot.store.db import Tx


@dataclass(frozen=True, slots=True)
class Reach:
    """Of those whom the first such step is for, `reachable` can be reached by `way`."""

    team: Team
    way: Way
    reachable: int
    members: int

    @property
    def nobody(self) -> bool:
        return self.reachable == 0


def reachability(tx: Tx, team: Team, steps: policy.Steps) -> Reach:
    """Asked before a case is sent, so that the sender is warned of a team nobody can wake.

    `steps` are the team's for the triage (escalation.duty.steps_of). The way is the first of them
    beyond chat, or DM where they use nothing else.
    """
    step, way = _first_beyond_chat(steps)
    concerned = [
        member.person
        for member in memberships.of_team(tx, team.organisation_id, team.id)
        if {Audience.MEMBERS, Audience.ON_DUTY} & set(step.to) or member.role is Role.LEAD
    ]
    reachable = sum(person.reachable_by(way) for person in concerned)
    return Reach(team, way, reachable, len(concerned))


@dataclass(frozen=True, slots=True)
class OffDuty:
    """Nobody is on duty when the step for those on duty comes, `after` the case is sent.

    `until` is when the next hours of duty begin; None where the roster has none.
    """

    after: timedelta
    until: datetime | None


def off_duty(tx: Tx, team: Team, steps: policy.Steps, now: datetime) -> OffDuty | None:
    """Asked before a case is sent to a team with a roster; None where somebody is on duty then."""
    home = team.organisation_id
    first = next((step for step in steps if Audience.ON_DUTY in step.to), None)
    if first is None or not rosters.exists(tx, home, team.id):
        return None
    at = now + first.after
    if duty.on_duty(tx, home, team.id, at):
        return None
    coming = shifts.of_team(tx, home, team.id, at)
    return OffDuty(first.after, min((shift.starts_at for shift in coming), default=None))


def _first_beyond_chat(steps: policy.Steps) -> tuple[Step, Way]:
    """The last resort, which tells that nobody answered, is not counted on."""
    for step in steps:
        ways = [way for way in step.by if way not in {Way.DM, Way.POST}]
        reaches_the_team = {Audience.MEMBERS, Audience.ON_DUTY, Audience.LEADS} & set(step.to)
        if ways and reaches_the_team and not step.exhausted:
            return step, ways[0]
    return steps[0], Way.DM
