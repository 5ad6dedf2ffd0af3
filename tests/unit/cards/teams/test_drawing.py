"""How single things are drawn for Teams."""

from datetime import UTC, datetime

import pytest

from foxo_bot.cards import teams
from foxo_bot.cards.card import (
    Block,
    Bold,
    Button,
    Buttons,
    Card,
    Confirm,
    Divider,
    Facts,
    Heading,
    Item,
    Link,
    Moment,
    Note,
    Paragraph,
    Tone,
    UserText,
)
from foxo_bot.model import Triage
from tests.unit.cards.slack_reading import of_type
from tests.unit.cards.teams.reading import body, said

AT = datetime(2026, 3, 14, 3, 2, tzinfo=UTC)
OWN_TIME = "{{DATE(2026-03-14T03:02:00Z,SHORT)}} {{TIME(2026-03-14T03:02:00Z)}}"


def test_an_instant_is_shown_in_the_reader_s_time_zone() -> None:
    (block,) = body(Note((Bold("Dr Sample"), ", ", Moment(AT))))
    assert block["text"] == f"**Dr Sample**, {OWN_TIME}"


def test_an_instant_beside_words_with_marks_is_told_in_utc() -> None:
    (block,) = body(Paragraph(("Dr *Sample*, ", Moment(AT))))
    assert said(block) == "Dr *Sample*, 2026-03-14 03:02 UTC"


def test_words_on_their_own_line_do_not_spoil_the_instant_above_them() -> None:
    above, below = body(Paragraph(("Newest: ", Moment(AT), "\nBP *90/60*\n\nsee_you")))
    assert above["text"] == f"Newest: {OWN_TIME}"
    assert said(below) == "BP *90/60*\n\nsee_you"


@pytest.mark.parametrize("name", ["Team:", "(Team)", "🔴 Team"])
def test_bold_that_markdown_would_show_as_stars_is_no_markdown(name: str) -> None:
    (block,) = body(Paragraph(("x", Bold(name), "x", Moment(AT))))
    assert block["type"] == "RichTextBlock"


def test_words_that_look_like_a_date_function_are_not_one() -> None:
    typed = "{{DATE(2026-03-14T03:02:00Z,SHORT)}} {{TIME(2026-03-14T03:02:00Z)}}"
    (block,) = body(UserText(typed))
    assert said(block) == typed
    assert not any("{{DATE" in run["text"] for run in of_type(block, "TextRun"))
    assert not any("{{TIME" in run["text"] for run in of_type(block, "TextRun"))


def test_line_breaks_of_people_are_kept() -> None:
    assert said(body(UserText("one\r\ntwo\n\nthree"))) == "one\ntwo\n\nthree"


def test_a_heading_with_marks_is_drawn_literally() -> None:
    plain, marked = body(Heading("🔴 Urgent · Case 482-913"), Heading("Team *A*"))
    assert (plain["type"], plain["style"]) == ("TextBlock", "heading")
    assert said(marked) == "Team *A*"


def test_a_press_is_an_execute_with_a_submit_for_clients_that_lack_it() -> None:
    (row,) = body(Buttons((Button("acknowledge", "Acknowledge", "31", Tone.GOOD),)))
    data = {"verb": "acknowledge", "post": "31"}
    assert row["actions"] == [
        {
            "type": "Action.Execute",
            "title": "Acknowledge",
            "verb": "acknowledge",
            "data": data,
            "style": "positive",
            "fallback": {"type": "Action.Submit", "title": "Acknowledge", "data": data},
        }
    ]


def test_a_press_that_opens_a_dialog_says_so() -> None:
    (row,) = body(Buttons((Button("reply", "Reply", "31"),)))
    (action,) = row["actions"]
    assert action["type"] == "Action.Submit"
    assert action["data"] == {"msteams": {"type": "task/fetch"}, "verb": "reply", "post": "31"}


def test_which_presses_open_a_dialog_is_for_the_caller_to_say() -> None:
    card = Card("x", (Buttons((Button("reply", "Reply"), Button("other", "Other"))),))
    drawn = teams.content(card, opens=frozenset({"other"}))
    assert [a["type"] for a in drawn["body"][0]["actions"]] == ["Action.Execute", "Action.Submit"]


