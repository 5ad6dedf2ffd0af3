"""Typed commands and shortcuts, and every kind of answer to them."""

import pytest

from foxo_bot.cards.card import Button, Buttons, Card, Field, Form, Paragraph, TextInput
from foxo_bot.handlers.interaction import (
    Done,
    FormErrors,
    Home,
    Kind,
    OpenForm,
    Place,
    PlatformUser,
    PostHere,
    ShowCard,
    Tell,
)
from foxo_bot.handlers.news import ProfileSeen
from foxo_bot.sandbox.slack.server import Slack
from tests.transports.slack.stand import HOME, Stand, quick, standing

CASE = Form("case", "New case", (Field("subject", "Subject", TextInput()),), submit="Send")
ENTRY = Card("Hand over here.", (Buttons((Button("new_case", "New case"),)),))
LIST = Card("Your cases.", (Paragraph(("You hold two cases.",)),))


async def test_a_typed_command_is_an_act_of_that_person_at_that_place(stand: Stand) -> None:
    await stand.slack.person("U0REG").types("/foxo Case chest pain & <60", channel="C0WARD")
    act = stand.product.act
    assert (act.kind, act.name, act.text) == (Kind.COMMAND, "case", "chest pain & <60")
    assert act.actor == PlatformUser("slack", "U0REG", HOME, HOME, "rowan.regis")
    assert act.place == Place("slack", HOME, "C0WARD")
    assert act.once is None
    assert act.now == stand.slack.clock.now()


async def test_the_bare_command_asks_for_help(stand: Stand) -> None:
    await stand.slack.person("U0REG").types("/foxo", channel="C0WARD")
    assert stand.product.act.name == "help"


async def test_a_short_answer_is_shown_to_the_person_alone(stand: Stand) -> None:
    stand.product.reply = Tell(("You have no cases.",))
    seen = await stand.slack.person("U0REG").types("/foxo cases", channel="C0WARD")
    assert seen.text_shown() == "You have no cases."
    assert stand.slack.calls("chat.postEphemeral") == []


async def test_a_card_is_shown_to_the_person_alone(stand: Stand) -> None:
    stand.product.reply = ShowCard(LIST)
    seen = await stand.slack.person("U0REG").types("/foxo cases", channel="C0WARD")
    assert [post.text_shown() for post in seen.ephemerals] == ["You hold two cases."]


async def test_nothing_to_say_says_nothing(stand: Stand) -> None:
    stand.product.reply = Done()
    seen = await stand.slack.person("U0REG").types("/foxo team", channel="C0WARD")
    assert seen.text_shown() == ""


async def test_replies_meant_for_other_places_are_still_said(stand: Stand) -> None:
    person = stand.slack.person("U0REG")
    stand.product.reply = FormErrors({"subject": "Say what it is about."})
    told = await person.types("/foxo case", channel="C0WARD")
    assert told.text_shown() == "Say what it is about."
    stand.product.reply = Home(LIST)
    shown = await person.types("/foxo home", channel="C0WARD")
    assert shown.text_shown() == "You hold two cases."


async def test_a_form_opens_and_the_person_is_looked_up_meanwhile(stand: Stand) -> None:
    stand.product.reply = OpenForm(CASE)
    person = stand.slack.person("U0REG")
    seen = await person.types("/foxo case", channel="C0WARD")
    assert seen.modal is not None
    assert seen.modal.callback_id == "case"
    await stand.settled()
    (profile,) = [news.profile for news in stand.product.heard(ProfileSeen)]
    assert (profile.name, profile.email) == ("Rowan Regis", "rowan@northside.example")
    assert (profile.workspace, profile.via, profile.active) == (HOME, HOME, True)
    await person.types("/foxo case", channel="C0WARD")
    await stand.settled()
    assert len(stand.slack.calls("users.info")) == 1


async def test_a_form_that_slack_will_not_open_any_more_is_explained(stand: Stand) -> None:
    stand.product.reply = OpenForm(CASE)
    for code in ("expired_trigger_id", "trigger_exchanged"):
        stand.slack.faults.error(code, "views.open", times=1)
        seen = await stand.slack.person("U0REG").types("/foxo case", channel="C0WARD")
        assert "took too long" in seen.text_shown()
    stand.slack.faults.broken("views.open", times=1)
    seen = await stand.slack.person("U0REG").types("/foxo case", channel="C0WARD")
    assert "did not open the form" in seen.text_shown()


