"""How single things are drawn for Slack."""

from datetime import UTC, datetime

import pytest

from foxo_bot.cards import slack
from foxo_bot.cards.card import (
    Block,
    Bold,
    Button,
    Buttons,
    Card,
    Confirm,
    Facts,
    Field,
    Form,
    Item,
    Link,
    Moment,
    Note,
    Paragraph,
    TextInput,
    Tone,
    UserText,
)

AT = datetime(2026, 3, 14, 3, 2, tzinfo=UTC)
TOKEN = "<!date^1773457320^{date_short_pretty} {time}|2026-03-14 03:02 UTC>"


def drawn(*blocks: Block) -> list[dict[str, object]]:
    found: list[dict[str, object]] = slack.message(Card("x", blocks))["blocks"]
    return found


def test_an_instant_is_shown_in_the_reader_s_time_zone() -> None:
    assert drawn(Note(("Sent ", Moment(AT))))[0]["elements"] == [
        {"type": "mrkdwn", "text": f"Sent {TOKEN}", "verbatim": True}
    ]
    leaf = {
        "type": "date",
        "timestamp": 1773457320,
        "format": "{date_short_pretty} {time}",
        "fallback": "2026-03-14 03:02 UTC",
    }
    assert drawn(Paragraph((Moment(AT),)))[0]["elements"] == [
        {"type": "rich_text_section", "elements": [leaf]}
    ]


def test_words_with_marks_are_drawn_as_plain_text_and_others_keep_their_bold() -> None:
    (section,) = drawn(Facts((("From", ("Dr Sample",)), ("File", ("a_b_c.pdf", Moment(AT))))))
    assert section["fields"] == [
        {"type": "mrkdwn", "text": "*From*\nDr Sample", "verbatim": True},
        {"type": "plain_text", "text": "File\na_b_c.pdf2026-03-14 03:02 UTC", "emoji": False},
    ]


def test_line_breaks_of_people_are_kept() -> None:
    (block,) = drawn(UserText("one\r\ntwo\n\nthree"))
    assert block["elements"] == [
        {
            "type": "rich_text_section",
            "elements": [{"type": "text", "text": "one\ntwo\n\nthree"}],
        }
    ]


def test_the_same_action_twice_stands_in_two_rows() -> None:
    rows = drawn(Buttons((Button("a", "A", "1"), Button("b", "B"), Button("a", "A", "2"))))
    actions = [[element["action_id"] for element in row["elements"]] for row in rows]  # type: ignore[attr-defined]
    assert actions == [["a", "b"], ["a"]]


def test_a_button_brings_back_its_value_and_may_ask_first() -> None:
    confirm = Confirm("Withdraw?", "Everybody is told.", "Withdraw")
    button = Button("withdraw", "Withdraw", "31", Tone.DANGER, confirm)
    (section,) = drawn(Item(("line",), button))
    assert section["accessory"] == {
        "type": "button",
        "action_id": "withdraw",
        "text": {"type": "plain_text", "text": "Withdraw", "emoji": False},
        "value": "31",
        "style": "danger",
        "confirm": {
            "title": {"type": "plain_text", "text": "Withdraw?", "emoji": False},
            "text": {"type": "plain_text", "text": "Everybody is told.", "emoji": False},
            "confirm": {"type": "plain_text", "text": "Withdraw", "emoji": False},
            "deny": {"type": "plain_text", "text": "Go back", "emoji": False},
            "style": "danger",
        },
    }


def test_a_link_that_is_not_for_the_web_is_only_text() -> None:
    (block,) = drawn(Paragraph((Link("x", "javascript:alert(1)"), Bold("y"))))
    assert "javascript" not in str(block)
    assert [leaf["type"] for leaf in block["elements"][0]["elements"]] == ["text", "text"]  # type: ignore[index]


@pytest.mark.parametrize(
    "empty", [Paragraph(()), Paragraph((" ",)), UserText("\n"), Note(()), Facts(()), Buttons(())]
)
def test_nothing_is_drawn_of_nothing(empty: Block) -> None:
    assert drawn(empty) == []


def test_a_window_without_submit_has_none() -> None:
    view = slack.view(Form("details", "Case", (Paragraph(("x",)),)))
    assert "submit" not in view
    assert view["close"]["text"] == "Cancel"


def test_what_can_be_filled_in_is_never_left_out() -> None:
    filler = (Paragraph(("x",)),) * 120
    view = slack.view(Form("f", "F", (*filler, Field("a", "A", TextInput())), submit="Go"))
    assert len(view["blocks"]) == 100
    assert view["blocks"][-1]["block_id"] == "a"
    assert view["blocks"][-2]["type"] == "context"


def test_a_short_answer_is_literal_too() -> None:
    answer = slack.tell(("Dr *Sample* acknowledged at ", Moment(AT)))
    assert answer["text"] == f"Dr *Sample* acknowledged at {TOKEN}"
    assert answer["blocks"][0]["type"] == "rich_text"


def test_a_home_page_without_anything_still_has_a_block() -> None:
    assert len(slack.home(Card("x", ()))["blocks"]) == 1
