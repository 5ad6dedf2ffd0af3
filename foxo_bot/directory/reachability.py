"""Whether anybody of a team can be reached by the way that a triage's escalation counts on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from foxo_bot.escalation import duty, policy
from foxo_bot.model import Audience, Member, Role, Step, Team, Way
from foxo_bot.store import duty as rosters
from foxo_bot.store import memberships, shifts
from foxo_bot.store.db import Tx


@dataclass(frozen=True, slots=True)
class Reach:
    """Of the `members` whom the first such step is for, `reachable` can be reached by `way`.

    `role` is what it asks for: all members, or leads alone.
    """

    team: Team
    way: Way
    reachable: int
    members: int
    role: Role = Role.MEMBER

    @property
    def nobody(self) -> bool:
        return self.reachable == 0


def reachability(tx: Tx, team: Team, steps: policy.Steps) -> Reach:
    """Asked before a case is sent, so that the sender is warned of a team nobody can wake.

    `steps` are the team's for the triage (escalation.duty.steps_of). The way is the first of them
    beyond chat that is for somebody (one for nobody is passed at once), or DM where they use
    nothing else.
    """
    members = memberships.of_team(tx, team.organisation_id, team.id)
    found = [_reach(team, step, way, members) for step, way in _beyond_chat(steps)]
    return next((reach for reach in found if reach.members), found[0])


def _reach(team: Team, step: Step, way: Way, members: Sequence[Member]) -> Reach:
    to_all = {Audience.MEMBERS, Audience.ON_DUTY} & set(step.to)
    concerned = [one.person for one in members if to_all or one.role is Role.LEAD]
    reachable = sum(person.reachable_by(way) for person in concerned)
    return Reach(team, way, reachable, len(concerned), Role.MEMBER if to_all else Role.LEAD)


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


def _beyond_chat(steps: policy.Steps) -> list[tuple[Step, Way]]:
    """The steps that reach the team beyond chat; the last resort is not counted on."""
    found: list[tuple[Step, Way]] = []
    for step in steps:
        ways = [way for way in step.by if way not in {Way.DM, Way.POST}]
        reaches_the_team = {Audience.MEMBERS, Audience.ON_DUTY, Audience.LEADS} & set(step.to)
        if ways and reaches_the_team and not step.exhausted:
            found.append((step, ways[0]))
    return found or [(steps[0], Way.DM)]
