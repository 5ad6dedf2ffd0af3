"""Delivery to Slack: posting, redrawing, and what every way of failing means."""

import pytest

from foxo_bot.cards.card import Card, Paragraph
from foxo_bot.delivery.transport import Parcel, Sent, TryLater, Undeliverable
from foxo_bot.sandbox.slack.server import Slack
from foxo_bot.transports.slack.errors import DEAD, DRAWN_WRONG, REFUSED, SIGNED_OUT
from tests.transports.slack.stand import HOME, Stand, quick, standing

CASE = Card("Urgent case 482-913 for Radiology.", (Paragraph(("Chest pain, born 1950",)),))
AGAIN = Card("Claimed.", (Paragraph(("Chest pain, claimed",)),))
POST = Parcel("out-17", "C0WARD", CASE, HOME)


async def later(stand: Stand, parcel: Parcel = POST) -> TryLater:
    with pytest.raises(TryLater) as caught:
        await stand.transport.send(parcel)
    return caught.value


async def never(stand: Stand, parcel: Parcel = POST) -> Undeliverable:
    with pytest.raises(Undeliverable) as caught:
        await stand.transport.send(parcel)
    return caught.value


async def test_a_post_carries_its_preview_its_blocks_and_our_reference_only(stand: Stand) -> None:
    sent = await stand.transport.send(POST)
    post = stand.slack.channel("C0WARD").last
    assert sent == Sent(post.ts, "C0WARD")
    assert post.preview == "Urgent case 482-913 for Radiology."
    assert post.text_shown() == "Chest pain, born 1950"
    assert post.message.metadata == {
        "event_type": "foxo_post",
        "event_payload": {"reference": "out-17"},
    }
    asked = stand.slack.calls("chat.postMessage")[0].args
    assert (asked["unfurl_links"], asked["unfurl_media"]) == (False, False)


async def test_a_person_is_written_to_by_their_id_and_the_conversation_is_kept(
    stand: Stand,
) -> None:
    sent = await stand.transport.send(Parcel("out-18", "U0CON", CASE, HOME))
    (post,) = stand.slack.person("U0CON").dms
    assert sent == Sent(post.ts, post.channel_id)
    assert post.channel_id.startswith("D")


async def test_plain_words_can_be_posted_in_a_thread(stand: Stand) -> None:
    first = await stand.transport.send(POST)
    said = Parcel("out-19", "C0WARD", "Rowan: on my way", HOME, thread=first.vendor_id)
    await stand.transport.send(said)
    (reply,) = stand.slack.channel("C0WARD").last.thread
    assert reply.text_shown() == "Rowan: on my way"


async def test_a_copy_is_redrawn_where_it_stands(stand: Stand) -> None:
    first = await stand.transport.send(Parcel("out-18", "U0CON", CASE, HOME))
    redraw = Parcel("out-20", "U0CON", AGAIN, HOME, place=first.place, replaces=first.vendor_id)
    assert await stand.transport.send(redraw) == first
    (post,) = stand.slack.person("U0CON").dms
    assert (post.text_shown(), post.preview) == ("Chest pain, claimed", "Claimed.")
    assert post.message.metadata is not None
    assert post.message.metadata["event_payload"] == {"reference": "out-18"}


async def test_a_redraw_is_repeated_without_looking_first(stand: Stand) -> None:
    first = await stand.transport.send(POST)
    redraw = Parcel(
        "out-20", "C0WARD", AGAIN, HOME, place="C0WARD", replaces=first.vendor_id, uncertain=True
    )
    await stand.transport.send(redraw)
    await stand.transport.send(redraw)
    assert stand.slack.calls("conversations.history") == []
    assert len(stand.slack.channel("C0WARD").posts) == 1


