"""Teams, the channels they stand in, and their own escalation policies."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from foxo_bot.model import Channel, Team
from foxo_bot.model.rules import Rules, from_json, to_json
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import channels, organisations, teams

StoredPolicy = dict[str, list[dict[str, Any]]]
"""Triage value -> steps as JSON; a triage that is left out keeps the default."""


_BY_ID = select(teams).where(teams.c.id == bindparam("team"))
_ONE = _BY_ID.where(teams.c.organisation_id == bindparam("home"))
_POLICY = select(teams.c.policy).where(
    teams.c.organisation_id == bindparam("home"), teams.c.id == bindparam("team")
)
_CHANNELS = (
    select(channels)
    .where(channels.c.organisation_id == bindparam("home"), channels.c.team_id == bindparam("team"))
    .order_by(channels.c.id)
)


def get(tx: Tx, organisation_id: int, team_id: int) -> Team | None:

    def read() -> Team | None:
        row = tx.execute(_ONE, {"home": organisation_id, "team": team_id}).first()
        return None if row is None else _team(row)

    return tx.once(("team", organisation_id, team_id), read)


def find(tx: Tx, team_id: int) -> Team | None:
    """A team by its id alone, as a form's options name it; access decides what follows."""
    row = tx.across(_BY_ID, {"team": team_id}).first()
    return None if row is None else _team(row)


def of_organisation(tx: Tx, organisation_id: int) -> list[Team]:
    rows = tx.execute(
        select(teams).where(teams.c.organisation_id == organisation_id).order_by(teams.c.name)
    )
    return [_team(row) for row in rows]


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
    return [_team(row) for row in rows]


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


def channels_of(tx: Tx, team: Team) -> list[Channel]:
    rows = tx.execute(_CHANNELS, {"home": team.organisation_id, "team": team.id})
    return [_channel(row) for row in rows]


def set_channels(tx: Tx, team: Team, wanted: Sequence[tuple[str, str, str]]) -> None:
    """Make these (transport, workspace, address) the team's channels, keeping the ones there."""
    mine = (channels.c.organisation_id == team.organisation_id) & (channels.c.team_id == team.id)
    there = {(c.transport, c.workspace, c.address): c.id for c in channels_of(tx, team)}
    gone = [there[key] for key in there.keys() - set(wanted)]
    if gone:
        tx.execute(delete(channels).where(mine, channels.c.id.in_(gone)))
    rows = [
        {
            "organisation_id": team.organisation_id,
            "team_id": team.id,
            "transport": transport,
            "workspace": workspace,
            "address": address,
        }
        for transport, workspace, address in wanted
        if (transport, workspace, address) not in there
    ]
    if rows:
        tx.execute(insert(channels), rows)


def standing_in(tx: Tx, transport: str, workspace: str, address: str) -> list[Team]:
    """The active teams that stand in a channel."""
    rows = tx.across(
        select(teams)
        .join(channels, channels.c.team_id == teams.c.id)
        .where(
            teams.c.active,
            channels.c.transport == transport,
            channels.c.workspace == workspace,
            channels.c.address == address,
        )
        .order_by(teams.c.name)
    )
    return [_team(row) for row in rows]


def channels_on(tx: Tx, transport: str) -> list[tuple[Channel, Team]]:
    """Every channel of active teams on a platform."""
    rows = tx.across(
        select(channels.c.id.label("channel_id"), teams.c.id.label("team"))
        .join(teams, channels.c.team_id == teams.c.id)
        .where(channels.c.transport == transport, teams.c.active)
    ).all()
    found_channels = {
        row.id: _channel(row)
        for row in tx.across(select(channels).where(channels.c.transport == transport))
    }
    found_teams = {row.id: _team(row) for row in tx.across(select(teams).where(teams.c.active))}
    return [(found_channels[row.channel_id], found_teams[row.team]) for row in rows]


def set_problem(
    tx: Tx, transport: str, workspace: str, address: str, problem: str | None
) -> list[Channel]:
    """Note why a channel cannot be posted to (or None); the channels for which that is news.

    Other words for the same trouble are none.
    """
    here = (
        (channels.c.transport == transport)
        & (channels.c.workspace == workspace)
        & (channels.c.address == address)
    )
    fell_or_rose = channels.c.problem.is_(None) if problem else channels.c.problem.is_not(None)
    note = update(channels).values(problem=problem)
    news = [_channel(row) for row in tx.across(note.where(here, fell_or_rose).returning(channels))]
    tx.across(note.where(here, channels.c.problem.is_distinct_from(problem)))
    return news


def standing(tx: Tx, transport: str, workspace: str, address: str) -> list[tuple[Team, Channel]]:
    """The active teams that stand in a channel, each with its own row of it."""
    rows = tx.across(
        select(channels).where(
            channels.c.transport == transport,
            channels.c.workspace == workspace,
            channels.c.address == address,
        )
    )
    rows_of = {row.team_id: _channel(row) for row in rows}
    found = standing_in(tx, transport, workspace, address)
    return [(team, rows_of[team.id]) for team in found]


def move_channel(tx: Tx, transport: str, workspace: str, old: str, new: str) -> None:
    """The platform gave a channel another id; `listed_address` keeps what the file calls it."""
    there = (channels.c.transport == transport) & (channels.c.workspace == workspace)
    stand_already = select(channels.c.team_id).where(there, channels.c.address == new)
    tx.across(
        delete(channels).where(
            there,
            channels.c.address == old,
            channels.c.team_id.in_(stand_already.scalar_subquery()),
        )
    )
    tx.across(
        update(channels)
        .where(there, channels.c.address == old)
        .values(
            address=new,
            listed_address=func.coalesce(channels.c.listed_address, channels.c.address),
        )
    )


def moved_from(tx: Tx, team: Team) -> dict[tuple[str, str, str], str]:
    """(transport, workspace, address in the file) -> the address that the platform gave since."""
    rows = tx.execute(
        select(channels).where(
            channels.c.organisation_id == team.organisation_id,
            channels.c.team_id == team.id,
            channels.c.listed_address.is_not(None),
        )
    )
    return {(row.transport, row.workspace, row.listed_address): row.address for row in rows}


def forget_move(tx: Tx, channel: Channel) -> None:
    """The file knows the channel's new id."""
    tx.execute(
        update(channels)
        .where(channels.c.organisation_id == channel.organisation_id, channels.c.id == channel.id)
        .values(listed_address=None)
    )


def _team(row: Row[Any]) -> Team:
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


def _channel(row: Row[Any]) -> Channel:
    return Channel(
        id=row.id,
        organisation_id=row.organisation_id,
        team_id=row.team_id,
        transport=row.transport,
        workspace=row.workspace,
        address=row.address,
        problem=row.problem,
    )
