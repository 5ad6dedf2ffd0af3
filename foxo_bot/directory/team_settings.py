"""What a lead changes in chat: a team's switches and its escalation."""

from collections.abc import Mapping
from datetime import datetime

from foxo_bot import access
from foxo_bot.escalation import policy
from foxo_bot.model import LeadsOnly, Person, Role, Team, Triage
from foxo_bot.model.rules import Rules
from foxo_bot.store import events, memberships, teams
from foxo_bot.store.db import Tx


def set_switches(
    tx: Tx,
    team: Team,
    lead: Person,
    *,
    accepts_external: bool,
    integrations: bool,
    via: str,
    now: datetime,
) -> bool:
    """Turn the team's switches; whether that changed anything. Raises LeadsOnly."""
    must_lead(tx, team, lead)
    wanted = {"accepts_external": accepts_external, "integrations": integrations}
    changed = {name: on for name, on in wanted.items() if getattr(team, name) != on}
    if changed:
        teams.save(tx, team, **wanted, members_listed=team.members_listed, active=team.active)
        _note(tx, team, lead, "switches_changed", via, now, changed)
    return bool(changed)


def set_policy(
    tx: Tx,
    team: Team,
    lead: Person,
    steps: Mapping[Triage, policy.Steps],
    *,
    via: str,
    now: datetime,
) -> bool:
    """Set the team's own steps for these triages (none: the default); whether that changed them.

    Cases that are under way keep the steps they were sent under. Raises LeadsOnly.
    """
    must_lead(tx, team, lead)
    stored = teams.policy(tx, team)
    given = {triage.value: policy.to_json(own) for triage, own in steps.items()}
    wanted = {name: own for name, own in (stored | given).items() if own}
    if wanted == stored:
        return False
    teams.set_policy(tx, team, wanted)
    triages = [name for name in given if wanted.get(name) != stored.get(name)]
    _note(tx, team, lead, "policy_changed", via, now, {"triages": " ".join(sorted(triages))})
    return True


def set_rules(tx: Tx, team: Team, lead: Person, rules: Rules, *, via: str, now: datetime) -> bool:
    """Set what the team decides besides its steps; whether that changed it. Raises LeadsOnly."""
    must_lead(tx, team, lead)
    if rules == teams.rules(tx, team):
        return False
    teams.set_rules(tx, team, rules)
    _note(tx, team, lead, "rules_changed", via, now, {})
    return True


def is_led_by(tx: Tx, team: Team, person: Person) -> bool:
    """Whether the person may set the team up."""
    return access.may_set_up(memberships.teams_of(tx, person.id).get(team.id))


def must_lead(tx: Tx, team: Team, person: Person) -> None:
    """Raises LeadsOnly, which names the leads to the organisation's own people."""
    if is_led_by(tx, team, person):
        return
    members = memberships.of_team(tx, team.organisation_id, team.id)
    leads = [member.person.name for member in members if member.role is Role.LEAD]
    at_home = person.organisation_id == team.organisation_id and not person.external
    named = ", ".join(leads) or "none is named yet"
    raise LeadsOnly(team=team.name, leads=named if at_home else "people of that team")


def _note(
    tx: Tx,
    team: Team,
    lead: Person,
    kind: str,
    via: str,
    now: datetime,
    facts: Mapping[str, str | bool],
) -> None:
    event = events.Event(
        team.organisation_id, now, kind, via, actor_id=lead.id, data={"team": team.id, **facts}
    )
    events.append(tx, event)
