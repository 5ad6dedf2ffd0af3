"""What platforms tell of a team's channels: who is in them, that they moved, that they fail."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from foxo_bot.directory import following
from foxo_bot.directory.people import Profile, colleague, profile_seen
from foxo_bot.model import Channel, Person, Team
from foxo_bot.store import channels, organisations, posts, rosters
from foxo_bot.store.db import Tx


def channel_members(
    tx: Tx,
    *,
    transport: str,
    workspace: str,
    address: str,
    profiles: Sequence[Profile],
    now: datetime,
) -> None:
    """Take in who is in a channel: all of it, bots left out.

    For each team that stands there and lists no members of its own, its members become the people
    of its organisation in any of its channels. Outsiders in a shared channel are none of them.
    Where every team lists its members, those whom it knows by email are recognised, and nobody
    else is stored.
    """
    standing = channels.standing(tx, transport, workspace, address)
    if not standing:
        return
    take_in = profile_seen if all(team.members_listed for team, _ in standing) else colleague
    met = [take_in(tx, profile, now=now) for profile in profiles]
    here = [
        person for person, profile in zip(met, profiles, strict=True) if person and profile.active
    ]
    for team, channel in standing:
        rosters.replace(tx, channel, {person.id for person in here if _at_home(person, team)})
        following.follow(tx, team, via=transport, now=now)


def channel_seen(
    tx: Tx, *, transport: str, workspace: str, address: str, others: AbstractSet[str], now: datetime
) -> None:
    """Note for each team that stands in a channel whether people of other organisations read it.

    An organisation may have several workspaces or tenants: they are no others to each other.
    """
    for team, channel in channels.standing(tx, transport, workspace, address):
        claimed = (organisations.of_workspace(tx, transport, other) for other in others)
        shared = any(whose is None or whose.id != team.organisation_id for whose in claimed)
        if shared != channel.shared:
            channels.set_shared(tx, channel, shared=shared)
            kind = "channel_shared" if shared else "channel_unshared"
            following.note(tx, team, kind, transport, now, channel=channel.id)


def channel_moved(
    tx: Tx, *, transport: str, workspace: str, old: str, new: str, now: datetime
) -> list[tuple[Team, Channel]]:
    """The platform gave a channel another id: teams and posts follow; the teams concerned."""
    moved = channels.standing(tx, transport, workspace, old)
    channels.move(tx, transport, workspace, old, new)
    posts.move(tx, transport, workspace, old, new)
    for team, channel in moved:
        following.note(tx, team, "channel_moved", transport, now, channel=channel.id, address=new)
    concerned = {team.id for team, _ in moved}
    standing = channels.standing(tx, transport, workspace, new)
    return [(team, channel) for team, channel in standing if team.id in concerned]


def channel_trouble(
    tx: Tx,
    *,
    transport: str,
    workspace: str,
    address: str,
    words: str | None,
    now: datetime,
) -> list[tuple[Team, Channel]]:
    """Note why the bot cannot post in a channel, or (None) that it can again.

    The active teams for which that is news, with the channel as it is now: their leads should know.
    """
    problem = words[:300] if words else None
    changed = {c.id for c in channels.set_problem(tx, transport, workspace, address, problem)}
    found = [
        (team, channel)
        for team, channel in channels.standing(tx, transport, workspace, address)
        if channel.id in changed
    ]
    kind = "channel_lost" if problem else "channel_back"
    for team, channel in found:
        following.note(tx, team, kind, transport, now, channel=channel.id)
    return found


def _at_home(person: Person, team: Team) -> bool:
    return person.organisation_id == team.organisation_id and not person.external
