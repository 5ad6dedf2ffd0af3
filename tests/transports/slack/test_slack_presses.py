"""Presses on messages, in modals, on one's own answers and on the home page."""

import pytest

from foxo_bot.cards.card import Button, Buttons, Card, Field, Form, Item, Paragraph, TextInput
from foxo_bot.delivery.transport import Parcel
from foxo_bot.handlers.interaction import (
    Done,
    Home,
    Kind,
    OpenForm,
    Place,
    PlatformUser,
    PostHere,
    ShowCard,
    Tell,
)
from foxo_bot.sandbox.slack.people.post import Post
from tests.transports.slack.stand import HOME, Stand

CASE = Card(
    "Urgent case.",
    (
        Buttons(
            (
                Button("acknowledge", "Acknowledge", "17"),
                Button("reply", "Reply", "17"),
                Button("open", "Open", url="https://foxo.example/x"),
            )
        ),
    ),
)
ENTRY = Card("Hand over here.", (Buttons((Button("new_case", "New case", "5"),)),))
REPLY = Form(
    "reply", "Reply", (Field("body", "Reply", TextInput()),), submit="Send", keeps={"post": "17"}
)
LIST = Card("Your cases.", (Item(("482-913",), Button("show", "Next", "2")),))
NEXT = Card("Your cases.", (Paragraph(("That was all.",)),))


@pytest.fixture
async def post(stand: Stand) -> Post:
    await stand.transport.send(Parcel("1", "C0WARD", CASE, HOME))
    return stand.slack.channel("C0WARD").last


async def test_a_press_names_the_verb_and_the_copy(stand: Stand, post: Post) -> None:
    seen = await stand.slack.person("U0CON").press(post, "Acknowledge")
    act = stand.product.act
    assert (act.kind, act.name, act.post_id, act.value) == (Kind.ACTION, "acknowledge", 17, "17")
    assert act.actor == PlatformUser("slack", "U0CON", HOME, HOME, "cleo.concierge")
    assert act.place == Place("slack", HOME, "C0WARD", message=post.ts)
    assert seen.text_shown() == ""


async def test_a_press_that_lost_the_race_is_told_so_alone(stand: Stand, post: Post) -> None:
    stand.product.reply = Tell(("Rowan acknowledged this.",))
    seen = await stand.slack.person("U0CON").press(post, "Acknowledge")
    assert seen.text_shown() == "Rowan acknowledged this."
    assert post.buttons == ["Acknowledge", "Reply", "Open"]


async def test_a_dead_response_url_does_not_swallow_the_answer(stand: Stand, post: Post) -> None:
    stand.product.reply = Tell(("Rowan acknowledged this.",))
    person = stand.slack.person("U0CON")
    stand.slack.faults.refuses("response_url")
    seen = await person.press(post, "Acknowledge")
    assert seen.text_shown() == "Rowan acknowledged this."
    stand.slack.faults.error("user_not_in_channel", "chat.postEphemeral")
    await person.press(post, "Acknowledge")
    assert person.dms[-1].text_shown() == "Rowan acknowledged this."
    assert person.dms[-1].preview == "Foxo Bot has an answer for you."


async def test_a_press_in_a_thread_is_answered_in_the_thread(stand: Stand, post: Post) -> None:
    await stand.transport.send(Parcel("2", "C0WARD", CASE, HOME, thread=post.ts))
    (below,) = post.thread
    stand.product.reply = Tell(("Noted.",))
    seen = await stand.slack.person("U0CON").press(below, "Acknowledge")
    assert seen.ephemerals[0].message.thread_ts == post.ts


async def test_the_entry_button_asks_for_a_case(stand: Stand) -> None:
    await stand.transport.send(Parcel("1", "C0WARD", ENTRY, HOME))
    stand.product.reply = OpenForm(REPLY)
    seen = await stand.slack.person("U0CON").press(stand.slack.channel("C0WARD").last, "new_case")
    act = stand.product.act
    assert (act.kind, act.name, act.value, act.post_id) == (Kind.COMMAND, "case", "5", None)
    assert seen.modal is not None


async def test_a_button_that_opens_a_page_is_no_act(stand: Stand, post: Post) -> None:
    seen = await stand.slack.person("U0CON").press(post, "Open")
    assert seen.warning == ""
    assert stand.product.acts == []


async def test_only_ones_own_answer_is_redrawn(stand: Stand, post: Post) -> None:
    person = stand.slack.person("U0CON")
    stand.product.replies = {"acknowledge": ShowCard(LIST, replace=True)}
    seen = await person.press(post, "Acknowledge")
    assert post.buttons == ["Acknowledge", "Reply", "Open"]
    (own,) = seen.ephemerals
    stand.product.replies = {"show": ShowCard(NEXT, replace=True)}
    await person.press(own, "Next")
    assert own.text_shown() == "That was all."
    assert len(person.ephemerals) == 1


