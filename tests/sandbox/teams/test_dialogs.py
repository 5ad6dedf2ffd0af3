"""Dialogs open, are filled in and answered as in Teams."""

from typing import Any

import pytest

from foxo_bot.sandbox.acting import CannotDoError
from foxo_bot.sandbox.teams.people.dialog import Dialog
from foxo_bot.sandbox.teams.server import Teams
from tests.sandbox.bot import Bot
from tests.sandbox.teams.calling import ADAPTIVE, RAD, REF, Caller, card, execute, opener, text

Json = dict[str, Any]


def box(name: str, **more: Any) -> Json:
    return {"type": "Input.Text", "id": name, "label": name.title(), **more}


def choice(name: str, *titles: str, **more: Any) -> Json:
    choices = [{"title": title, "value": title.lower()} for title in titles]
    return {"type": "Input.ChoiceSet", "id": name, "choices": choices, **more}


ASKS = choice("patient", **{"choices.data": {"type": "Data.Query", "dataset": "patient"}})
SEND = {"type": "Action.Submit", "title": "Send", "data": {"form": "case", "keeps": {}}}
FORM = (
    text("New case"),
    box("subject", isRequired=True, errorMessage="Needed.", maxLength=20),
    box("note"),
    choice("teams", "Radiology", "Cardiology", isMultiSelect=True),
    ASKS,
)


def continued(*body: Json, actions: list[Json] | None = None, title: str = "Case") -> Json:
    found = card(*body, actions=actions)["attachments"][0]
    value = {"title": title, "width": "medium", "height": "medium", "card": found}
    return {"task": {"type": "continue", "value": value}}


@pytest.fixture
async def dialog(teams: Teams, call: Caller, bot: Bot) -> Dialog:
    await call.in_channel(RAD, card(text("x"), actions=[opener("new_case", "New case")]))
    bot.answers = [continued(*FORM, actions=[SEND])]
    seen = await teams.person("29:reg").press(teams.channel(RAD).last, "New case")
    assert seen.dialog is not None
    return seen.dialog


async def test_a_press_opens_a_dialog(dialog: Dialog, bot: Bot) -> None:
    sent = bot.last.payload
    assert sent["name"] == "task/fetch"
    assert sent["value"]["data"]["verb"] == "new_case"
    assert dialog.title == "Case"
    assert dialog.text_shown().startswith("New case\nSubject")
    assert dialog.buttons == ["Send"]


async def test_what_is_filled_in_is_sent_beside_the_button_s_data(dialog: Dialog, bot: Bot) -> None:
    dialog.fill(subject="Chest pain", teams=["Radiology", "Cardiology"])
    await dialog.submit()
    sent = bot.last.payload
    assert sent["name"] == "task/submit"
    assert sent["value"]["data"] == {
        "form": "case",
        "keeps": {},
        "subject": "Chest pain",
        "note": "",
        "teams": "radiology,cardiology",
    }
    assert not dialog.is_open


async def test_the_client_checks_what_is_needed_before_it_sends(dialog: Dialog, bot: Bot) -> None:
    before = len(bot.received)
    await dialog.submit()
    assert dialog.errors == {"subject": "Needed."}
    assert len(bot.received) == before
    with pytest.raises(CannotDoError):
        dialog.fill(subject="x" * 21)
    dialog.fill(subject="x")
    assert dialog.errors == {}


async def test_a_dialog_can_be_answered_with_another(dialog: Dialog, bot: Bot) -> None:
    wrong = {"type": "TextRun", "text": "Too vague.", "color": "Attention"}
    note = {"type": "RichTextBlock", "inlines": [wrong]}
    again = (box("subject", value="Pain"), note, box("note", value="kept"))
    bot.answers = [continued(*again, actions=[SEND], title="Again")]
    dialog.fill(subject="Pain", note="kept")
    await dialog.submit()
    assert dialog.is_open
    assert dialog.title == "Again"
    assert dialog.errors == {"subject": "Too vague."}
    assert dialog.field("note").value == "kept"


async def test_a_dialog_can_end_with_words(teams: Teams, dialog: Dialog, bot: Bot) -> None:
    bot.answers = [{"task": {"type": "message", "value": "Case 1 was sent"}}]
    outcome = await dialog.fill(subject="x").submit()
    assert outcome.notice == "Case 1 was sent"
    assert teams.person("29:reg").dialog is None