def test_a_question_unfolds_before_the_press() -> None:
    confirm = Confirm("Withdraw?", "Everybody is told.", "Withdraw it")
    (row,) = body(Buttons((Button("withdraw", "Withdraw", "31", Tone.DANGER, confirm),)))
    (shown,) = row["actions"]
    assert (shown["type"], shown["title"]) == ("Action.ShowCard", "Withdraw")
    assert said(shown["card"]) == "Withdraw?Everybody is told."
    (yes,) = shown["card"]["actions"]
    assert (yes["type"], yes["title"], yes["verb"]) == ("Action.Execute", "Withdraw it", "withdraw")


def test_no_more_buttons_stand_in_a_row_than_can_be_read_on_a_phone() -> None:
    rows = body(Buttons(tuple(Button(f"a{n}", f"A{n}") for n in range(8))))
    assert [len(row["actions"]) for row in rows] == [3, 3, 2]
    long = body(Buttons((Button("a", "Post the Send a case message"), Button("b", "Details"))))
    assert [len(row["actions"]) for row in long] == [1, 1]


def test_a_case_stands_under_the_colour_of_its_triage() -> None:
    (band,) = body(Heading("🔴 Urgent · Case 482-913", Triage.URGENT))
    assert (band["style"], band["items"]) == (
        "attention",
        body(Heading("🔴 Urgent · Case 482-913")),
    )


def test_a_button_with_an_address_opens_it() -> None:
    (row,) = body(Buttons((Button("x", "Page", url="https://ours.example/a b"),)))
    assert row["actions"][0] == {
        "type": "Action.OpenUrl",
        "title": "Page",
        "url": "https://ours.example/a%20b",
    }


def test_a_link_that_is_not_for_the_web_is_only_text() -> None:
    (block,) = body(Paragraph((Link("x", "javascript:alert(1)"), Link("y", "https://a.example"))))
    assert "javascript" not in str(block)
    (linked,) = [run for run in block["inlines"] if "selectAction" in run]
    assert linked["selectAction"] == {"type": "Action.OpenUrl", "url": "https://a.example"}


def test_facts_stand_two_beside_each_other() -> None:
    rows = body(Facts((("From", ("Dr *A*",)), ("Sent", (Moment(AT),)), ("To", ("B",)))))
    assert [len(row["columns"]) for row in rows] == [2, 1]
    assert said(rows) == "FromDr *A*SentToB"


def test_a_divider_is_a_line_above_what_follows() -> None:
    first, second = body(Divider(), Paragraph(("a",)), Divider(), Divider(), Paragraph(("b",)))
    assert "separator" not in first
    assert second["separator"] is True


def test_an_item_has_its_button_beside_it() -> None:
    (row,) = body(Item(("Case 482-913",), Button("details", "Open", "case:482913")))
    words, press = row["columns"]
    assert said(words) == "Case 482-913"
    assert press["items"][0]["actions"][0]["data"]["post"] == "case:482913"


@pytest.mark.parametrize(
    "empty", [Paragraph(()), Paragraph((" ",)), UserText("\n"), Note(()), Facts(()), Buttons(())]
)
def test_a_card_of_nothing_says_so(empty: Block) -> None:
    assert said(body(empty)) == "Nothing to show."


def test_a_card_alone_is_sent_and_its_summary_is_the_preview() -> None:
    message = teams.message(Card("Urgent case 482-913", (Paragraph(("secret",)),)))
    assert "text" not in message
    assert message["summary"] == "Urgent case 482-913"
    assert message["attachments"][0]["content"]["fallbackText"] == "Urgent case 482-913"


def test_a_short_answer_is_literal_too() -> None:
    answer = teams.tell(("Dr *Sample* acknowledged at ", Moment(AT)))
    assert answer["summary"] == "Dr *Sample* acknowledged at 2026-03-14 03:02 UTC"
    assert said(answer) == answer["summary"]


def test_long_words_are_cut_before_anything_is_left_out() -> None:
    blocks = (UserText("ü" * 2500), *(Paragraph((f"line {n} " + "é" * 1000,)) for n in range(20)))
    drawn = body(*blocks, Buttons((Button("a", "A"),)))
    assert len(drawn) == 22


def test_what_can_be_pressed_is_left_out_last() -> None:
    drawn = body(
        *[Paragraph((f"{n} " + "w" * 119,)) for n in range(400)], Buttons((Button("a", "A"),))
    )
    assert drawn[-1]["type"] == "ActionSet"
    assert said(drawn[-2]) == "There is more than can be shown here."
