"""Submitted forms: values, what becomes of the modal, and searchable fields."""

import json

from foxo_bot.cards.card import (
    Button,
    Buttons,
    Card,
    Choice,
    Field,
    Files,
    Form,
    Option,
    Paragraph,
    Select,
    TextInput,
)
from foxo_bot.handlers.interaction import (
    Done,
    FormErrors,
    Kind,
    OpenForm,
    Options,
    Place,
    PostHere,
    ShowCard,
    Tell,
)
from foxo_bot.sandbox.acting import Upload
from foxo_bot.sandbox.slack.people.screen import Modal
from tests.transports.slack.stand import HOME, Stand

TEAMS = (Option("1", "Radiology"), Option("2", "Surgery"))
CASE = Form(
    "case",
    "New case",
    (
        Field("teams", "Teams", Select(TEAMS, several=True)),
        Field("subject", "Subject", TextInput()),
        Field("details", "Details", TextInput(many_lines=True), optional=True),
        Field("patient", "Patient", Select(ask=True), optional=True),
        Field("triage", "Triage", Choice((Option("normal", "Normal"), Option("high", "High")))),
        Field("files", "Files", Files(3), optional=True),
    ),
    submit="Send",
    keeps={"draft": "9"},
)


async def opened(stand: Stand, form: Form = CASE, channel: str = "C0WARD") -> Modal:
    stand.product.replies["form"] = OpenForm(form)
    seen = await stand.slack.person("U0REG").types("/foxo form", channel=channel)
    assert seen.modal is not None
    stand.product.acts.clear()
    return seen.modal


def filled(modal: Modal) -> Modal:
    return modal.fill(
        teams=["Radiology", "Surgery"], subject="Chest pain <60 & pale", triage="High"
    )


async def test_everything_that_was_filled_in_arrives_by_field(stand: Stand) -> None:
    modal = filled(await opened(stand))
    modal.fill(files=[Upload("ecg.pdf", b"%PDF", "application/pdf")])
    await modal.submit()
    act = stand.product.act
    assert (act.kind, act.name) == (Kind.FORM, "case")
    assert act.values["teams"] == ("1", "2")
    assert act.values["subject"] == "Chest pain <60 & pale"
    assert act.values["triage"] == "high"
    (file,) = act.values["files"] or ()
    assert (file.name, file.media_type, file.size) == ("ecg.pdf", "application/pdf", 4)  # type: ignore[union-attr]
    assert file.url.startswith(stand.slack.url)  # type: ignore[union-attr]
    assert act.keeps == {"draft": "9"}
    assert act.once == f"slack:view:{modal.view.id}"


async def test_what_was_left_empty_is_empty(stand: Stand) -> None:
    await filled(await opened(stand)).submit()
    values = stand.product.act.values
    assert (values["details"], values["patient"], values["files"]) == ("", "", ())


async def test_a_form_knows_where_it_was_opened_and_answers_there(stand: Stand) -> None:
    person = stand.slack.person("U0REG")
    modal = filled(await opened(stand))
    stand.product.reply = Done(("Case 482-913 is with Radiology.",))
    await modal.submit()
    await stand.settled()
    assert stand.product.act.place == Place("slack", HOME, "C0WARD")
    assert person.modal is None
    assert person.ephemerals[-1].text_shown() == "Case 482-913 is with Radiology."
    assert person.ephemerals[-1].channel_id == "C0WARD"


async def test_a_form_opened_nowhere_is_answered_directly(stand: Stand) -> None:
    person = stand.slack.person("U0REG")
    stand.product.replies["case"] = OpenForm(CASE)
    await person.uses_shortcut("foxo_new_case")
    assert person.modal is not None
    stand.product.acts.clear()
    stand.product.replies = {"case": Done(("Case 482-913 is with Radiology.",))}
    await filled(person.modal).submit()
    await stand.settled()
    assert stand.product.act.place is None
    assert person.dms[-1].text_shown() == "Case 482-913 is with Radiology."
    assert "482" not in person.dms[-1].preview


