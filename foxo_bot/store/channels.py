"""The channels in which teams stand, by the platforms' own ids."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from foxo_bot.model import Channel, Team
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import channels, teams
from foxo_bot.store.teams import team_of

_OF_TEAM = (
    select(channels)
    .where(channels.c.organisation_id == bindparam("home"), channels.c.team_id == bindparam("team"))
    .order_by(channels.c.id)
)


def of_team(tx: Tx, team: Team) -> list[Channel]:
    rows = tx.execute(_OF_TEAM, {"home": team.organisation_id, "team": team.id})
    return [_channel(row) for row in rows]


def replace(tx: Tx, team: Team, wanted: Sequence[tuple[str, str, str]]) -> None:
    """Make these (transport, workspace, address) the team's channels, keeping the ones there."""
    mine = (channels.c.organisation_id == team.organisation_id) & (channels.c.team_id == team.id)
    there = {(c.transport, c.workspace, c.address): c.id for c in of_team(tx, team)}
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
    return [team_of(row) for row in rows]


def on_platform(tx: Tx, transport: str) -> list[tuple[Channel, Team]]:
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
    found_teams = {row.id: team_of(row) for row in tx.across(select(teams).where(teams.c.active))}
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


def set_shared(tx: Tx, channel: Channel, *, shared: bool) -> None:
    """Note whether people of other organisations are in a channel."""
    tx.execute(
        update(channels)
        .where(channels.c.organisation_id == channel.organisation_id, channels.c.id == channel.id)
        .values(shared=shared)
    )


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


def move(tx: Tx, transport: str, workspace: str, old: str, new: str) -> None:
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


def _channel(row: Row[Any]) -> Channel:
    return Channel(
        id=row.id,
        organisation_id=row.organisation_id,
        team_id=row.team_id,
        transport=row.transport,
        workspace=row.workspace,
        address=row.address,
        problem=row.problem,
        shared=bool(row.shared),
    )
