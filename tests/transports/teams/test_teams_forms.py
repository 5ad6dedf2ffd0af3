"""Dialogs: what is typed arrives, and what is refused comes back with nothing lost."""

import json

import pytest

from foxo_bot.cards.card import Card, Form, Option, Paragraph
from foxo_bot.handlers.interaction import (
    Done,
    FormErrors,
    Interaction,
    Kind,
    OpenForm,
    Options,
    PlatformUser,
    Reply,
    ShowCard,
)
from foxo_bot.sandbox.acting import CannotDoError
from foxo_bot.sandbox.teams.people.dialog import Dialog
from tests.transports.teams.stand import CARD, CASE_FORM, CLEO, HOME, RADIOLOGY, REGISTRAR, Stand

LINES = "BP 90/60\n**lactate** 4 _falling_ [x](y)"


async def form_of(stand: Stand, user: str = REGISTRAR) -> Dialog:
    stand.product.replies["command:case"] = OpenForm(CASE_FORM)
    seen = await stand.teams.person(user).opens(channel=RADIOLOGY)
    assert seen.dialog is not None, seen.text_shown()
    return seen.dialog


def fill(dialog: Dialog) -> Dialog:
    return dialog.fill(teams=["Radiology", "ED"], subject="Wrist", details=LINES)


async def test_every_field_arrives_as_it_was_typed(stand: Stand) -> None:
    dialog = await form_of(stand)
    await fill(dialog).submit()
    act = stand.product.act
    assert (act.kind, act.name) == (Kind.FORM, "case")
    assert act.values["teams"] == ("1", "2")
    assert act.values["subject"] == "Wrist"
    assert act.values["details"] == LINES
    assert act.keeps == {"draft": "7"}
    assert act.place.address == RADIOLOGY
    assert stand.teams.person(REGISTRAR).dialog is None, "the dialog has closed"


async def test_one_choice_of_several_is_a_choice_of_several(stand: Stand) -> None:
    dialog = await form_of(stand)
    await dialog.fill(teams=["ED"], subject="Wrist", details="x").submit()
    assert stand.product.act.values["teams"] == ("2",)


async def test_what_is_said_at_the_end_is_shown_where_the_dialog_was(stand: Stand) -> None:
    dialog = await form_of(stand)
    stand.product.replies["form:case"] = Done(("Case 482-913 was sent.",))
    assert (await fill(dialog).submit()).notice == "Case 482-913 was sent."


async def test_errors_come_back_at_their_fields_with_everything_typed(stand: Stand) -> None:
    dialog = await form_of(stand)
    stand.product.replies["form:case"] = FormErrors({"subject": "Say it shorter."})
    await fill(dialog).submit()
    again = stand.teams.person(REGISTRAR).dialog
    assert again is not None
    assert again.errors == {"subject": "Say it shorter."}
    assert again.field("teams").value == ["Radiology", "ED"]
    assert again.field("subject").value == "Wrist"
    assert again.field("details").value == LINES


async def test_a_patient_found_by_typing_keeps_their_name_through_an_error(stand: Stand) -> None:
    dialog = await form_of(stand)
    stand.product.replies["options:patient"] = Options((Option("17", "Pat Example"),))
    assert await dialog.suggest("patient", "pat") == ["Pat Example"]
    assert (stand.product.act.kind, stand.product.act.text) == (Kind.OPTIONS, "pat")
    stand.product.replies["form:case"] = FormErrors({"subject": "Say it shorter."})
    await fill(dialog).fill(patient="Pat Example").submit()
    again = stand.teams.person(REGISTRAR).dialog
    assert again is not None
    assert again.field("patient").value == "Pat Example"


async def test_a_dialog_sent_twice_has_one_name_and_another_dialog_has_another(
    stand: Stand,
) -> None:
    first = await form_of(stand)
    stand.product.replies["form:case"] = FormErrors({"subject": "Say it shorter."})
    await fill(first).submit()
    again = stand.teams.person(REGISTRAR).dialog
    assert again is not None
    await again.submit()
    other = await form_of(stand, CLEO)
    await fill(other).submit()
    one, two, three = (act.once for act in stand.product.acts if act.kind is Kind.FORM)
    assert one == two
    assert three != one


async def test_a_question_before_sending_stands_over_the_form_with_everything_typed(
    stand: Stand,
) -> None:
    dialog = await form_of(stand)
    asked = Form(
        id="unreachable",
        title="Nobody reachable",
        submit="Send anyway",
        content=(Paragraph(("Radiology: nobody can be reached by SMS.",)),),
        keeps={"draft": "abc"},
    )
    stand.product.replies["form:case"] = OpenForm(asked)
    await fill(dialog).submit()
    again = stand.teams.person(REGISTRAR).dialog
    assert again is not None
    assert "nobody can be reached by SMS" in again.text_shown()
    assert again.buttons == ["Send", "Send anyway"]
    assert again.field("details").value == LINES
    await again.press("Send anyway")
    assert (stand.product.act.name, stand.product.act.keeps) == ("unreachable", {"draft": "abc"})