async def test_a_card_for_everybody_can_be_asked_for_by_a_press(stand: Stand, post: Post) -> None:
    stand.product.reply = PostHere(ENTRY, ("Pinned.",))
    seen = await stand.slack.person("U0CON").press(post, "Reply")
    assert stand.slack.channel("C0WARD").last.buttons == ["New case"]
    assert seen.text_shown() == "Pinned."


async def test_a_press_in_a_modal_opens_the_next_on_top(stand: Stand, post: Post) -> None:
    person = stand.slack.person("U0CON")
    inner = Form(
        "details",
        "Details",
        (Buttons((Button("reply", "Reply", "17"),)),),
        keeps={"post": "17"},
    )
    stand.product.replies = {"acknowledge": OpenForm(inner), "reply": OpenForm(REPLY)}
    first = await person.press(post, "Acknowledge")
    assert first.modal is not None
    await first.modal.press("Reply")
    assert person.modal is not None
    assert person.modal.callback_id == "reply"
    act = stand.product.acts[-1]
    assert (act.name, act.post_id, act.keeps) == ("reply", 17, {"post": "17"})
    assert act.place == Place("slack", HOME, "C0WARD")


async def test_answers_inside_a_modal_stay_inside_it(stand: Stand, post: Post) -> None:
    person = stand.slack.person("U0CON")
    inner = Form("cases", "Cases", LIST.blocks)
    stand.product.replies = {"acknowledge": OpenForm(inner), "show": Tell(("Already closed.",))}
    await person.press(post, "Acknowledge")
    assert person.modal is not None
    await person.modal.press("Next")
    assert person.modal.text_shown() == "Already closed."
    await person.modal.close()
    stand.product.replies["show"] = ShowCard(NEXT, replace=True)
    await person.modal.press("Next")
    assert person.modal.text_shown() == "That was all."
    assert person.ephemerals == []


async def test_the_home_page_is_drawn_when_opened_and_redrawn_by_a_press(stand: Stand) -> None:
    person = stand.slack.person("U0REG")
    stand.product.replies = {"home": Home(LIST)}
    home = await person.opens_home()
    act = stand.product.act
    assert (act.kind, act.actor.user, act.actor.workspace) == (Kind.HOME, "U0REG", HOME)  # type: ignore[union-attr]
    assert act.once is not None
    assert act.once.startswith("slack:event:")
    assert home is not None
    assert "482-913" in home.text_shown()
    stand.product.replies = {"show": Home(NEXT)}
    await home.press("Next")
    assert person.home is not None
    assert person.home.text_shown() == "That was all."
    assert stand.product.acts[-1].place is None


async def test_a_refusal_on_the_home_page_comes_as_a_modal(stand: Stand) -> None:
    person = stand.slack.person("U0REG")
    stand.product.replies = {"home": Home(LIST), "show": Tell(("Already closed.",))}
    home = await person.opens_home()
    assert home is not None
    await home.press("Next")
    assert person.modal is not None
    assert person.modal.text_shown() == "Already closed."


async def test_a_press_that_no_words_can_answer_gets_slacks_own_sign(stand: Stand) -> None:
    person = stand.slack.person("U0REG")
    stand.product.replies = {"home": Home(LIST), "show": Tell(("Already closed.",))}
    home = await person.opens_home()
    assert home is not None
    stand.slack.faults.broken()
    assert "responded with an error" in await home.press("Next")
    stand.slack.faults.clear()
    assert await home.press("Next") == ""


async def test_a_home_page_that_slack_refuses_is_not_an_error_for_slack(stand: Stand) -> None:
    stand.product.replies = {"home": Home(LIST)}
    stand.slack.faults.broken("views.publish")
    assert await stand.slack.person("U0REG").opens_home() is None
    assert all(delivery.ok for delivery in stand.slack.events.sent)


async def test_done_says_what_there_is_to_say(stand: Stand, post: Post) -> None:
    stand.product.reply = Done(("It is yours.",))
    seen = await stand.slack.person("U0CON").press(post, "Acknowledge")
    assert seen.text_shown() == "It is yours."


async def test_a_home_page_that_fails_says_so_on_the_page(stand: Stand) -> None:
    stand.product.failure = RuntimeError("database gone")
    home = await stand.slack.person("U0REG").opens_home()
    assert home is not None
    assert "Something went wrong" in home.text_shown()
