"""What a case says in each state, and to whom."""

from dataclasses import replace
from datetime import timedelta

import pytest

from foxo_bot import access
from foxo_bot.cards.card import Button, Buttons, Card, Tone
from foxo_bot.cards.case_card import DETAILS, personal_copy, sender_copy, team_post
from foxo_bot.cards.case_details import HISTORY, REPLIES, details
from foxo_bot.cards.example_cases import NOW, TEAM, full_sheet, other_team, recipient, sheet
from foxo_bot.model import HistoryLine, Relation, SaidLine, State, Triage, TriedLine, Verb, Way
from tests.unit.cards.as_text import card_text, form_text


def buttons(card: Card) -> dict[str, Button]:
    return {
        button.action: button
        for block in card.blocks
        if isinstance(block, Buttons)
        for button in block.buttons
    }


def post(*recipients: object) -> Card:
    return team_post(full_sheet(*recipients), TEAM, post_id=31, now=NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("triage", "heading"),
    [
        (Triage.URGENT, "🔴 Urgent · Case 482-913"),
        (Triage.HIGH, "🟡 High · Case 482-913"),
        (Triage.NORMAL, "🔵 Normal · Case 482-913"),
    ],
)
def test_the_heading_names_triage_and_number(triage: Triage, heading: str) -> None:
    card = team_post(sheet(triage=triage), TEAM, post_id=31, now=NOW)
    assert card_text(card).splitlines()[0] == heading


@pytest.mark.parametrize("state", State)
def test_the_buttons_are_those_that_the_tables_allow_a_member(state: State) -> None:
    allowed = access.buttons((state,), frozenset({Relation.MEMBER}), sender_confirms_close=True)
    assert list(buttons(post(recipient(state)))) == [verb.value for verb in allowed]


def test_every_button_brings_back_the_post_and_acknowledge_stands_out() -> None:
    found = buttons(post(recipient()))
    assert {button.value for button in found.values()} == {"31"}
    assert [name for name, button in found.items() if button.tone is Tone.GOOD] == ["acknowledge"]


def test_only_withdraw_and_close_ask_first() -> None:
    asked = set()
    for state in State:
        for card in (
            post(recipient(state, confirms_close=False)),
            sender_copy(full_sheet(recipient(state)), post_id=32, now=NOW),
        ):
            asked |= {name for name, button in buttons(card).items() if button.confirm}
    assert asked == {"withdraw", "close"}


def test_the_patient_stands_on_one_line_with_everything_that_tells_them_apart() -> None:
    assert (
        "Patient: SPECIMEN, Robin · born 28 Feb 1961 (65 y) · female · MRN Northside 000123"
        " · IHI 8003 6000 0000 0000"
    ) in card_text(post(recipient())).splitlines()


def test_long_details_are_cut_on_the_post_and_whole_in_the_window() -> None:
    wordy = "finding " * 300
    case = sheet()
    case = replace(case, case=replace(case.case, details=wordy.strip()))
    shown = card_text(team_post(case, TEAM, post_id=31, now=NOW))
    assert wordy[:200] in shown
    assert len(shown) < DETAILS + 300
    assert "…" in shown
    window = details(case, shown=case.recipients, history=(), tried=(), now=NOW)
    assert wordy.strip() in form_text(window)


def test_a_team_sees_where_the_others_stand_but_not_who_in_them_acted() -> None:
    other = replace(other_team(), claimer_name="Pat Elsewhere")
    text = card_text(post(recipient(), other))
    assert "Also sent to: Cardiac Surgery (acknowledged)" in text
    assert "Pat Elsewhere" not in text


def test_the_newest_reply_is_shown_and_all_are_counted() -> None:
    text = card_text(post(recipient()))
    assert "2 replies. Newest: Alex Invented, 2026-03-14 03:08 UTC\nIs there an older CT?" in text
    assert "Bloods are running" not in text


def test_an_exhausted_case_says_that_nobody_answered() -> None:
    text = card_text(post(recipient(exhausted_at=NOW)))
    assert "Nobody has answered." in text
    assert "Please acknowledge now." in text


def test_a_case_closed_without_anybody_s_press_names_nobody() -> None:
    line = card_text(post(recipient(State.CLOSED, changed_by=None))).splitlines()[1]
    assert line.startswith("Closed automatically, ")


