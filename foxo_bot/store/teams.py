"""Teams, and their own rules and escalation policies; where they stand is in `channels`."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, insert, select, update

from foxo_bot.model import Recipient, Team
from foxo_bot.model.rules import Rules, from_json, to_json
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import organisations, teams

StoredPolicy = dict[str, list[dict[str, Any]]]
"""Triage value -> steps as JSON; a triage that is left out keeps the default."""


_BY_ID = select(teams).where(teams.c.id == bindparam("team"))
_ONE = _BY_ID.where(teams.c.organisation_id == bindparam("home"))
_POLICY = select(teams.c.policy).where(
    teams.c.organisation_id == bindparam("home"), teams.c.id == bindparam("team")
)


def get(tx: Tx, organisation_id: int, team_id: int) -> Team | None:

    def read() -> Team | None:
        row = tx.execute(_ONE, {"home": organisation_id, "team": team_id}).first()
        return None if row is None else team_of(row)

    return tx.once(("team", organisation_id, team_id), read)


def find(tx: Tx, team_id: int) -> Team | None:
    """A team by its id alone, as a form's options name it; access decides what follows."""
    row = tx.across(_BY_ID, {"team": team_id}).first()
    return None if row is None else team_of(row)


def of_organisation(tx: Tx, organisation_id: int) -> list[Team]:
    rows = tx.execute(
        select(teams).where(teams.c.organisation_id == organisation_id).order_by(teams.c.name)
    )
    return [team_of(row) for row in rows]


def candidates(tx: Tx, organisation_id: int) -> list[Team]:
    """Active teams that people of an organisation could ever send to: its own and the open ones."""
    rows = tx.across(
        select(teams)
        .where(
            teams.c.active,
            (teams.c.organisation_id == organisation_id) | teams.c.accepts_external,
        )
        .order_by(teams.c.name)
    )
    return [team_of(row) for row in rows]


def insert_one(tx: Tx, organisation_id: int, name: str) -> int:
    row = tx.execute(
        insert(teams).returning(teams.c.id), {"organisation_id": organisation_id, "name": name}
    )
    return int(row.scalar_one())


def save(
    tx: Tx,
    team: Team,
    *,
    accepts_external: bool,
    integrations: bool,
    members_listed: bool,
    active: bool = True,
) -> None:
    tx.execute(
        update(teams)
        .where(teams.c.organisation_id == team.organisation_id, teams.c.id == team.id)
        .values(
            accepts_external=accepts_external,
            integrations=integrations,
            members_listed=members_listed,
            active=active,
        )
    )


def policy(tx: Tx, team: Team) -> StoredPolicy:
    stored = tx.execute(_POLICY, {"home": team.organisation_id, "team": team.id}).scalar_one()
    return stored or {}


def own_policies(tx: Tx) -> dict[int, StoredPolicy]:
    """What each active team keeps of its own, by the team's id; teams without are left out."""
    rows = tx.across(
        select(teams.c.id, teams.c.policy).where(teams.c.active, teams.c.policy.is_not(None))
    )
    return {row.id: row.policy for row in rows if row.policy}


def set_policy(tx: Tx, team: Team, stored: StoredPolicy) -> None:
    tx.execute(
        update(teams)
        .where(teams.c.organisation_id == team.organisation_id, teams.c.id == team.id)
        .values(policy=stored or None)
    )


def set_timezone(tx: Tx, team: Team, name: str | None) -> None:
    tx.execute(
        update(teams)
        .where(teams.c.organisation_id == team.organisation_id, teams.c.id == team.id)
        .values(timezone=name)
    )


def zone(tx: Tx, team: Team) -> ZoneInfo:
    """The time zone that a team lives by: its own, else its organisation's, else UTC."""
    of_organisation = select(organisations.c.timezone).where(
        organisations.c.id == team.organisation_id
    )
    return ZoneInfo(team.timezone or tx.execute(of_organisation).scalar() or "UTC")


def zone_of(tx: Tx, recipient: Recipient) -> ZoneInfo:
    """The time zone of the team that received a case."""
    team = get(tx, recipient.team_organisation_id, recipient.team_id)
    return zone(tx, team) if team else ZoneInfo("UTC")


def rules(tx: Tx, team: Team) -> Rules:
    return rules_of(tx, team.organisation_id, team.id)


def rules_of(tx: Tx, organisation_id: int, team_id: int) -> Rules:
    """The same, where the team itself need not be read."""
    found = tx.execute(_RULES, {"home": organisation_id, "team": team_id})
    return from_json(found.scalar_one())


_RULES = select(teams.c.rules).where(
    teams.c.organisation_id == bindparam("home"), teams.c.id == bindparam("team")
)


def set_rules(tx: Tx, team: Team, wanted: Rules) -> None:
    tx.execute(
        update(teams)
        .where(teams.c.organisation_id == team.organisation_id, teams.c.id == team.id)
        .values(rules=to_json(wanted) or None)
    )


def team_of(row: Row[Any]) -> Team:
    return Team(
        id=row.id,
        organisation_id=row.organisation_id,
        name=row.name,
        accepts_external=row.accepts_external,
        integrations=row.integrations,
        members_listed=row.members_listed,
        active=row.active,
        timezone=row.timezone,
    )