async def test_a_quiet_done_closes_every_modal_and_says_nothing(stand: Stand) -> None:
    person = stand.slack.person("U0REG")
    await filled(await opened(stand)).submit()
    await stand.settled()
    assert person.modal is None
    assert person.ephemerals + person.dms == []


async def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(stand: Stand) -> None:
    modal = filled(await opened(stand))
    stand.product.reply = FormErrors({"subject": "Shorter, please.", "gone": "No such field."})
    assert await modal.submit() == ""
    assert modal.errors == {"subject": "Shorter, please.", "teams": "No such field."}
    assert modal.block("subject").value == "Chest pain <60 & pale"


async def test_errors_of_a_form_without_fields_are_shown_in_its_place(stand: Stand) -> None:
    sure = Form("sure", "Sure?", (Paragraph(("Close it?",)),), submit="Close")
    modal = await opened(stand, sure)
    stand.product.reply = FormErrors({"x": "It is closed already."})
    assert await modal.submit() == ""
    person = stand.slack.person("U0REG")
    assert person.modal is not None
    assert person.modal.text_shown() == "It is closed already."


async def test_a_refusal_takes_the_place_of_the_form(stand: Stand) -> None:
    modal = filled(await opened(stand))
    stand.product.reply = Tell(("Radiology does not accept cases from outside.",))
    await modal.submit()
    shown = stand.slack.person("U0REG").modal
    assert shown is not None
    assert shown.text_shown() == "Radiology does not accept cases from outside."


async def test_a_card_takes_the_place_of_the_form(stand: Stand) -> None:
    modal = filled(await opened(stand))
    stand.product.reply = ShowCard(Card("", (Buttons((Button("more", "More", "1"),)),)))
    await modal.submit()
    shown = stand.slack.person("U0REG").modal
    assert shown is not None
    await shown.press("More")
    assert stand.product.acts[-1].name == "more"


async def test_a_form_after_a_form_lies_on_top_and_remembers_the_place(stand: Stand) -> None:
    modal = filled(await opened(stand))
    nxt = Form("sure", "Sure?", (Paragraph(("Send twice?",)),), submit="Send", keeps={"a": "b"})
    stand.product.reply = OpenForm(nxt)
    await modal.submit()
    top = stand.slack.person("U0REG").modal
    assert top is not None
    assert top.callback_id == "sure"
    stand.product.reply = Done()
    await top.submit()
    assert stand.product.acts[-1].place == Place("slack", HOME, "C0WARD")
    assert stand.product.acts[-1].keeps == {"a": "b"}


async def test_a_fault_inside_keeps_the_form_open_with_all_that_was_typed(stand: Stand) -> None:
    modal = filled(await opened(stand))
    stand.product.failure = RuntimeError("database gone")
    assert await modal.submit() == ""
    assert "was not saved" in modal.errors["teams"]
    assert modal.is_open


async def test_a_searchable_field_gets_options(stand: Stand) -> None:
    modal = await opened(stand)
    stand.product.reply = Options((Option("p1", "Example, Pat", "1950-01-01"),))
    offered = await modal.suggest("patient", "exa")
    act = stand.product.act
    assert (act.kind, act.name, act.text, act.keeps) == (
        Kind.OPTIONS,
        "patient",
        "exa",
        {"draft": "9"},
    )
    assert "Example, Pat" in str(offered)


async def test_a_card_for_everybody_is_posted_where_the_form_was_opened(stand: Stand) -> None:
    modal = filled(await opened(stand))
    person = stand.slack.person("U0REG")
    stand.product.reply = PostHere(Card("Hand over here.", (Paragraph(("Press.",)),)))
    await modal.submit()
    assert stand.slack.channel("C0WARD").last.text_shown() == "Press."
    assert person.modal is None


async def test_a_search_that_fails_offers_nothing(stand: Stand) -> None:
    modal = await opened(stand)
    stand.product.failure = RuntimeError("database gone")
    assert await modal.suggest("patient", "exa") == []


async def test_the_place_is_kept_beside_what_the_form_keeps(stand: Stand) -> None:
    modal = await opened(stand)
    kept = json.loads(modal.view.body["private_metadata"])
    assert kept == {"draft": "9", "slack:place": "C0WARD"}
