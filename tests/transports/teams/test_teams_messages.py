"""What people write in Teams, as the product hears it and answers it."""

import pytest

from foxo_bot.cards.card import Card, Paragraph
from foxo_bot.delivery.transport import Parcel
from foxo_bot.handlers.interaction import Kind, OpenForm, Place, PlatformUser, ShowCard, Tell
from tests.transports.teams.stand import (
    CARD,
    CASE_FORM,
    CLEO,
    CLINIC,
    GP,
    GUEST,
    HOME,
    RADIOLOGY,
    REFERRALS,
    REGISTRAR,
    Stand,
)


async def test_a_typed_command_is_answered_with_a_button_that_opens_the_form(stand: Stand) -> None:
    stand.product.replies["command:case"] = OpenForm(CASE_FORM)
    rowan = stand.teams.person(REGISTRAR)
    await rowan.says("Case chest pain")
    await stand.settled()

    act = stand.product.act
    assert (act.kind, act.name, act.text) == (Kind.COMMAND, "case", "chest pain")
    assert act.actor == PlatformUser("teams", REGISTRAR, HOME, HOME, "Rowan Regis")
    seen = await rowan.press(rowan.chats[-1], "New case")
    assert seen.dialog is not None
    assert seen.dialog.title == "New case"
    assert (stand.product.act.name, stand.product.act.text) == ("case", "chest pain")


@pytest.mark.parametrize("typed", ["case 482-913", "case #482913"])
async def test_a_typed_number_is_answered_with_a_button_that_shows_the_case(
    stand: Stand, typed: str
) -> None:
    rowan = stand.teams.person(REGISTRAR)
    asked = await rowan.says(typed, channel=RADIOLOGY)
    await stand.settled()
    stand.product.reply = Tell(("It is shown.",))
    assert (await rowan.press(asked.thread[0], "Show case")).notice == "It is shown."
    assert (stand.product.act.name, f"case {stand.product.act.text}") == ("case", typed)


async def test_in_a_channel_nobody_else_reads_the_answer_to_a_private_command(stand: Stand) -> None:
    stand.product.replies["command:cases"] = ShowCard(Card("", (Paragraph(("Wrist of bed 4",)),)))
    cleo = stand.teams.person(CLEO)
    asked = await cleo.says("cases", channel=RADIOLOGY)
    await stand.settled()

    assert stand.product.acts == [], "nothing is looked up for a channel to read"
    (answer,) = asked.thread
    assert "Wrist" not in answer.text_shown()
    seen = await stand.teams.person(REGISTRAR).press(answer, "Show cases")
    assert "Wrist of bed 4" in seen.text_shown()
    assert stand.product.act.actor.user == REGISTRAR, "each presser gets their own list"


async def test_an_answer_that_teams_cannot_take_now_is_said_a_little_later(stand: Stand) -> None:
    rowan, faults = stand.teams.person(REGISTRAR), stand.teams.faults
    stand.product.replies["command:help"] = ShowCard(CARD)
    faults.rate_limited("activities.send", retry_after=0, times=1)
    faults.broken("activities.send", status=502, times=1)
    await rowan.says("help")
    await stand.settled()
    assert len(stand.teams.calls("activities.send")) == 3
    assert len(rowan.chats) == 1, "they read one answer"

    faults.error("ConversationBlockedByUser", "activities.send")
    await rowan.says("help")
    await stand.settled()
    assert len(stand.teams.calls("activities.send")) == 4, "what never passes is not tried again"


async def test_help_is_for_everybody(stand: Stand) -> None:
    stand.product.replies["command:help"] = ShowCard(CARD)
    asked = await stand.teams.person(CLEO).says("help", channel=RADIOLOGY)
    await stand.settled()
    assert asked.thread[0].buttons == ["Acknowledge", "Reply", "Send a case"]


async def test_a_reply_under_a_card_names_the_thread(stand: Stand) -> None:
    cleo = stand.teams.person(CLEO)
    root = await cleo.says("help", channel=RADIOLOGY)
    await cleo.says("case of bed 4: which wrist?", thread=root)
    act = stand.product.act
    assert (act.kind, act.name, act.text) == (
        Kind.MESSAGE,
        "thread_reply",
        "case of bed 4: which wrist?",
    )
    assert act.place == Place("teams", HOME, RADIOLOGY, thread=root.id, message=act.place.message)
    assert act.once