async def test_a_searchable_field_offers_what_the_app_answers(dialog: Dialog, bot: Bot) -> None:
    found = {"results": [{"title": "SPECIMEN, Robin", "value": "4"}]}
    kind = "application/vnd.microsoft.search.searchResponse"
    bot.answers = [{"statusCode": 200, "type": kind, "value": found}]
    assert await dialog.suggest("patient", "rob") == ["SPECIMEN, Robin"]
    asked = bot.last.payload["value"]
    assert (asked["queryText"], asked["dataset"]) == ("rob", "patient")
    await dialog.fill(subject="x", patient="SPECIMEN, Robin").submit()
    assert bot.last.payload["value"]["data"]["patient"] == "4"


async def test_a_search_answered_badly_offers_nothing(
    teams: Teams, dialog: Dialog, bot: Bot
) -> None:
    bot.answers = [{"results": []}]
    assert await dialog.suggest("patient", "rob") == []
    assert teams.person("29:reg").warnings
    with pytest.raises(CannotDoError):
        await dialog.suggest("teams", "rad")


async def test_only_what_is_offered_can_be_chosen(dialog: Dialog) -> None:
    with pytest.raises(CannotDoError):
        dialog.fill(teams=["Surgery"])
    with pytest.raises(CannotDoError):
        dialog.fill(nothing="x")


async def test_a_button_that_takes_no_inputs_checks_none(
    teams: Teams, call: Caller, bot: Bot
) -> None:
    button = {"type": "Action.Submit", "title": "Reply", "associatedInputs": "none"}
    row = {"type": "ActionSet", "actions": [{**button, "data": {"verb": "reply", "post": "1"}}]}
    await call.in_channel(RAD, card(text("x"), actions=[opener("details", "Details")]))
    bot.answers = [continued(box("subject", isRequired=True), row)]
    seen = await teams.person("29:con").press(teams.channel(RAD).last, "Details")
    assert seen.dialog is not None
    await seen.dialog.press("Reply")
    assert bot.last.payload["value"]["data"] == {"verb": "reply", "post": "1"}


@pytest.mark.parametrize(
    "bad",
    [
        None,
        {"task": {"type": "continue", "value": {}}},
        continued(text("x"), actions=[execute("a", "A")]),
        continued(text("x"), title=""),
    ],
)
async def test_a_dialog_that_teams_cannot_show_is_a_warning(
    teams: Teams, call: Caller, bot: Bot, bad: object
) -> None:
    await call.in_channel(RAD, card(text("x"), actions=[opener("new_case", "New case")]))
    bot.answers = [bad]
    seen = await teams.person("29:reg").press(teams.channel(RAD).last, "New case")
    assert (seen.warning != "", seen.dialog) == (True, None)


async def test_the_x_closes_without_a_word(dialog: Dialog, bot: Bot) -> None:
    before = len(bot.received)
    dialog.close()
    assert len(bot.received) == before
    with pytest.raises(CannotDoError):
        await dialog.submit()


async def test_the_message_extension_opens_from_the_compose_box(teams: Teams, bot: Bot) -> None:
    bot.answers = [continued(*FORM, actions=[SEND])]
    seen = await teams.person("29:reg").opens("newCase", channel=RAD)
    sent = bot.last.payload
    assert sent["name"] == "composeExtension/fetchTask"
    assert (sent["value"]["commandId"], sent["value"]["commandContext"]) == ("newCase", "compose")
    assert seen.dialog is not None
    await seen.dialog.fill(subject="x").submit()
    sent = bot.last.payload
    assert (sent["name"], sent["value"]["commandId"]) == (
        "composeExtension/submitAction",
        "newCase",
    )


async def test_the_message_extension_brings_the_message_it_is_used_on(
    teams: Teams, bot: Bot
) -> None:
    said = await teams.person("29:con").says("BP <90/60>", channel=RAD, mention=False)
    bot.answers = [continued(*FORM, actions=[SEND])]
    await teams.person("29:reg").opens("newCase", on=said)
    value = bot.last.payload["value"]
    payload = value["messagePayload"]
    assert value["commandContext"] == "message"
    assert payload["body"]["content"] == "<div>BP &lt;90/60&gt;</div>"
    assert said.id in payload["linkToMessage"]
    assert payload["from"]["user"]["displayName"] == "Cleo Concierge"


async def test_message_extensions_are_not_everywhere(teams: Teams, bot: Bot) -> None:
    with pytest.raises(CannotDoError):
        await teams.person("29:gp").opens("newCase", channel=REF)
    with pytest.raises(CannotDoError):
        await teams.person("29:reg").opens("other", channel=RAD)
    assert bot.received == []


def test_the_kind_of_card_is_the_platform_s() -> None:
    assert continued(text("x"))["task"]["value"]["card"]["contentType"] == ADAPTIVE
