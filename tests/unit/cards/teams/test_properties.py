"""Whatever people write: Teams takes the message, and reads none of it as Markdown."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from foxo_bot.cards import teams
from foxo_bot.cards.card import (
    Card,
    Field,
    Files,
    Form,
    Option,
    Paragraph,
    TextInput,
    UserText,
)
from foxo_bot.cards.case_details import details
from foxo_bot.cards.lines import clean
from foxo_bot.model import CaseSheet
from foxo_bot.sandbox.teams.limits import problems_of_card
from tests.unit.cards.slack_reading import objects, of_type
from tests.unit.cards.strategies import (
    NOW,
    cards,
    copies,
    every_block,
    every_choice,
    forms,
    hostile,
    options,
    sheets,
    thorough,
    words,
)
from tests.unit.cards.teams.reading import LIMIT, inputs, said, schema_problems, size
from tests.unit.cards.test_privacy import cases

_OURS = re.compile(
    r"\{\{(?:DATE\([0-9T:Z-]+,SHORT|TIME\([0-9T:Z-]+)\)\}\}"
    r"|\]\(https?://[^()\s]+\)"
)
_MARKDOWN = re.compile(r"[_~`\\\[<>&{}|#\n]|^\s*(?:[-+]|\d+[.)])")


@thorough
@given(cards)
def test_any_card_is_within_the_limit_and_follows_the_schema(card: Card) -> None:
    message = teams.message(card)
    assert size(message) < LIMIT
    content = message["attachments"][0]["content"]
    assert problems_of_card(content) == []
    assert schema_problems(content) == []


@thorough
@given(forms())
def test_any_form_shows_all_its_fields_within_the_limit(form: Form) -> None:
    content = teams.form_content(form)
    prefilled = [p.control.initial for p in form.content if isinstance(p, Field)
                 and isinstance(p.control, TextInput)]  # fmt: skip
    assert size(content) < LIMIT + 2 * sum(len(text.encode()) for text in prefilled)
    assert problems_of_card(content, in_dialog=True) == []
    assert schema_problems(content) == []
    fields = [part for part in form.content if isinstance(part, Field)]
    wanted = [field.id for field in fields if not isinstance(field.control, Files)]
    assert list(inputs(content)) == wanted


@thorough
@given(st.lists(options, max_size=50))
def test_any_options_can_be_told_apart(found: list[Option]) -> None:
    results = teams.options(found)["value"]["results"]
    assert len({result["value"] for result in results}) == len(results) <= 15
    assert all(result["title"] and "," not in result["value"] for result in results)


@thorough
@given(sheets())
def test_any_case_is_within_the_limit_everywhere_it_is_shown(sheet: CaseSheet) -> None:
    for card in copies(sheet):
        assert size(teams.message(card)) < LIMIT
    window = details(sheet, shown=sheet.recipients, history=(), tried=(), now=NOW)
    assert size(teams.dialog(window)) < LIMIT


@thorough
@given(sheets(hostile))
def test_what_people_write_into_a_case_is_never_markdown(sheet: CaseSheet) -> None:
    for card in copies(sheet):
        _assert_literal(teams.message(card))


@thorough
@given(hostile, hostile)
def test_what_people_write_is_literal_in_every_block(one: str, two: str) -> None:
    _assert_literal(teams.message(every_block(one, two)))
    _assert_literal(teams.dialog(every_choice(one, two)))


@thorough
@given(words)
def test_a_person_s_text_is_shown_character_by_character(text: str) -> None:
    kept = clean(text).strip()[:100]
    card = teams.content(Card("x", (UserText(kept), Paragraph(("end",)))))
    assert said(card) == kept.strip() + "end"


@settings(max_examples=40, deadline=None)
@given(cases())
def test_the_preview_of_a_case_tells_nothing_of_it(sheet: CaseSheet) -> None:
    for copy in copies(sheet):
        message = teams.message(copy)
        assert "Zq7" not in message["summary"]
        assert "Zq7" not in message["attachments"][0]["content"]["fallbackText"]


def _assert_literal(drawn: object) -> None:
    for block in of_type(drawn, "TextBlock"):
        rest = _OURS.sub("", block["text"])
        assert not _MARKDOWN.search(rest)
        # The only bold is ours: whole labels, each between its own pairs of marks.
        assert "*" not in re.sub(r"\*\*[^*]+\*\*", "", rest)
    for run in of_type(drawn, "TextRun"):
        assert not re.search(r"\{\{(DATE|TIME)\(", run["text"])
    for choice_set in of_type(drawn, "Input.ChoiceSet"):
        if choice_set["style"] == "expanded":
            assert not any(_MARKDOWN.search(one["title"]) for one in choice_set["choices"])
    assert not [found for found in objects(drawn) if found.get("type") == "FactSet"]
