"""Teams whose members are the people in their channels, and channels that move or fail."""

from collections.abc import Sequence

from foxo_bot.directory import roster
from foxo_bot.directory.people import profile_seen
from foxo_bot.model import Channel, Role, Team
from foxo_bot.store import channels, memberships, people
from foxo_bot.store.db import Database, Tx
from tests.directory.town import (
    ELSEWHERE,
    LED,
    NORTH,
    NOW,
    RADIOLOGY,
    SHARED,
    SOUTH,
    TOWN,
    Seen,
    everybody,
    kinds,
    members,
    names,
    settle,
    team,
)

ANA, BEN, SOL = Seen("U000000021", "Ana"), Seen("U000000022", "Ben"), Seen("U000000023", "Sol")
GUEST = Seen("U000000024", "Guest", workspace=SOUTH)
STRANGER = Seen("U000000025", "Stranger", workspace=ELSEWHERE)


def read(tx: Tx, address: str, profiles: Sequence[Seen], workspace: str = NORTH) -> None:
    roster.channel_members(
        tx, transport="slack", workspace=workspace, address=address, profiles=profiles, now=NOW
    )


async def test_the_people_of_all_its_channels_are_the_team(database: Database) -> None:
    await settle(database)
    await database.write(read, RADIOLOGY, [ANA])
    await database.write(read, SHARED, [ANA, BEN])
    assert await database.read(names, "Ward") == {"Ana", "Ben"}
    await database.write(read, SHARED, [])
    assert await database.read(names, "Ward") == {"Ana"}
    trail = [kind for kind in await database.read(kinds) if kind.startswith("member")]
    assert trail == ["member_joined", "member_joined", "member_left"]


async def test_outsiders_in_a_shared_channel_are_no_members(database: Database) -> None:
    await settle(database)
    await database.write(read, SHARED, [ANA, GUEST, STRANGER])
    assert await database.read(names, "Ward") == {"Ana"}
    known = {person.name for person in await database.read(everybody)}
    assert "Stranger" not in known


async def test_each_organisation_in_a_shared_channel_has_its_own_team(database: Database) -> None:
    await settle(database)
    from_south = [
        Seen("U000000021", "Ana", via=SOUTH),
        Seen("U000000024", "Guest", workspace=SOUTH, via=SOUTH),
    ]
    await database.write(read, SHARED, [ANA, GUEST])
    await database.write(read, SHARED, from_south, SOUTH)
    assert await database.read(names, "Ward") == {"Ana"}
    assert await database.read(names, "Clinic") == {"Guest"}


async def test_a_team_that_lists_its_members_does_not_follow_the_channel(
    database: Database,
) -> None:
    await settle(database)
    await database.write(read, SHARED, [ANA, BEN])
    assert await database.read(names, "Imaging") == {"Ira Imaging", "Max Mail"}


async def test_a_lead_stays_lead_however_often_the_channel_is_read(database: Database) -> None:
    await settle(database)
    await database.write(read, RADIOLOGY, [ANA, BEN])

    def promote(tx: Tx) -> None:
        ward = team(tx, "Ward")
        roles = {m.person.id: m.role for m in members(tx, "Ward")}
        ana = next(m.person for m in members(tx, "Ward") if m.person.name == "Ana")
        memberships.set_members(tx, ward.organisation_id, ward.id, {**roles, ana.id: Role.LEAD})

    await database.write(promote)
    await database.write(read, RADIOLOGY, [BEN, ANA, SOL])
    roles = {m.person.name: m.role for m in await database.read(members, "Ward")}
    assert roles == {"Ana": Role.LEAD, "Ben": Role.MEMBER, "Sol": Role.MEMBER}


async def test_a_lead_whom_the_file_lists_stays_in_the_channel_or_out_of_it(
    database: Database,
) -> None:
    await settle(database, LED)
    await database.write(read, RADIOLOGY, [ANA, BEN])
    roles = {m.person.name: m.role for m in await database.read(members, "Ward")}
    assert roles == {"Ana": Role.LEAD, "Lou Leed": Role.LEAD, "Ben": Role.MEMBER}
    await database.write(read, RADIOLOGY, [])
    assert await database.read(names, "Ward") == {"Ana", "Lou Leed"}
    await database.write(profile_seen, Seen("U000000021", "Ana", active=False), now=NOW)
    assert await database.read(names, "Ward") == {"Ana", "Lou Leed"}


