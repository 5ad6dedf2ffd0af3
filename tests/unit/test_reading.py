"""What an SMS says: its codes, and whether it reads as a yes."""

import pytest

from foxo_bot.cards.notice import Notice, Occasion, sms
from foxo_bot.handlers.reading import read
from foxo_bot.model import Triage

OURS = sms(
    Notice(
        Occasion.WAITING,
        482913,
        Triage.URGENT,
        "Radiology",
        link="https://foxo.example:8443/ack/WzEsMSwyLDE3NzIgMTIzNF0.1234-x",
        code="4821",
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "4821",
        "Ack 4821",
        "ACK 4821!",
        "4821 thanks",
        " 4821\n",
        '"4821"',
        "“4821”",
        "#4821.",
        "4821 👍🏽",
        "4️⃣8️⃣2️⃣1️⃣",
        "４８２１",  # as a Japanese keyboard writes it
        "٤٨٢١",
        "48 21",
        "4 8 2 1",
        "48-21",
        "code:4821, on my way",
        "4821 4821",
        "no worries, 4821",
        "4821 case 482-913",
        "4821, will be there in 10 min",
    ],
)
def test_a_code_written_as_people_write_is_read_as_a_yes(text: str) -> None:
    found = read(text)

    assert found.codes == ("4821",)
    assert not found.refuses


@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "",
        "👍",
        "yes",
        "482-913",
        "0491570156",
        "48219",
        "I can be there at 10",
        "on it 12:30",
    ],
)
def test_words_without_a_code_hold_none(text: str) -> None:
    assert read(text).codes == ()


@pytest.mark.parametrize(
    "text",
    [
        "4821 no",
        "can't take 4821",
        "I can’t do 4821",
        "not me 4821",
        "4821 wrong person",
        "Decline 4821",
        "busy, ask someone else 4821",
        "4821? I am off duty",
    ],
)
def test_a_code_beside_a_no_is_no_yes(text: str) -> None:
    found = read(text)

    assert found.codes == ("4821",)
    assert found.refuses


@pytest.mark.parametrize(
    "text", [OURS, f"I am driving and saw: {OURS}", f"> {OURS}\n\nI am on leave until Monday"]
)
def test_our_own_words_sent_back_by_a_machine_hold_no_code(text: str) -> None:
    assert read(text).codes == ()


def test_every_code_counts_once_and_in_order() -> None:
    assert read("4821 and 5533, or 4821").codes == ("4821", "5533")


@pytest.mark.parametrize("text", ["please stop", "Stop texting me", "unsubscribe me please"])
def test_who_wants_no_more_sms_is_understood(text: str) -> None:
    assert read(text).stops
