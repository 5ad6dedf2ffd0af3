"""Presses on cards, and what the presser alone is answered."""

import pytest

from foxo_bot.cards.card import Card, Paragraph
from foxo_bot.delivery.transport import Parcel
from foxo_bot.edges.payload import Json
from foxo_bot.handlers.interaction import Done, Kind, OpenForm, PostHere, ShowCard, Tell
from foxo_bot.sandbox.teams.people.post import Post
from tests.transports.teams.stand import CARD, CASE_FORM, CLEO, HOME, RADIOLOGY, Stand


async def posted(stand: Stand) -> Post:
    await stand.transport.send(Parcel("1", RADIOLOGY, CARD, workspace=HOME))
    return stand.teams.channel(RADIOLOGY).last


async def test_a_press_names_the_verb_the_copy_and_the_presser(stand: Stand) -> None:
    post = await posted(stand)
    stand.product.reply = Done(("You have acknowledged it.",))
    seen = await stand.teams.person(CLEO).press(post, "Acknowledge")
    act = stand.product.act
    assert (act.kind, act.name, act.post_id, act.value) == (Kind.ACTION, "acknowledge", 5, "5")
    assert (act.actor.user, act.place.address) == (CLEO, RADIOLOGY)
    assert seen.notice == "You have acknowledged it."


async def test_a_refusal_is_for_the_presser_alone(stand: Stand) -> None:
    post = await posted(stand)
    stand.product.reply = Tell(("Casey was first.",))
    seen = await stand.teams.person(CLEO).press(post, "Acknowledge")
    assert seen.notice == "Casey was first."
    assert post.thread == []


async def test_a_card_in_answer_is_seen_by_the_presser_alone(stand: Stand) -> None:
    post = await posted(stand)
    stand.product.reply = ShowCard(Card("", (Paragraph(("Page two",)),)), replace=True)
    await stand.teams.person(CLEO).press(post, "Acknowledge")
    assert "Page two" in post.seen_by(CLEO).text_shown()
    assert "Page two" not in post.text_shown()


async def test_a_verb_that_needs_words_opens_a_dialog(stand: Stand) -> None:
    post = await posted(stand)
    stand.product.reply = OpenForm(CASE_FORM)
    seen = await stand.teams.person(CLEO).press(post, "Reply")
    assert seen.dialog is not None
    assert (stand.product.act.name, stand.product.act.post_id) == ("reply", 5)


async def test_a_dialog_that_may_not_open_says_why(stand: Stand) -> None:
    post = await posted(stand)
    stand.product.reply = Tell(("This case is closed.",))
    seen = await stand.teams.person(CLEO).press(post, "Reply")
    assert (seen.dialog, seen.notice) == (None, "This case is closed.")


async def test_the_entry_button_opens_the_case_form(stand: Stand) -> None:
    post = await posted(stand)
    stand.product.reply = OpenForm(CASE_FORM)
    seen = await stand.teams.person(CLEO).press(post, "Send a case")
    assert seen.dialog is not None
    act = stand.product.act
    assert (act.kind, act.name, act.value, act.text) == (Kind.COMMAND, "case", "6", "")


async def test_a_card_for_everybody_begins_a_thread_in_the_channel(stand: Stand) -> None:
    post = await posted(stand)
    stand.product.reply = PostHere(CARD, say=("It stands here now.",))
    seen = await stand.teams.person(CLEO).press(post, "Reply")
    assert seen.notice == "It stands here now."
    assert stand.teams.channel(RADIOLOGY).last.id != post.id

    stand.teams.world.teams[stand.teams.world.conversations[RADIOLOGY].team_id].has_app = False
    seen = await stand.teams.person(CLEO).press(post, "Reply")
    assert "not in this Teams channel" in seen.notice


@pytest.mark.parametrize("name", ["task/fetch", "task/submit"])
@pytest.mark.parametrize("data", [None, {}, {"post": "5"}, {"hiddenKey": "of another bot"}])
async def test_a_button_that_is_none_of_ours_is_answered_all_the_same(
    stand: Stand, name: str, data: Json | None
) -> None:
    stand.product.reply = Tell(("That is an older button.",))
    post = await posted(stand)
    await stand.teams.person(CLEO).press(post, "Acknowledge")
    activity = stand.teams.courier.sent[-1].activity
    value = {"data": data}
    answer = await stand.teams.courier.carry(activity | {"name": name, "value": value})
    assert answer.json()["task"] == {"type": "message", "value": "That is an older button."}
    assert stand.product.act.name == ""


async def test_a_failure_is_told_with_a_reference_and_nothing_of_it(stand: Stand) -> None:
    post = await posted(stand)
    stand.product.failure = RuntimeError("patient Wrist of bed 4")
    seen = await stand.teams.person(CLEO).press(post, "Acknowledge")
    assert "Reference" in seen.notice
    assert "bed 4" not in seen.notice


async def test_data_that_no_card_of_ours_has_does_nothing(stand: Stand) -> None:
    await posted(stand)
    await stand.teams.person(CLEO).press(stand.teams.channel(RADIOLOGY).last, "Acknowledge")
    activity = stand.teams.courier.sent[-1].activity
    heard = len(stand.product.acts)
    for value in ({}, {"action": {}}, {"action": {"verb": 7, "data": []}}, {"action": "x"}, "x", 7):
        answer = await stand.teams.courier.carry(activity | {"value": value})
        assert answer.status == 200, value
        assert answer.json()["statusCode"] == 400, value
    assert len(stand.product.acts) == heard


async def test_an_id_that_no_database_has_room_for_is_no_id(stand: Stand) -> None:
    await posted(stand)
    await stand.teams.person(CLEO).press(stand.teams.channel(RADIOLOGY).last, "Acknowledge")
    activity = stand.teams.courier.sent[-1].activity
    data = {"verb": "acknowledge", "post": "9" * 40}
    await stand.teams.courier.carry(activity | {"value": {"action": {"data": data}}})
    assert stand.product.act.post_id is None