async def test_too_many_requests_name_the_wait_and_hold_the_lane(stand: Stand) -> None:
    stand.slack.faults.rate_limited("chat.postMessage", retry_after=7)
    error = await later(stand)
    assert (error.reason, error.after, error.lane_too) == ("ratelimited", 7.0, True)
    assert not error.uncertain
    assert len(stand.slack.calls("chat.postMessage")) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_server_error_leaves_it_uncertain(stand: Stand, status: int) -> None:
    stand.slack.faults.broken("chat.postMessage", status=status)
    error = await later(stand)
    assert (error.reason, error.uncertain, error.lane_too) == (f"http_{status}", True, False)
    assert len(stand.slack.calls("chat.postMessage")) == 1


async def test_a_proxys_page_under_200_is_no_answer(stand: Stand) -> None:
    stand.slack.faults.broken("chat.postMessage", status=200)
    error = await later(stand)
    assert (error.reason, error.uncertain) == ("http_200", True)


async def test_silence_leaves_it_uncertain(slack: Slack) -> None:
    async with standing(slack, timing=quick(request=0.05)) as stand:
        slack.faults.hangs("chat.postMessage")
        error = await later(stand)
        assert (error.reason, error.uncertain) == ("timeout", True)


async def test_a_dropped_connection_is_uncertain_and_never_posted_twice(stand: Stand) -> None:
    stand.slack.faults.drops("chat.postMessage", times=1)
    error = await later(stand)
    assert (error.reason, error.uncertain) == ("dropped", True)
    sent = await stand.transport.send(Parcel("out-17", "C0WARD", CASE, HOME, uncertain=True))
    (post,) = stand.slack.channel("C0WARD").posts
    assert sent == Sent(post.ts, "C0WARD")


async def test_what_was_not_posted_after_all_is_posted_once(stand: Stand) -> None:
    stand.slack.faults.refuses("chat.postMessage", times=1)
    assert (await later(stand)).uncertain
    await stand.transport.send(Parcel("out-16", "C0WARD", CASE, HOME))
    await stand.transport.send(Parcel("out-17", "C0WARD", CASE, HOME, uncertain=True))
    references = [
        post.message.metadata["event_payload"]["reference"]  # type: ignore[index]
        for post in stand.slack.channel("C0WARD").posts
    ]
    assert references == ["out-16", "out-17"]


async def test_a_lost_direct_message_is_found_again(stand: Stand) -> None:
    parcel = Parcel("out-18", "U0CON", CASE, HOME)
    stand.slack.faults.drops("chat.postMessage", times=1)
    await later(stand, parcel)
    sent = await stand.transport.send(Parcel("out-18", "U0CON", CASE, HOME, uncertain=True))
    (post,) = stand.slack.person("U0CON").dms
    assert sent == Sent(post.ts, post.channel_id)


async def test_a_lost_reply_is_found_again_in_its_thread(stand: Stand) -> None:
    first = await stand.transport.send(POST)
    stand.slack.faults.drops("chat.postMessage", times=1)
    reply = Parcel("out-21", "C0WARD", "On my way", HOME, thread=first.vendor_id)
    await later(stand, reply)
    again = Parcel("out-21", "C0WARD", "On my way", HOME, thread=first.vendor_id, uncertain=True)
    sent = await stand.transport.send(again)
    (below,) = stand.slack.channel("C0WARD").last.thread
    assert sent.vendor_id == below.ts


async def test_while_slack_cannot_be_searched_nothing_is_posted(stand: Stand) -> None:
    stand.slack.faults.rate_limited("conversations.history", retry_after=60)
    unsure = Parcel("out-17", "C0WARD", CASE, HOME, uncertain=True)
    error = await later(stand, unsure)
    assert (error.after, error.uncertain) == (60.0, True)
    assert stand.slack.calls("chat.postMessage") == []


async def test_where_searching_is_forbidden_twice_is_better_than_never(stand: Stand) -> None:
    stand.slack.faults.error("missing_scope", "conversations.history")
    await stand.transport.send(Parcel("out-17", "C0WARD", CASE, HOME, uncertain=True))
    assert len(stand.slack.channel("C0WARD").posts) == 1


async def test_another_apps_message_with_our_reference_is_not_taken_for_ours(
    stand: Stand,
) -> None:
    await stand.transport.send(POST)
    stand.slack.channel("C0WARD").last.message.bot_id = "B0OTHER"
    await stand.transport.send(Parcel("out-17", "C0WARD", CASE, HOME, uncertain=True))
    assert len(stand.slack.channel("C0WARD").posts) == 2