async def test_who_was_deactivated_leaves_the_teams_that_follow_their_channels(
    database: Database,
) -> None:
    await settle(database)
    await database.write(read, RADIOLOGY, [ANA, BEN])
    await database.write(profile_seen, Seen("U000000021", "Ana", active=False), now=NOW)
    assert await database.read(names, "Ward") == {"Ben"}


async def test_one_human_on_both_platforms_is_one_member(database: Database) -> None:
    await settle(database)
    in_slack = Seen("U000000021", "Ana", email="ana@northside.example")
    await database.write(read, RADIOLOGY, [in_slack])
    tenant = "11111111-1111-1111-1111-111111111111"
    in_teams = Seen(
        "29:ana", "Ana A", "teams", workspace=tenant, via=tenant, email="ANA@northside.example"
    )
    both = await database.write(profile_seen, in_teams, now=NOW)
    assert both is not None
    assert (both.slack_user, both.teams_user) == ("U000000021", "29:ana")
    assert len(await database.read(members, "Ward")) == 1


async def test_a_member_listed_by_email_is_recognised_in_the_channel_and_nobody_else_is_stored(
    database: Database,
) -> None:
    await settle(
        database, TOWN.replace("C000000003}]\n        members", "C000000008}]\n        members")
    )
    before = len(await database.read(everybody))
    max_mail = Seen("U000000026", "Max M.", email="max@northside.example")
    await database.write(read, "C000000008", [max_mail, BEN])
    account = await database.read(people.by_slack, NORTH, "U000000026")
    assert account is not None
    assert account.name == "Max Mail"
    assert account.id in {m.person.id for m in await database.read(members, "Imaging")}
    assert len(await database.read(everybody)) == before


async def test_a_channel_where_no_team_stands_stores_nobody(database: Database) -> None:
    await settle(database)
    before = await database.read(everybody)
    await database.write(read, "C000000099", [ANA])
    assert await database.read(everybody) == before


def move(tx: Tx, old: str, new: str) -> list[tuple[Team, Channel]]:
    return roster.channel_moved(tx, transport="slack", workspace=NORTH, old=old, new=new, now=NOW)


async def test_a_channel_that_moves_keeps_its_teams_and_their_people(database: Database) -> None:
    await settle(database)
    await database.write(read, RADIOLOGY, [ANA])
    moved = await database.write(move, RADIOLOGY, "C000000007")
    assert [(team.name, channel.address) for team, channel in moved] == [("Ward", "C000000007")]
    await database.write(read, SHARED, [BEN])
    assert await database.read(names, "Ward") == {"Ana", "Ben"}


async def test_a_channel_that_moves_onto_another_of_the_same_team_is_one(
    database: Database,
) -> None:
    await settle(database)
    moved = await database.write(move, RADIOLOGY, SHARED)
    assert [(team.name, channel.address) for team, channel in moved] == [("Ward", SHARED)]
    ward = await database.read(team, "Ward")
    assert len(await database.read(channels.of_team, ward)) == 1


def trouble(tx: Tx, words: str | None) -> list[tuple[Team, Channel]]:
    return roster.channel_trouble(
        tx, transport="slack", workspace=NORTH, address=SHARED, words=words, now=NOW
    )


async def test_leads_are_to_be_told_of_a_lost_channel_once_and_of_its_return(
    database: Database,
) -> None:
    await settle(database)
    lost = await database.write(trouble, "The channel was archived.")
    assert [team.name for team, _ in lost] == ["Imaging", "Ward"]
    assert {channel.problem for _, channel in lost} == {"The channel was archived."}
    assert await database.write(trouble, "The channel was archived.") == []
    back = await database.write(trouble, None)
    assert [team.name for team, _ in back] == ["Imaging", "Ward"]
    trail = [kind for kind in await database.read(kinds) if kind.startswith("channel")]
    assert trail == ["channel_lost", "channel_lost", "channel_back", "channel_back"]