async def test_anything_else_in_the_chat_is_said_to_the_bot(stand: Stand) -> None:
    stand.product.reply = Tell(("Press New case.",))
    rowan = stand.teams.person(REGISTRAR)
    await rowan.says("hello?")
    await stand.settled()
    assert (stand.product.act.name, stand.product.act.text) == ("said_to_bot", "hello?")
    assert "Press New case." in rowan.chats[-1].text_shown()


async def test_one_activity_delivered_twice_has_one_name(stand: Stand) -> None:
    await stand.teams.person(REGISTRAR).says("hello?")
    again = stand.teams.courier.sent[-1].activity
    await stand.teams.courier.carry(again)
    first, second = stand.product.acts
    assert first.once == second.once
    await stand.teams.courier.carry(again | {"id": "another"})
    assert stand.product.act.once != first.once


async def test_people_of_another_tenant_and_guests_belong_elsewhere(stand: Stand) -> None:
    await stand.teams.person(GP).says("hello", channel=REFERRALS)
    actor = stand.product.act.actor
    assert (actor.workspace, actor.via) == (CLINIC, HOME)
    assert stand.product.act.place.shared

    await stand.teams.person(GUEST).says("hello", channel=RADIOLOGY)
    assert stand.product.act.actor.workspace is None
    assert stand.product.act.place.shared


async def test_who_cannot_be_looked_up_is_an_outsider(stand: Stand) -> None:
    stand.teams.faults.error("ServiceUnavailable", "members", times=1)
    await stand.teams.person(CLEO).says("hello", channel=RADIOLOGY)
    assert stand.product.act.actor.workspace is None
    await stand.teams.person(CLEO).says("hello again", channel=RADIOLOGY)
    assert stand.product.act.actor.workspace == HOME


async def test_a_look_up_tells_the_product_who_somebody_is_before_they_act(stand: Stand) -> None:
    await stand.teams.person(CLEO).says("hello", channel=RADIOLOGY)
    profile = stand.product.news[0].profile
    assert (profile.user, profile.email, profile.workspace) == (
        CLEO,
        "cleo@northside.example",
        HOME,
    )
    await stand.teams.person(CLEO).says("hello", channel=RADIOLOGY)
    assert len(stand.teams.calls("members")) == 1, "one look-up a day"


async def test_a_press_of_a_client_that_knows_no_execute_is_a_press(stand: Stand) -> None:
    await stand.transport.send(Parcel("1", RADIOLOGY, CARD, workspace=HOME))
    post = stand.teams.channel(RADIOLOGY).last
    stand.product.replies["action:acknowledge"] = Tell(("Cleo was first.",))
    await stand.teams.person(CLEO).press(post, "Acknowledge", old_client=True)
    await stand.settled()
    assert (stand.product.act.kind, stand.product.act.post_id) == (Kind.ACTION, 5)
    assert "Cleo was first." in post.thread[-1].text_shown()


async def test_a_press_that_needs_a_dialog_is_answered_with_a_button_that_opens_it(
    stand: Stand,
) -> None:
    """From a client that sends every button as a message."""
    await stand.transport.send(Parcel("1", RADIOLOGY, CARD, workspace=HOME))
    post = stand.teams.channel(RADIOLOGY).last
    stand.product.replies["action:reply"] = OpenForm(CASE_FORM)
    cleo = stand.teams.person(CLEO)
    await cleo.press(post, "Acknowledge", old_client=True)
    activity = stand.teams.courier.sent[-1].activity
    await stand.teams.courier.carry(
        activity | {"id": "f:reply", "value": {"verb": "reply", "post": "5"}}
    )
    await stand.settled()
    seen = await cleo.press(post.thread[-1], "Open it")
    assert seen.dialog is not None
    assert (stand.product.act.name, stand.product.act.post_id) == ("reply", 5)


async def test_what_the_bot_itself_said_is_not_heard(stand: Stand) -> None:
    await stand.teams.person(REGISTRAR).says("hello")
    said = stand.teams.courier.sent[-1].activity
    heard = len(stand.product.acts)
    answer = await stand.teams.courier.carry(said | {"from": {"id": stand.teams.world.app.bot_id}})
    assert answer.status == 200
    assert len(stand.product.acts) == heard
