"""Whatever people write: Slack takes the message, and reads none of it as markup."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from foxo_bot.cards import slack
from foxo_bot.cards.card import (
    Card,
    Field,
    Form,
    Option,
    UserText,
)
from foxo_bot.cards.case_details import details
from foxo_bot.cards.lines import clean
from foxo_bot.model import CaseSheet
from foxo_bot.sandbox.slack.limits import (
    problems_of_message,
    problems_of_options,
    problems_of_view,
)
from tests.unit.cards.slack_reading import literal, of_type
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

_OURS = re.compile(
    r"<!date\^\d+\^\{date_short_pretty\} \{time\}\|[\d :-]+ UTC>|<https?://[^<>|]+\|"
)


@thorough
@given(cards)
def test_any_card_is_within_the_limits_as_message_and_as_home(card: Card) -> None:
    message = slack.message(card)
    assert problems_of_message(message["blocks"], message["text"]) == []
    assert problems_of_view(slack.home(card)) == []


@thorough
@given(forms())
def test_any_form_is_within_the_limits(form: Form) -> None:
    view = slack.view(form)
    assert problems_of_view(view) == []
    drawn = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    assert drawn == [part.id for part in form.content if isinstance(part, Field)]


@thorough
@given(st.lists(options, max_size=150))
def test_any_options_are_within_the_limits(found: list[Option]) -> None:
    assert problems_of_options(slack.options(found)) == []


@thorough
@given(sheets())
def test_any_case_is_within_the_limits_everywhere_it_is_shown(sheet: CaseSheet) -> None:
    for card in copies(sheet):
        message = slack.message(card)
        assert problems_of_message(message["blocks"], message["text"]) == []
    window = details(sheet, shown=sheet.recipients, history=(), tried=(), now=NOW)
    assert problems_of_view(slack.view(window)) == []


@thorough
@given(sheets(hostile))
def test_what_people_write_into_a_case_is_never_markup(sheet: CaseSheet) -> None:
    for card in copies(sheet):
        _assert_literal(slack.message(card))


@thorough
@given(hostile, hostile)
def test_what_people_write_is_literal_in_every_block(one: str, two: str) -> None:
    _assert_literal(slack.message(every_block(one, two)))
    _assert_literal(slack.view(every_choice(one, two)))


@thorough
@given(words)
def test_a_person_s_text_is_shown_character_by_character(text: str) -> None:
    kept = clean(text).strip()[:100]
    blocks = slack.message(Card("x", (UserText(kept),)))["blocks"]
    assert "".join(map(literal, blocks)) == kept.strip()


@thorough
@given(hostile)
def test_a_preview_cannot_call_a_channel(preview: str) -> None:
    text = slack.message(Card(preview, ()))["text"]
    assert "<" not in text
    assert text == "Foxo Bot" or unescape(text) in clean(preview)


def _assert_literal(drawn: object) -> None:
    for plain in of_type(drawn, "plain_text"):
        assert plain["emoji"] is False
    for marked in of_type(drawn, "mrkdwn"):
        assert marked["verbatim"] is True
        ours_removed = _OURS.sub("", marked["text"])
        assert "<" not in ours_removed
        assert not re.search(r"[_~`]|:[\w+'-]+:|^\s*(>|&gt;)", ours_removed, re.MULTILINE)
        # The only bold is ours: whole labels, each between its own pair of marks.
        assert ours_removed.count("*") % 2 == 0
        assert "*" not in re.sub(r"\*[^*\n]+\*", "", ours_removed)
    leaves = of_type(drawn, "rich_text_section")
    kinds = {leaf["type"] for section in leaves for leaf in section["elements"]}
    assert kinds <= {"text", "date", "link"}
    for link in of_type(drawn, "link"):
        assert link["url"].startswith("https://files.example/")
