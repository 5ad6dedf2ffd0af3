"""Bring the case to another team as well, with a clock of its own."""

from foxo_bot import access
from foxo_bot.cases import moving, submit
from foxo_bot.cases.target import Act, Target
from foxo_bot.model import NoSuchTeam, Team, Verb
from foxo_bot.store import recipients, teams
from foxo_bot.store.db import Tx


def share(tx: Tx, act: Act, target: Target, team_ids: tuple[int, ...]) -> list[str]:
    """Add teams; the names of those that have the case already and were left as they are.

    NoSuchTeam, with none added, where one is gone or closed to this person.
    """
    source = moving.permitted(tx, act, target, Verb.SHARE)[0]
    case = target.case
    there = {r.team_id for r in recipients.of_case(tx, case.organisation_id, case.id)}
    already = []
    for team in [_open_team(tx, act, team_id) for team_id in dict.fromkeys(team_ids)]:
        if team.id in there:
            already.append(team.name)
            continue
        added = submit.add_recipient(tx, act, case, team)
        moving.note(tx, act, case, added, Verb.SHARE, team=team.id)
        moving.tell(tx, act, case, source, Verb.SHARE, case.sender_id, with_team=team.id)
    moving.redraw(tx, act, case)
    return already


def _open_team(tx: Tx, act: Act, team_id: int) -> Team:
    team = teams.find(tx, team_id)
    if team is None or not access.may_send_to(act.person, team):
        raise NoSuchTeam
    return team
