"""Replies in threads, messages to the bot and mentions."""

from collections.abc import Iterator

import pytest

from foxo_bot.cards.card import Card, Form, Paragraph
from foxo_bot.delivery.transport import Parcel
from foxo_bot.handlers.interaction import Kind, OpenForm, Place, PlatformUser, ShowCard, Tell
from foxo_bot.model import Attachment
from foxo_bot.sandbox.acting import Upload
from foxo_bot.sandbox.slack.people.post import Post
from tests.transports.slack.stand import HOME, Stand

CASE = Card("Urgent case.", (Paragraph(("A case",)),))
HELP = Card("Help.", (Paragraph(("Type /foxo case.",)),))


@pytest.fixture
async def post(stand: Stand) -> Post:
    await stand.transport.send(Parcel("1", "C0WARD", CASE, HOME))
    await stand.settled()
    return stand.slack.channel("C0WARD").last


async def test_a_reply_in_a_thread_is_heard_with_its_words(stand: Stand, post: Post) -> None:
    said = await stand.slack.person("U0REG").replies(post, "BP 90/60 & falling, <now>")
    act = stand.product.act
    assert (act.kind, act.name) == (Kind.MESSAGE, "thread_reply")
    assert act.text == "BP 90/60 & falling, <now>"
    assert act.actor == PlatformUser("slack", "U0REG", HOME, HOME)
    assert act.place == Place("slack", HOME, "C0WARD", thread=post.ts, message=said.ts)
    assert act.once == f"slack:msg:C0WARD:{said.ts}"


async def test_a_file_in_a_thread_comes_along(stand: Stand, post: Post) -> None:
    ecg = Upload("ecg.png", b"12", "image/png")
    await stand.slack.person("U0REG").replies(post, "ECG", files=[ecg])
    (file,) = stand.product.act.values["files"] or ()
    assert isinstance(file, Attachment)
    assert (file.name, file.media_type, file.size) == ("ecg.png", "image/png", 2)


async def test_an_answer_to_a_thread_reply_is_for_the_writer_alone(
    stand: Stand, post: Post
) -> None:
    stand.product.reply = Tell(("Sent on. Press Acknowledge if you take it.",))
    person = stand.slack.person("U0REG")
    await person.replies(post, "On my way")
    (shown,) = person.ephemerals
    assert shown.text_shown().startswith("Sent on.")
    assert shown.message.thread_ts == post.ts


async def test_chatter_in_a_channel_is_none_of_ours(stand: Stand) -> None:
    await stand.slack.person("U0REG").says("Lunch?", channel="C0WARD")
    assert stand.product.acts == []
    assert all(delivery.ok for delivery in stand.slack.events.sent)


async def test_what_the_bot_itself_posts_is_not_heard(stand: Stand, post: Post) -> None:
    await stand.transport.send(Parcel("2", "C0WARD", CASE, HOME, thread=post.ts))
    await stand.settled()
    assert stand.product.acts == []


async def test_a_message_to_the_bot_is_answered_in_that_conversation(stand: Stand) -> None:
    stand.product.reply = ShowCard(HELP)
    person = stand.slack.person("U0REG")
    await person.says("hello?")
    act = stand.product.act
    assert (act.kind, act.name, act.text) == (Kind.MESSAGE, "said_to_bot", "hello?")
    assert person.dms[-1].text_shown() == "Type /foxo case."


async def test_a_mention_is_answered_to_the_writer_alone(stand: Stand) -> None:
    stand.product.reply = ShowCard(HELP)
    person = stand.slack.person("U0REG")
    said = await person.says(f"@{stand.slack.world.app.name} what now?", channel="C0WARD")
    act = stand.product.act
    assert (act.name, act.text) == ("said_to_bot", "what now?")
    assert act.once == f"slack:msg:C0WARD:{said.ts}"
    assert person.ephemerals[-1].text_shown() == "Type /foxo case."
    assert stand.slack.channel("C0WARD").posts[-1].ts == said.ts


async def test_a_mention_in_a_thread_has_one_name_though_it_arrives_twice(
    stand: Stand, post: Post
) -> None:
    app = stand.slack.world.app.name
    await stand.slack.person("U0REG").replies(post, f"@{app} please hurry")
    assert [act.name for act in stand.product.acts] == ["thread_reply", "thread_reply"]
    assert len({act.once for act in stand.product.acts}) == 1
    assert stand.product.acts[0].text == "please hurry"


async def test_a_form_cannot_open_from_a_message_and_says_so(stand: Stand) -> None:
    stand.product.reply = OpenForm(Form("case", "New case", ()))
    person = stand.slack.person("U0REG")
    await person.says("case")
    assert "Press New case" in person.dms[-1].text_shown()


async def test_a_repeated_delivery_carries_the_same_name(stand: Stand, post: Post) -> None:
    await stand.slack.person("U0REG").replies(post, "On my way")
    reply = stand.slack.events.sent[-1]
    answer = await stand.slack.events.redeliver(reply)
    assert answer.ok
    first, second = stand.product.acts
    assert first.once == second.once


async def test_mentioned_people_are_named_once_they_are_known(stand: Stand, post: Post) -> None:
    stand.product.replies = {"case": OpenForm(Form("case", "New case", ()))}
    await stand.slack.person("U0CON").types("/foxo case", channel="C0WARD")
    await stand.settled()
    stand.product.acts.clear()
    event = event_of(stand, post, "Ask <@U0CON> or <@U0REG>")
    await stand.slack.courier.event(event)
    assert stand.product.act.text == "Ask @Cleo Concierge or @U0REG"


def event_of(stand: Stand, post: Post, text: str) -> dict[str, object]:
    return {
        "type": "event_callback",
        "team_id": HOME,
        "event_id": "Ev1",
        "authorizations": [{"team_id": HOME, "is_enterprise_install": False}],
        "event": {
            "type": "message",
            "user": "U0REG",
            "team": HOME,
            "text": text,
            "ts": "1.000002",
            "thread_ts": post.ts,
            "channel": post.channel_id,
            "channel_type": "channel",
        },
    }


def variants() -> Iterator[tuple[str, dict[str, object]]]:
    yield "another app's message", {"bot_id": "B0OTHER"}
    yield "an edit", {"subtype": "message_changed"}
    yield "a deletion", {"subtype": "message_deleted", "user": None}
    yield "somebody joining", {"subtype": "channel_join"}


@pytest.mark.parametrize(("what", "changes"), list(variants()), ids=[w for w, _ in variants()])
async def test_what_no_person_wrote_is_not_an_act(
    stand: Stand, post: Post, what: str, changes: dict[str, object]
) -> None:
    event = event_of(stand, post, "words")
    event["event"] |= changes  # type: ignore[operator]
    assert (await stand.slack.courier.event(event)).ok
    assert stand.product.acts == []


async def test_a_reply_also_sent_to_the_channel_is_a_reply(stand: Stand, post: Post) -> None:
    event = event_of(stand, post, "words")
    event["event"] |= {"subtype": "thread_broadcast"}  # type: ignore[operator]
    await stand.slack.courier.event(event)
    assert stand.product.act.name == "thread_reply"
