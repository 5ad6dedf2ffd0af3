"""Parcels on their way into Teams: channels, threads, people, and everything that goes wrong."""

from dataclasses import replace
from datetime import timedelta

import pytest

from foxo_bot.delivery.transport import Parcel, TryLater, Undeliverable
from tests.transports.teams.stand import CARD, CLEO, GP, HOME, HOSPITAL, RADIOLOGY, REGISTRAR, Stand

TO_CHANNEL = Parcel("1", RADIOLOGY, CARD, workspace=HOME)
TO_CLEO = Parcel("2", CLEO, CARD)


async def test_a_card_begins_a_thread_and_its_preview_is_all_that_a_screen_shows(
    stand: Stand,
) -> None:
    sent = await stand.transport.send(TO_CHANNEL)
    post = stand.teams.channel(RADIOLOGY).last
    assert (sent.vendor_id, sent.place) == (post.id, RADIOLOGY)
    assert post.preview == "Urgent case 482-913 for Radiology"
    assert post.message.text == ""


async def test_a_reply_lands_in_its_thread(stand: Stand) -> None:
    sent = await stand.transport.send(TO_CHANNEL)
    await stand.transport.send(replace(TO_CHANNEL, thread=sent.vendor_id, place=sent.place))
    (root,) = stand.teams.channel(RADIOLOGY).posts
    assert len(root.thread) == 1


async def test_a_redrawn_card_is_the_same_message(stand: Stand) -> None:
    sent = await stand.transport.send(TO_CHANNEL)
    changed = replace(TO_CHANNEL, body="Cleo has it", replaces=sent.vendor_id, place=sent.place)
    again = await stand.transport.send(changed)
    (post,) = stand.teams.channel(RADIOLOGY).posts
    assert again.vendor_id == post.id
    assert "Cleo has it" in post.text_shown()


async def test_a_person_who_never_wrote_gets_a_chat_of_their_own(stand: Stand) -> None:
    sent = await stand.transport.send(TO_CLEO)
    cleo = stand.teams.person(CLEO)
    assert (sent.vendor_id, sent.place) == (cleo.chats[0].id, cleo.chats[0].channel_id)
    await stand.transport.send(TO_CLEO)
    assert len(cleo.chats) == 2
    assert len(stand.teams.calls("conversations.create")) == 1, "the chat is remembered"
    redrawn = replace(TO_CLEO, body="Done", replaces=sent.vendor_id, place=sent.place)
    await stand.transport.send(redrawn)
    assert "Done" in cleo.chats[0].text_shown()


async def test_a_chat_that_is_gone_is_begun_anew(stand: Stand) -> None:
    await stand.teams.person(REGISTRAR).says("hello")
    await stand.settled()
    stand.teams.faults.error("ConversationNotFound", "activities.send", times=1)
    await stand.transport.send(Parcel("3", REGISTRAR, CARD))
    assert stand.teams.person(REGISTRAR).chats


async def test_one_token_serves_until_it_ends_or_is_refused(stand: Stand) -> None:
    for _ in range(3):
        await stand.transport.send(TO_CHANNEL)
    assert stand.teams.login.asked == 1
    stand.teams.login.revoke()
    with pytest.raises(TryLater):
        await stand.transport.send(TO_CHANNEL)
    assert "token" in (stand.transport.health() or "")
    await stand.transport.send(TO_CHANNEL)
    assert stand.teams.login.asked == 2
    assert stand.transport.health() is None


async def test_a_wrong_password_is_said_by_the_health_and_tried_again(stand: Stand) -> None:
    stand.teams.world.app.password = "changed in Azure"
    with pytest.raises(TryLater) as later:
        await stand.transport.send(TO_CHANNEL)
    assert later.value.reason == "no_token"
    assert "invalid_client" in (stand.transport.health() or "")


async def test_429_waits_as_long_as_teams_says_and_holds_the_conversation(stand: Stand) -> None:
    stand.teams.faults.rate_limited("conversations.create", retry_after=7)
    with pytest.raises(TryLater) as later:
        await stand.transport.send(TO_CHANNEL)
    assert (later.value.after, later.value.lane_too, later.value.uncertain) == (7.0, True, False)


@pytest.mark.parametrize(
    ("status", "uncertain"), [(412, False), (500, True), (502, True), (503, False), (504, True)]
)
async def test_what_passes_is_tried_again(stand: Stand, status: int, *, uncertain: bool) -> None:
    stand.teams.faults.broken("conversations.create", status=status)
    with pytest.raises(TryLater) as later:
        await stand.transport.send(TO_CHANNEL)
    assert later.value.uncertain is uncertain
    assert len(stand.teams.calls("conversations.create")) <= 1, "no blind retry"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("BotNotInConversationRoster", "not in this Teams channel"),
        ("BotDisabledByAdmin", "administrator has switched Foxo Bot off"),
        ("MessageWritesBlocked", "Nobody may write"),
        ("ConversationNotFound", "not in this Teams channel"),
    ],
)
async def test_a_channel_that_is_lost_says_so_in_words(stand: Stand, code: str, words: str) -> None:
    stand.teams.faults.error(code, "conversations.create")
    with pytest.raises(Undeliverable) as dead:
        await stand.transport.send(TO_CHANNEL)
    assert words in dead.value.words
    assert dead.value.address_dead


async def test_a_person_without_the_app_or_who_blocked_it_cannot_be_reached(stand: Stand) -> None:
    with pytest.raises(Undeliverable) as dead:
        await stand.transport.send(Parcel("4", GP, CARD))
    assert "not installed for this person" in dead.value.words
    stand.teams.world.users[CLEO].blocks_bot = True
    with pytest.raises(Undeliverable) as dead:
        await stand.transport.send(TO_CLEO)
    assert "blocked" in dead.value.words
    assert dead.value.address_dead


async def test_an_address_that_moved_is_followed_from_the_next_activity(stand: Stand) -> None:
    await stand.teams.person(CLEO).says("help", channel=RADIOLOGY)
    await stand.settled()
    kept = stand.product.secrets["teams_reference", RADIOLOGY]
    assert stand.teams.service_url in kept
    assert HOSPITAL not in kept
    stand.clock.advance(timedelta(days=1))
    moved = stand.teams.service_url.replace("/amer/", "/emea/")
    activity = stand.teams.courier.sent[-1].activity | {"serviceUrl": moved, "id": "later"}
    await stand.teams.courier.carry(activity)
    await stand.settled()
    assert moved in stand.product.secrets["teams_reference", RADIOLOGY]