@pytest.mark.parametrize("code", sorted(DEAD))
async def test_an_address_that_is_dead_is_named_in_words(stand: Stand, code: str) -> None:
    stand.slack.faults.error(code, "chat.postMessage")
    error = await never(stand)
    assert (error.reason, error.words, error.address_dead) == (code, DEAD[code], True)


@pytest.mark.parametrize("code", sorted(SIGNED_OUT))
async def test_an_installation_at_fault_is_not_the_addresss_fault(stand: Stand, code: str) -> None:
    stand.slack.faults.error(code, "chat.postMessage", times=1)
    error = await never(stand)
    assert (error.reason, error.words, error.address_dead) == (code, SIGNED_OUT[code], False)


@pytest.mark.parametrize("code", sorted(REFUSED.keys() - DRAWN_WRONG))
async def test_a_message_at_fault_is_not_the_addresss_fault(stand: Stand, code: str) -> None:
    stand.slack.faults.error(code, "chat.postMessage")
    error = await never(stand)
    assert (error.reason, error.words, error.address_dead) == (code, REFUSED[code], False)


@pytest.mark.parametrize("code", sorted(DRAWN_WRONG))
async def test_a_card_that_slack_will_not_draw_arrives_as_its_preview(
    stand: Stand, code: str
) -> None:
    stand.slack.faults.error(code, "chat.postMessage", times=1)
    await stand.transport.send(POST)
    post = stand.slack.channel("C0WARD").last
    assert post.text_shown() == "Urgent case 482-913 for Radiology."
    stand.slack.faults.error(code, "chat.postMessage")
    assert (await never(stand)).reason == code


@pytest.mark.parametrize(
    ("code", "lane", "uncertain"),
    [
        ("rate_limited", True, False),
        ("message_limit_exceeded", True, False),
        ("team_added_to_org", True, False),
        ("org_login_required", True, False),
        ("external_channel_migrating", True, False),
        ("service_unavailable", False, False),
        ("request_timeout", False, False),
        ("internal_error", False, True),
        ("fatal_error", False, True),
    ],
)
async def test_what_passes_is_tried_again(
    stand: Stand, code: str, lane: bool, uncertain: bool
) -> None:
    stand.slack.faults.error(code, "chat.postMessage")
    error = await later(stand)
    assert (error.reason, error.lane_too, error.uncertain) == (code, lane, uncertain)


async def test_an_unheard_of_code_is_permanent_and_named(stand: Stand) -> None:
    stand.slack.faults.error("as_yet_unknown", "chat.postMessage")
    error = await never(stand)
    assert "as_yet_unknown" in error.words


async def test_the_words_are_for_people_and_name_no_address(stand: Stand) -> None:
    for words in {**DEAD, **SIGNED_OUT, **REFUSED}.values():
        assert words.endswith(".")
        assert "_" not in words


async def test_a_slack_that_is_not_there_is_certain_not_to_have_taken_it(slack: Slack) -> None:
    nowhere = "http://127.0.0.1:9/api/"
    async with standing(slack, start=False, slack_api_url=nowhere) as stand:
        error = await later(stand)
        assert (error.reason, error.uncertain) == ("unreachable", False)


async def test_a_body_that_is_no_card_is_a_mistake_of_ours(stand: Stand) -> None:
    with pytest.raises(TypeError):
        await stand.transport.send(Parcel("1", "C0WARD", None, HOME))  # type: ignore[arg-type]


async def test_all_sending_shares_one_pool_of_connections(stand: Stand) -> None:
    await stand.transport.send(POST)
    web = stand.transport._tools.web
    session = web.session
    await stand.transport.send(Parcel("out-18", "C0RAD", CASE, HOME))
    assert web.session is session
    assert web.client(stand.slack.token(HOME)).session is session
    assert web.client(stand.slack.token(HOME)).retry_handlers == []