async def test_slack_is_answered_in_time_though_its_own_form_is_slow(slack: Slack) -> None:
    async with standing(slack, timing=quick(answer=0.05, request=0.3)) as stand:
        slack.faults.hangs("views.open")
        stand.product.reply = OpenForm(CASE)
        seen = await slack.person("U0REG").types("/foxo case", channel="C0WARD")
        assert seen.warning == ""
        await stand.transport.settled()
        told = {post.text_shown() for post in slack.person("U0REG").ephemerals}
        assert told == {"Slack did not open the form. Please try again; phone if it is urgent."}


async def test_an_entry_card_is_posted_and_pinned_where_it_was_asked_for(stand: Stand) -> None:
    stand.product.reply = PostHere(ENTRY, ("Pinned for everybody.",))
    seen = await stand.slack.person("U0REG").types("/foxo team", channel="C0WARD")
    (post,) = stand.slack.channel("C0WARD").posts
    assert post.buttons == ["New case"]
    assert post.pinned
    assert seen.text_shown() == "Pinned for everybody."


async def test_an_entry_card_stands_though_it_could_not_be_pinned(stand: Stand) -> None:
    stand.product.reply = PostHere(ENTRY)
    stand.slack.faults.error("missing_scope", "pins.add")
    seen = await stand.slack.person("U0REG").types("/foxo team", channel="C0WARD")
    assert len(stand.slack.channel("C0WARD").posts) == 1
    assert seen.text_shown() == ""


async def test_where_the_bot_is_not_it_asks_to_be_invited(stand: Stand) -> None:
    stand.product.reply = PostHere(ENTRY)
    seen = await stand.slack.person("U0REG").types("/foxo team", channel="C0OTHER")
    assert "/invite @Foxo Bot" in seen.text_shown()


async def test_an_entry_card_that_slack_could_not_take_now_is_asked_for_again(stand: Stand) -> None:
    stand.product.reply = PostHere(ENTRY)
    stand.slack.faults.broken("chat.postMessage", times=1)
    seen = await stand.slack.person("U0REG").types("/foxo team", channel="C0WARD")
    assert "try again in a minute" in seen.text_shown()


async def test_the_global_shortcut_asks_for_a_case(stand: Stand) -> None:
    stand.product.reply = OpenForm(CASE)
    seen = await stand.slack.person("U0REG").uses_shortcut("foxo_new_case")
    act = stand.product.act
    assert (act.kind, act.name, act.place) == (Kind.COMMAND, "case", None)
    assert act.actor == PlatformUser("slack", "U0REG", HOME, HOME, "rowan.regis")
    assert seen.modal is not None


async def test_the_global_shortcut_can_only_answer_with_a_modal(stand: Stand) -> None:
    stand.product.reply = Tell(("Foxo Bot does not know this workspace yet.",))
    seen = await stand.slack.person("U0REG").uses_shortcut("foxo_new_case")
    assert "does not know this workspace" in seen.text_shown()
    stand.product.reply = PostHere(ENTRY)
    seen = await stand.slack.person("U0REG").uses_shortcut("foxo_new_case")
    assert "works in a channel" in seen.text_shown()


async def test_a_message_becomes_a_case_with_its_words_and_address(stand: Stand) -> None:
    person = stand.slack.person("U0REG")
    await person.types("Please see <b> & call <@U0CON>", channel="C0WARD")
    post = stand.slack.channel("C0WARD").last
    stand.product.acts.clear()
    stand.product.reply = OpenForm(CASE)
    seen = await person.uses_shortcut("foxo_case_from_message", on=post)
    act = stand.product.act
    assert (act.kind, act.name) == (Kind.COMMAND, "case_from_message")
    assert act.text.startswith("Please see <b> & call ")
    assert act.value == f"https://northside.slack.com/archives/C0WARD/p{post.ts.replace('.', '')}"
    assert act.place is not None
    assert (act.place.address, act.place.message) == ("C0WARD", post.ts)
    assert seen.modal is not None


async def test_what_goes_wrong_inside_is_told_with_a_reference_only(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    stand.product.failure = RuntimeError("Mrs Example, born 1950")
    seen = await stand.slack.person("U0REG").types("/foxo case secret words", channel="C0WARD")
    assert "was not saved" in seen.text_shown()
    logged = " ".join(str(vars(record)) for record in caplog.records)
    assert "RuntimeError" in logged
    assert "Example" not in logged
    assert "secret words" not in logged