async def test_a_failure_leaves_the_form_open_with_everything_typed(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = await form_of(stand)
    usual = stand.product.dispatch

    async def fails(act: Interaction) -> Reply:
        if act.kind is Kind.FORM:
            raise RuntimeError("disk")
        return await usual(act)

    monkeypatch.setattr(stand.product, "dispatch", fails)
    await fill(dialog).submit()
    again = stand.teams.person(REGISTRAR).dialog
    assert again is not None
    assert "Reference" in again.text_shown()
    assert again.field("details").value == LINES


async def test_where_nothing_works_teams_itself_keeps_the_form(stand: Stand) -> None:
    dialog = await form_of(stand)
    stand.product.failure = RuntimeError("disk")
    outcome = await fill(dialog).submit()
    assert "Unable to reach app" in outcome.warning
    assert dialog.is_open
    assert dialog.field("details").value == LINES


async def test_new_cases_fields_alone_are_its_form(stand: Stand) -> None:
    """As a client sends them that fills in no form of ours."""
    stand.product.replies["command:case"] = OpenForm(CASE_FORM)
    stand.product.replies["form:case"] = FormErrors({"subject": "Say it shorter."})
    await stand.teams.person(REGISTRAR).opens()
    activity = stand.teams.courier.sent[-1].activity | {"name": "composeExtension/submitAction"}
    fields = {"teams": "1,2", "subject": "A long one", "details": LINES, "triage": "urgent"}
    value = {"commandId": "newCase", "data": fields}
    answer = await stand.teams.courier.carry(activity | {"value": value})
    sent = next(act for act in stand.product.acts if act.kind is Kind.FORM)
    assert (sent.name, sent.values["teams"], sent.values["details"]) == ("case", ("1", "2"), LINES)
    standing = json.dumps(answer.json()["task"]["value"]["card"])
    assert "Say it shorter." in standing
    assert "A long one" in standing


async def test_from_a_message_its_words_and_link_come_along(stand: Stand) -> None:
    stand.product.replies["command:case_from_message"] = OpenForm(CASE_FORM)
    written = await stand.teams.person(CLEO).says(
        "Bed 4 & 5 look <pale>", channel=RADIOLOGY, mention=False
    )
    await stand.teams.person(REGISTRAR).opens(on=written)
    act = stand.product.act
    assert (act.name, act.text) == ("case_from_message", "Bed 4 & 5 look <pale>")
    assert act.value.startswith("https://teams.microsoft.com/l/message/")


async def test_a_list_in_a_dialog_turns_its_pages_there(stand: Stand) -> None:
    stand.product.replies["command:case"] = ShowCard(CARD)
    seen = await stand.teams.person(REGISTRAR).opens(channel=RADIOLOGY)
    assert seen.dialog is not None
    stand.product.replies["action:acknowledge"] = ShowCard(Card("", (Paragraph(("Page two",)),)))
    await seen.dialog.press("Acknowledge")
    now = stand.teams.person(REGISTRAR).dialog
    assert now is not None
    assert "Page two" in now.text_shown()


async def test_a_dialog_that_a_client_made_up_opens_nothing_again(stand: Stand) -> None:
    dialog = await form_of(stand)
    await fill(dialog).submit()
    activity = stand.teams.courier.sent[-1].activity
    stand.product.replies["form:case"] = FormErrors({"subject": "Say it shorter."})
    made_up = ['["x", "form", "case", ""]', "[]", "7", '["x", "action"]', '["x", "no", "y", ""]']
    for kept in made_up:
        data = {"form": "case", "keeps": {"teams:dialog": kept}}
        answer = await stand.teams.courier.carry(activity | {"value": {"data": data}})
        assert answer.json()["task"] == {"type": "message", "value": "Say it shorter."}, kept


async def test_who_uses_the_extension_where_the_bot_is_not_is_still_known(stand: Stand) -> None:
    world = stand.teams.world
    world.team("19:tea@thread.tacv2", HOME, "Tea", members=(REGISTRAR, CLEO), has_app=False)
    await stand.teams.admin.installs_for(REGISTRAR)
    stand.product.replies["command:case"] = OpenForm(CASE_FORM)
    await stand.teams.person(REGISTRAR).opens(channel="19:tea@thread.tacv2")
    assert stand.product.act.actor == PlatformUser("teams", REGISTRAR, HOME, HOME, "Rowan Regis")
    with pytest.raises(CannotDoError):
        await stand.teams.person(CLEO).opens(channel="19:tea@thread.tacv2")
