"""News to one person: what happened, people's words apart from ours, and what can be done."""

from dataclasses import replace
from datetime import timedelta

import pytest

from foxo_bot.cards.card import Buttons, Card, UserText
from foxo_bot.cards.example_cases import NOW, TRIED
from foxo_bot.cards.notice import Occasion, Reader
from foxo_bot.cards.told import Told, channel_news, told
from foxo_bot.model import Channel, Triage
from tests.unit.cards.as_text import card_text

NEWS = sorted(set(Occasion) - {Occasion.NEW_CASE, Occasion.WAITING})


def news(occasion: Occasion, **facts: object) -> Card:
    known: dict[str, object] = {"who": "Alex Invented"} | facts
    return told(
        Told(occasion, 482913, Triage.URGENT, "Radiology Concierge", NOW, **known)  # type: ignore[arg-type]
    )


def offered(card: Card) -> list[tuple[str, str]]:
    return [
        (button.action, button.value)
        for block in card.blocks
        if isinstance(block, Buttons)
        for button in block.buttons
    ]


def test_an_acknowledgement_names_who_what_and_when() -> None:
    card = news(Occasion.ACKNOWLEDGED)
    assert card_text(card) == (
        "Alex Invented acknowledged 🔴 Urgent case 482-913 (Radiology Concierge), "
        "2026-03-14 03:33 UTC"
    )


@pytest.mark.parametrize("occasion", NEWS)
def test_all_news_names_case_and_team_and_keeps_people_s_words_literal(occasion: Occasion) -> None:
    card = news(occasion, words="*not bold*")
    assert "482-913" in card_text(card)
    assert "Radiology Concierge" in card_text(card)
    assert UserText("*not bold*", limit=1500) in card.blocks


@pytest.mark.parametrize(
    ("occasion", "facts", "buttons"),
    [
        (Occasion.COMPLETED, {}, ["close", "reopen"]),
        (Occasion.REPLIED, {"unclaimed": True}, ["acknowledge"]),
        (Occasion.REPLIED, {}, []),
        (Occasion.EXHAUSTED, {"reader": Reader.TEAM}, ["acknowledge", "details"]),
        (Occasion.EXHAUSTED, {"reader": Reader.SENDER}, []),
        (Occasion.ACKNOWLEDGED, {}, []),
    ],
)
def test_the_buttons_are_those_that_the_news_calls_for(
    occasion: Occasion, facts: dict[str, object], buttons: list[str]
) -> None:
    assert offered(news(occasion, post_id=31, **facts)) == [(name, "31") for name in buttons]
    assert offered(news(occasion, **facts)) == []


@pytest.mark.parametrize(
    ("reader", "advice"),
    [
        (Reader.SENDER, "Please phone the team now."),
        (Reader.TEAM, "Please acknowledge it, or find somebody who can."),
        (Reader.FALLBACK, "Please find someone in the team who can take it."),
    ],
)
def test_when_nobody_answered_everybody_reads_what_they_can_do(reader: Reader, advice: str) -> None:
    twice = [replace(line, in_vain=False) for line in TRIED * 2]
    card = news(Occasion.EXHAUSTED, reader=reader, age=timedelta(minutes=30), tried=twice)
    assert advice in card_text(card)
    assert "Tried: DM to 1 person and SMS to 1 person. Reminders go on" in card_text(card)
    assert "Kim Fiction" not in card_text(card), "an outside sender learns no names"


def test_what_never_arrived_is_not_counted_among_what_was_tried() -> None:
    some = card_text(news(Occasion.EXHAUSTED, tried=TRIED))
    none = card_text(news(Occasion.EXHAUSTED, tried=TRIED[1:]))
    assert "Tried: DM to 1 person. Reminders go on" in some
    assert "None of the team could be reached. Reminders go on" in none


def test_a_changed_triage_says_what_it_was() -> None:
    text = card_text(news(Occasion.RETRIAGED, was=Triage.NORMAL))
    assert "🔴 Urgent case 482-913 (Radiology Concierge) (it was Normal)" in text


def test_a_share_and_a_take_over_name_the_other_side() -> None:
    assert "with Cardiac Surgery," in card_text(news(Occasion.SHARED, other="Cardiac Surgery"))
    assert "from Kim Fiction," in card_text(news(Occasion.TAKEN_OVER, other="Kim Fiction"))


def test_a_case_that_closed_by_itself_names_nobody() -> None:
    assert "was closed automatically, " in card_text(news(Occasion.CLOSED, who=""))


def test_a_channel_that_cannot_be_reached_tells_a_lead_the_cure_and_a_sender_to_phone() -> None:
    assert "Invite Foxo Bot" in card_text(news(Occasion.UNDELIVERABLE, reader=Reader.TEAM))
    assert "phone the team" in card_text(news(Occasion.UNDELIVERABLE, reader=Reader.SENDER))


def test_a_lost_channel_says_why_and_what_still_works_and_its_return_says_so() -> None:
    channel = Channel(1, 1, 5, "slack", "T1", "C000000002")
    lost = channel_news("Night desk", replace(channel, problem="The Slack channel is archived."))
    assert "Slack channel C000000002: The Slack channel is archived." in card_text(lost)
    assert "Cases for Night desk still reach its members one by one." in card_text(lost)
    back = channel_news("Night desk", channel)
    assert back.preview == "Foxo Bot can post in the channel of Night desk again."
