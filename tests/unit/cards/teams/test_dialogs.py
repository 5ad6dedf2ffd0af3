"""Forms as Teams dialogs: their fields, what comes back, and what is kept when it is wrong."""

import pytest

from foxo_bot.cards import teams
from foxo_bot.cards.card import (
    Button,
    Buttons,
    Choice,
    Field,
    Files,
    Form,
    Option,
    Paragraph,
    Select,
    TextInput,
)
from foxo_bot.cards.examples import examples
from foxo_bot.cards.forms import case_form
from foxo_bot.model import Triage
from tests.unit.cards.teams.reading import inputs, said

WORDS = {Triage.URGENT: "SMS at 5 min", Triage.HIGH: "Email at 10 min", Triage.NORMAL: "Email"}
TEAMS = [Option(str(n), f"Team {n}") for n in range(1, 4)]
PATIENT = Option("4", "SPECIMEN, Robin", "28 Feb 1961")


def drawn(*content: Field, **more: object) -> dict[str, dict[str, object]]:
    return inputs(teams.form_content(Form("f", "F", content, submit="Go"), **more))  # type: ignore[arg-type]


def test_the_case_form_has_the_fields_that_the_contract_names() -> None:
    content = teams.form_content(case_form(teams=TEAMS, policies=WORDS))
    assert list(inputs(content)) == ["teams", "subject", "details", "patient", "triage"]
    assert "Files: a Teams form takes none." in said(content)


def test_what_comes_back_names_the_form_and_what_it_kept() -> None:
    form = Form("reply", "Reply", (), submit="Send", keeps={"post": "31"})
    (submit,) = teams.form_content(form, data={"more": "x"})["actions"]
    assert submit["type"] == "Action.Submit"
    assert submit["data"] == {"form": "reply", "keeps": {"post": "31"}, "more": "x"}


def test_a_dialog_without_submit_has_none() -> None:
    dialog = teams.dialog(Form("details", "Case", (Paragraph(("x",)),)))
    assert dialog["title"] == "Case"
    assert "actions" not in dialog["card"]["content"]


def test_a_button_in_a_dialog_submits_without_the_fields() -> None:
    row = Buttons((Button("reply", "Reply", "31"), Button("acknowledge", "Acknowledge", "31")))
    (found,) = teams.form_content(Form("details", "Case", (row,)))["body"]
    assert [action["type"] for action in found["actions"]] == ["Action.Submit"] * 2
    assert {action["associatedInputs"] for action in found["actions"]} == {"none"}
    assert found["actions"][0]["data"] == {"verb": "reply", "post": "31"}


def test_a_field_is_wrong_in_sight_and_keeps_what_was_typed() -> None:
    form = case_form(teams=TEAMS, policies=WORDS)
    typed = {"teams": ("1", "3"), "subject": "", "details": "BP *90/60*\nnow", "triage": "urgent"}
    content = teams.form_content(form, errors={"subject": "Say what it is about."}, typed=typed)
    found = inputs(content)
    assert found["teams"]["value"] == "1,3"
    assert "value" not in found["subject"]
    assert found["details"]["value"] == "BP *90/60*\nnow"
    assert found["triage"]["value"] == "urgent"
    at = content["body"].index(found["subject"])
    below = content["body"][at + 1]
    assert said(below) == "Say what it is about."
    assert below["inlines"][0]["color"] == "Attention"


def test_what_is_wrong_with_a_field_that_is_not_shown_stands_on_top() -> None:
    form = Form("f", "F", (Field("a", "A", TextInput()),), submit="Go")
    content = teams.form_content(form, errors={"b": "B is wrong."})
    assert said(content["body"][0]) == "B is wrong."


def test_what_was_typed_is_never_cut() -> None:
    text = "é" * 20_000
    found = drawn(Field("a", "A", TextInput(max_length=10)), typed={"a": text})
    assert found["a"]["value"] == text


def test_a_searchable_field_asks_by_its_id_and_keeps_the_name_of_what_was_chosen() -> None:
    field = Field("patient", "Patient", Select(ask=True), optional=True)
    fresh = drawn(field)["patient"]
    assert fresh["choices.data"] == {"type": "Data.Query", "dataset": "patient"}
    assert fresh["choices"] == []
    again = drawn(field, typed={"patient": "4"}, known={"patient": [PATIENT]})["patient"]
    assert again["choices"] == [{"title": "SPECIMEN, Robin · 28 Feb 1961", "value": "4"}]
    assert again["value"] == "4"
    unknown = drawn(field, typed={"patient": "4"})["patient"]
    assert unknown["choices"] == [{"title": "As chosen before (4)", "value": "4"}]
    assert "value" not in drawn(field, typed={"patient": ""})["patient"]


def test_a_value_with_a_comma_cannot_be_one_of_several() -> None:
    options = (Option("a,b", "Both"), Option("c", "C"))
    found = drawn(
        Field("one", "One", Select(options)), Field("many", "Many", Select(options, several=True))
    )
    assert [choice["value"] for choice in found["one"]["choices"]] == ["a,b", "c"]  # type: ignore[attr-defined]
    assert [choice["value"] for choice in found["many"]["choices"]] == ["c"]  # type: ignore[attr-defined]
    assert found["many"]["isMultiSelect"] is True


def test_two_patients_of_the_same_name_can_be_told_apart() -> None:
    answer = teams.options([Option("4", "Sam Same"), Option("9", "Sam Same"), Option("5", "Other")])
    titles = [found["title"] for found in answer["value"]["results"]]
    assert titles == ["Sam Same #4", "Sam Same #9", "Other"]


def test_a_search_answers_with_as_many_as_teams_shows() -> None:
    answer = teams.options([Option(str(n), f"Team {n}") for n in range(40)])
    assert answer["type"] == "application/vnd.microsoft.search.searchResponse"
    assert len(answer["value"]["results"]) == 15


@pytest.mark.parametrize(
    ("label", "style"), [("Normal", "expanded"), ("*Normal*", "compact"), ("1. Normal", "compact")]
)
def test_radio_buttons_whose_words_have_marks_become_a_list(label: str, style: str) -> None:
    field = Field("a", "A", Choice((Option("1", label), Option("2", "Two")), initial="2"))
    found = drawn(field)["a"]
    assert (found["style"], found["value"]) == (style, "2")


def test_a_chosen_team_is_offered_even_when_there_are_many() -> None:
    many = tuple(Option(str(n), f"Team {n}") for n in range(150))
    found = drawn(Field("teams", "Teams", Select(many, ("140",), several=True)))["teams"]
    assert len(found["choices"]) == 100  # type: ignore[arg-type]
    assert found["value"] == "140"
    assert found["choices"][-1]["value"] == "140"  # type: ignore[index]


def test_files_are_explained_where_teams_has_no_field_for_them() -> None:
    form = Form("f", "F", (Field("files", "Files", Files()),), submit="Go")
    content = teams.form_content(form, errors={"files": "Too large."})
    assert inputs(content) == {}
    assert said(content).endswith("Too large.")


def test_what_is_needed_says_so_before_it_is_sent() -> None:
    found = drawn(Field("a", "A", TextInput()), Field("b", "B", TextInput(), optional=True))
    assert (found["a"]["isRequired"], found["a"]["errorMessage"]) == (True, "This is needed.")
    assert "isRequired" not in found["b"]


def test_every_form_of_the_product_shows_all_its_fields() -> None:
    for example in examples().values():
        if isinstance(example, Form):
            fields = [part for part in example.content if isinstance(part, Field)]
            wanted = [field.id for field in fields if not isinstance(field.control, Files)]
            assert list(inputs(teams.form_content(example))) == wanted
