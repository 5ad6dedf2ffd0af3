"""What Teams tells without anybody acting: members, channels, installs."""

from foxo_bot.delivery.transport import Parcel
from foxo_bot.handlers.news import ChannelTrouble, RosterSeen
from foxo_bot.handlers.ports import ChannelToWatch
from tests.transports.teams.stand import (
    CARD,
    CLEO,
    GP,
    GUEST,
    HOME,
    HOSPITAL,
    RADIOLOGY,
    REFERRALS,
    REGISTRAR,
    Stand,
)


def watch(stand: Stand, *addresses: str) -> None:
    stand.product.watched = [
        ChannelToWatch("teams", HOME, address, wants_roster=True) for address in addresses
    ]


async def read(stand: Stand) -> None:
    await stand.teams.admin.renames_team(HOSPITAL, "Northside General", by=REGISTRAR)
    await stand.settled()


async def test_a_channels_members_are_told_with_where_they_belong(stand: Stand) -> None:
    watch(stand, REFERRALS, RADIOLOGY)
    await read(stand)
    rosters = {roster.address: roster for roster in stand.product.heard(RosterSeen)}
    seen = {p.user: (p.workspace, p.email) for p in rosters[REFERRALS].profiles}
    assert seen[CLEO] == (HOME, "cleo@northside.example")
    assert seen[GP] == ("22222222-2222-4222-8222-222222222222", None)
    guests = {p.user: p.workspace for p in rosters[RADIOLOGY].profiles}
    assert guests[GUEST] == "", "a guest belongs nowhere that is known"


async def test_a_long_roster_is_read_page_by_page(stand: Stand) -> None:
    for number in range(120):
        stand.teams.world.person(f"29:p{number}", HOME, f"Person {number}")
        stand.teams.world.teams[HOSPITAL].members.add(f"29:p{number}")
    stand.teams.rosters.most_page = 50
    watch(stand, RADIOLOGY)
    await read(stand)
    (roster,) = stand.product.heard(RosterSeen)
    assert len(roster.profiles) == 123
    kept = [name for kind, name in stand.product.secrets if name.startswith("29:p")]
    assert kept == [], "who is reached like everybody needs nothing kept"


async def test_joining_and_leaving_is_noticed(stand: Stand) -> None:
    watch(stand, RADIOLOGY)
    stand.teams.world.person("29:new", HOME, "Nim New")
    await stand.teams.admin.adds("29:new", HOSPITAL, by=REGISTRAR)
    await stand.settled()
    assert "29:new" in {p.user for p in stand.product.heard(RosterSeen)[-1].profiles}
    await stand.teams.admin.removes("29:new", HOSPITAL, by=REGISTRAR)
    await stand.settled()
    assert "29:new" not in {p.user for p in stand.product.heard(RosterSeen)[-1].profiles}


async def test_a_bot_that_was_removed_is_told_and_so_is_its_return(stand: Stand) -> None:
    watch(stand, RADIOLOGY)
    await stand.teams.admin.uninstalls(HOSPITAL, by=REGISTRAR)
    await stand.settled()
    lost = stand.product.heard(ChannelTrouble)[-1]
    assert (lost.address, lost.workspace) == (RADIOLOGY, HOME)
    assert "not in this Teams channel" in (lost.words or "")
    await stand.teams.admin.installs(HOSPITAL, by=REGISTRAR)
    await stand.settled()
    assert stand.product.heard(ChannelTrouble)[-1].words is None


async def test_a_deleted_channel_is_told_at_once(stand: Stand) -> None:
    watch(stand, RADIOLOGY)
    await stand.teams.admin.deletes_channel(RADIOLOGY, by=REGISTRAR)
    assert stand.product.heard(ChannelTrouble)[-1].words == "The Teams channel was deleted."


async def test_a_person_who_adds_the_app_is_reached_in_that_chat_without_being_asked(
    stand: Stand,
) -> None:
    await stand.teams.admin.installs_for(CLEO)
    await stand.transport.send(Parcel("1", CLEO, CARD))
    assert stand.teams.calls("conversations.create") == []
    await stand.teams.admin.uninstalls_for(CLEO)
    await stand.transport.send(Parcel("2", CLEO, CARD))
    assert len(stand.teams.calls("conversations.create")) == 1


async def test_references_outlive_a_restart(stand: Stand) -> None:
    await stand.teams.admin.installs_for(CLEO)
    kept = dict(stand.product.secrets)
    stand.transport._tools.references._known.clear()
    await stand.transport.send(Parcel("1", CLEO, CARD))
    assert stand.teams.calls("conversations.create") == []
    assert stand.product.secrets == kept
