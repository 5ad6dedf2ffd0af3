"""What Slack tells without anybody acting: rosters, profiles, channels and uninstalls."""

import asyncio

from foxo_bot.handlers.news import ChannelMoved, ChannelTrouble, ProfileSeen, RosterSeen
from foxo_bot.handlers.ports import ChannelToWatch
from foxo_bot.sandbox.slack.server import Slack
from tests.transports.slack.stand import CLINIC, HOME, Product, Stand, quick, standing, until

WARD = ChannelToWatch("slack", HOME, "C0WARD", wants_roster=True)
OTHER = ChannelToWatch("slack", HOME, "C0OTHER", wants_roster=False)
REF = ChannelToWatch("slack", HOME, "C0REF", wants_roster=True)


def watching(*channels: ChannelToWatch) -> Product:
    product = Product()
    product.watched = list(channels)
    return product


async def rosters(stand: Stand) -> None:
    """Read everything now, as the clock does every hour."""
    await stand.transport._roster.read_all()


async def test_rosters_list_people_and_no_bots(slack: Slack) -> None:
    async with standing(slack, product=watching(WARD), start=False) as stand:
        await rosters(stand)
        (roster,) = stand.product.heard(RosterSeen)
        assert (roster.workspace, roster.address) == (HOME, "C0WARD")
        assert sorted(p.name for p in roster.profiles) == ["Cleo Concierge", "Rowan Regis"]
        phones = {p.user: p.phone for p in roster.profiles}
        assert phones == {"U0CON": "+61491570157", "U0REG": None}


async def test_rosters_are_read_at_the_start_and_every_hour(slack: Slack) -> None:
    hours = quick(roster_every=0.02)
    async with standing(slack, product=watching(WARD), timing=hours) as stand:
        await until(lambda: len(stand.product.heard(RosterSeen)) >= 3)
        assert len(slack.calls("users.info")) == 3  # two people and the bot, each asked for once


async def test_a_guest_in_a_roster_keeps_their_own_workspace(slack: Slack) -> None:
    async with standing(slack, product=watching(REF), start=False) as stand:
        await rosters(stand)
        (roster,) = stand.product.heard(RosterSeen)
        assert {p.user: p.workspace for p in roster.profiles} == {"U0CON": HOME, "U0GP": CLINIC}


async def test_people_whose_account_is_off_are_left_out(slack: Slack) -> None:
    slack.world.users["U0REG"].deleted = True
    async with standing(slack, product=watching(WARD), start=False) as stand:
        await rosters(stand)
        (roster,) = stand.product.heard(RosterSeen)
        assert [p.user for p in roster.profiles] == ["U0CON"]


async def test_a_large_channel_is_read_page_by_page(slack: Slack) -> None:
    for number in range(450):
        slack.world.person(f"U1{number}", HOME, f"Person {number}")
        slack.world.channels["C0WARD"].members.add(f"U1{number}")
    async with standing(slack, product=watching(WARD), start=False) as stand:
        await rosters(stand)
        (roster,) = stand.product.heard(RosterSeen)
        assert len(roster.profiles) == 452
        assert len(slack.calls("conversations.members")) == 3


async def test_a_channel_the_bot_is_not_in_is_trouble_told_once(slack: Slack) -> None:
    async with standing(slack, product=watching(OTHER, WARD), start=False) as stand:
        await rosters(stand)
        await rosters(stand)
        told = {news.address: news.words for news in stand.product.heard(ChannelTrouble)}
        assert "/invite @Foxo Bot" in (told["C0OTHER"] or "")
        assert told["C0WARD"] is None
        assert len(stand.product.heard(ChannelTrouble)) == 2
        assert [news.address for news in stand.product.heard(RosterSeen)] == ["C0WARD"] * 2


async def test_a_reading_waits_when_slack_asks_for_patience(slack: Slack) -> None:
    async with standing(slack, product=watching(WARD), start=False) as stand:
        slack.faults.rate_limited("users.info", retry_after=0, times=2)
        slack.faults.rate_limited("conversations.members", retry_after=0, times=1)
        await rosters(stand)
        (roster,) = stand.product.heard(RosterSeen)
        assert len(roster.profiles) == 2