def test_a_withdrawn_case_leaves_nothing_of_itself_in_the_channel() -> None:
    text = card_text(post(recipient(State.WITHDRAWN)))
    assert "dissection" not in text
    assert "SPECIMEN" not in text
    assert text.splitlines()[-1] == "[Details]"


def test_a_closed_case_keeps_its_subject_and_nothing_more() -> None:
    text = card_text(post(recipient(State.CLOSED)))
    assert "Possible aortic dissection on CT" in text
    assert "SPECIMEN" not in text
    assert "tearing" not in text


def test_a_member_s_own_copy_says_why_they_get_it_until_somebody_acknowledges() -> None:
    why = "Nobody in Radiology Concierge has acknowledged this yet."
    waiting = personal_copy(full_sheet(), TEAM, post_id=33, now=NOW)
    taken = personal_copy(full_sheet(recipient(State.CLAIMED)), TEAM, post_id=33, now=NOW)
    assert why in card_text(waiting)
    assert "acknowledge" in buttons(waiting)
    assert why not in card_text(taken)
    assert "Acknowledged by Alex Invented" in card_text(taken)


def test_the_sender_s_copy_has_a_line_for_each_team() -> None:
    text = card_text(sender_copy(full_sheet(recipient(), other_team()), post_id=32, now=NOW))
    assert "Radiology Concierge: waiting for someone to acknowledge." in text
    assert "Cardiac Surgery: acknowledged by Alex Invented, 2026-03-14 03:08 UTC." in text


def test_the_sender_is_told_to_phone_when_nobody_answers() -> None:
    for state in (State.UNCLAIMED, State.DECLINED):
        case = full_sheet(recipient(state, exhausted_at=NOW))
        card = sender_copy(case, post_id=32, now=NOW)
        assert "lease phone the team" in card_text(card) or "please phone the team" in card_text(
            card
        )
        assert card.preview.startswith("Nobody has answered for 31 min")


def test_the_sender_s_buttons_serve_every_team_at_once() -> None:
    both = full_sheet(recipient(State.COMPLETED), other_team(State.UNCLAIMED))
    found = buttons(sender_copy(both, post_id=32, now=NOW))
    assert list(found) == ["reply", "close", "reopen", "retriage", "withdraw", "details"]


def test_the_preview_of_the_sender_s_copy_speaks_of_the_team_that_needs_them_most() -> None:
    both = full_sheet(recipient(State.CLAIMED), other_team(State.COMPLETED))
    preview = sender_copy(both, post_id=32, now=NOW).preview
    assert preview == "Alex Invented completed Urgent case 482-913 (Cardiac Surgery)"


def test_the_window_shows_what_was_tried_for_whom_and_with_what_outcome() -> None:
    tried = [TriedLine(NOW, "Kim Fiction", Way.SMS, "Radiology Concierge", "number unknown")]
    case = full_sheet()
    window = details(case, shown=case.recipients, history=(), tried=tried, now=NOW)
    assert "Kim Fiction by SMS (Radiology Concierge): number unknown" in form_text(window)
    assert window.submit is None


def test_a_long_history_loses_its_oldest_lines_and_says_so() -> None:
    history = [HistoryLine(NOW + timedelta(seconds=n), f"Event {n}.") for n in range(HISTORY + 5)]
    replies = tuple(SaidLine("Sam", f"Reply {n}.", NOW) for n in range(REPLIES + 1))
    case = replace(full_sheet(), replies=replies)
    window = details(case, shown=case.recipients, history=history, tried=(), now=NOW)
    text = form_text(window)
    assert "5 older lines not shown." in text
    assert "1 older reply not shown." in text
    assert "Event 4." not in text
    assert "Event 5." in text
    assert "Reply 0." not in text
    assert len(window.content) <= 100


def test_an_outside_sender_s_window_names_nobody_but_who_answered() -> None:
    case = full_sheet(recipient(next_due=NOW, trouble="Ask Kim Fiction."), other_team())
    window = details(case, shown=case.recipients, history=(), tried=(), now=NOW, for_sender=True)
    text = form_text(window)
    assert "Cardiac Surgery: acknowledged by Alex Invented" in text
    assert "Kim Fiction" not in text
    assert "next reminder" not in text


def test_each_verb_of_the_tables_has_a_label() -> None:
    assert set(access.WORDS) == set(Verb)
