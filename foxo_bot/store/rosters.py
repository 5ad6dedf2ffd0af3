"""Who was last seen in each channel, where a team's members are its channels' members."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from foxo_bot.model import Channel, Person, Team
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import channel_members, channels


def replace(tx: Tx, channel: Channel, person_ids: Iterable[int]) -> None:
    """These people are in the channel now, and nobody else."""
    here = (channel_members.c.organisation_id == channel.organisation_id) & (
        channel_members.c.channel_id == channel.id
    )
    wanted = set(person_ids)
    there = set(tx.execute(select(channel_members.c.person_id).where(here)).scalars())
    if gone := there - wanted:
        tx.execute(delete(channel_members).where(here, channel_members.c.person_id.in_(gone)))
    rows = [
        {
            "organisation_id": channel.organisation_id,
            "channel_id": channel.id,
            "person_id": person_id,
        }
        for person_id in sorted(wanted - there)
    ]
    if rows:
        tx.execute(insert(channel_members), rows)


def of_team(tx: Tx, team: Team) -> set[int]:
    """The ids of everybody in any of the team's channels."""
    rows = tx.execute(
        select(channel_members.c.person_id)
        .join(channels, channels.c.id == channel_members.c.channel_id)
        .where(
            channel_members.c.organisation_id == team.organisation_id,
            channels.c.team_id == team.id,
        )
    )
    return set(rows.scalars())


def forget(tx: Tx, person: Person, transport: str) -> set[int]:
    """Take a person out of every channel of a platform; the ids of the teams that stand there."""
    on_it = select(channels.c.id).where(channels.c.transport == transport)
    mine = (channel_members.c.person_id == person.id) & channel_members.c.channel_id.in_(on_it)
    team_ids = tx.across(
        select(channels.c.team_id)
        .join(channel_members, channel_members.c.channel_id == channels.c.id)
        .where(mine)
    )
    found = set(team_ids.scalars())
    tx.across(delete(channel_members).where(mine))
    return found
