"""Teams that list no members of their own follow the people in their channels.

Their leads are those that the directory file lists, whether they stand in a channel or not.
"""

from datetime import datetime

from foxo_bot.model import Person, Role, Team
from foxo_bot.store import events, memberships, rosters, teams
from foxo_bot.store.db import Tx


def follow(tx: Tx, team: Team, *, via: str, now: datetime) -> None:
    if team.members_listed:
        return
    leads = {
        member.person.id
        for member in memberships.of_team(tx, team.organisation_id, team.id)
        if member.role is Role.LEAD
    }
    wanted = dict.fromkeys(rosters.of_team(tx, team), Role.MEMBER) | dict.fromkeys(leads, Role.LEAD)
    joined, gone = memberships.set_members(tx, team.organisation_id, team.id, wanted)
    for kind, person_ids in (("member_joined", joined), ("member_left", gone)):
        for person_id in sorted(person_ids):
            note(tx, team, kind, via, now, person=person_id)


def left(tx: Tx, person: Person, *, transport: str, now: datetime) -> None:
    """The person's account on a platform is no more: out of the teams that follow its channels."""
    for team_id in sorted(rosters.forget(tx, person, transport)):
        team = teams.find(tx, team_id)
        if team:
            follow(tx, team, via=transport, now=now)


def note(tx: Tx, team: Team, kind: str, via: str, now: datetime, **facts: str | int) -> None:
    data = {"team": team.id, **facts}
    events.append(tx, events.Event(team.organisation_id, now, kind, via, data=data))