async def test_one_channel_that_cannot_be_read_does_not_hide_the_next(slack: Slack) -> None:
    async with standing(slack, product=watching(REF, WARD), start=False) as stand:
        slack.faults.broken("conversations.info", channel="C0REF")
        await rosters(stand)
        assert [news.address for news in stand.product.heard(RosterSeen)] == ["C0WARD"]


async def test_who_joins_or_leaves_a_watched_channel_is_noticed(slack: Slack) -> None:
    async with standing(slack, product=watching(WARD), start=False) as stand:
        slack.world.person("U0NEW", HOME, "Nova Newcomer")
        await slack.admin.adds("U0NEW", "C0WARD")
        await stand.settled()
        names = [p.name for p in stand.product.heard(RosterSeen)[-1].profiles]
        assert "Nova Newcomer" in names
        await slack.admin.removes("U0NEW", "C0WARD")
        await stand.settled()
        names = [p.name for p in stand.product.heard(RosterSeen)[-1].profiles]
        assert "Nova Newcomer" not in names


async def test_the_bot_hears_that_it_was_removed_and_invited_again(slack: Slack) -> None:
    async with standing(slack, product=watching(WARD), start=False) as stand:
        await stand.transport._tools.workspaces.sign_in()
        install = slack.world.install_of(HOME)
        assert install is not None
        await slack.admin.removes(install.bot_user_id, "C0WARD")
        await stand.settled()
        (removed,) = stand.product.heard(ChannelTrouble)
        assert "is not in this channel" in removed.words
        await slack.admin.adds(install.bot_user_id, "C0WARD")
        await stand.settled()
        assert stand.product.heard(ChannelTrouble)[-1].words is None


async def test_channels_are_archived_and_move(stand: Stand) -> None:
    await stand.slack.admin.archives("C0WARD")
    await stand.slack.admin.changes_id("C0RAD", "C0NEW")
    (trouble,) = stand.product.heard(ChannelTrouble)
    assert (trouble.address, trouble.words) == ("C0WARD", "The Slack channel is archived.")
    (moved,) = stand.product.heard(ChannelMoved)
    assert (moved.workspace, moved.old, moved.new) == (HOME, "C0RAD", "C0NEW")


async def test_every_way_a_channel_closes_or_opens(stand: Stand) -> None:
    for kind, words in (
        ("channel_deleted", "The Slack channel was deleted."),
        ("group_deleted", "The Slack channel was deleted."),
        ("group_archive", "The Slack channel is archived."),
        ("channel_unarchive", None),
        ("group_unarchive", None),
    ):
        event = {"type": kind, "channel": "C0RAD"}
        body = {"type": "event_callback", "team_id": HOME, "event_id": kind, "event": event}
        assert (await stand.slack.courier.event(body)).ok
        assert stand.product.heard(ChannelTrouble)[-1].words == words


async def test_a_changed_profile_is_told_and_an_unchanged_one_is_not(stand: Stand) -> None:
    await stand.slack.admin.changes_profile("U0REG", phone="+61491570158")
    (seen,) = stand.product.heard(ProfileSeen)
    assert (seen.profile.user, seen.profile.phone) == ("U0REG", "+61491570158")
    await stand.slack.admin.changes_profile("U0REG", phone="+61491570158")
    assert len(stand.product.heard(ProfileSeen)) == 1
    await stand.slack.admin.changes_profile("U0REG", deleted=True)
    assert not stand.product.heard(ProfileSeen)[-1].profile.active


async def test_after_an_uninstall_every_channel_there_is_in_trouble(slack: Slack) -> None:
    async with standing(slack, product=watching(WARD, REF), start=False) as stand:
        await slack.admin.uninstalls(HOME)
        told = stand.product.heard(ChannelTrouble)
        assert {news.address for news in told} == {"C0WARD", "C0REF"}
        assert all("installed again" in news.words for news in told)
        assert stand.transport.health() is not None


async def test_look_ups_go_in_a_burst_and_then_at_their_pace(slack: Slack) -> None:
    paced = quick(lookups_per_minute=1200, lookups_at_once=1)
    async with standing(slack, product=watching(WARD), timing=paced, start=False) as stand:
        before = asyncio.get_running_loop().time()
        await rosters(stand)
        assert asyncio.get_running_loop().time() - before >= 0.1  # three, one at once, 50 ms apart
        await rosters(stand)
        assert len(slack.calls("users.info")) == 3
