"""What SMS and email say: short, plain, and with the next thing to do."""

from datetime import timedelta

import pytest

from foxo_bot.cards.notice import Notice, Occasion, Reader, headline, mail, sms, spoken_age
from foxo_bot.model import Triage

LINK = "https://foxo.example/ack/" + "x" * 60


def notice(occasion: Occasion = Occasion.WAITING, **facts: object) -> Notice:
    known: dict[str, object] = {"team": "Radiology Concierge", "age": timedelta(minutes=5)} | facts
    return Notice(occasion, 482913, Triage.URGENT, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(seconds=-3), "0 s"),
        (timedelta(seconds=40), "40 s"),
        (timedelta(minutes=3), "3 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=2, minutes=5), "2 h 5 min"),
        (timedelta(hours=47, minutes=59), "47 h 59 min"),
        (timedelta(days=4), "4 days"),
    ],
)
def test_an_age_is_said_as_people_say_it(age: timedelta, said: str) -> None:
    assert spoken_age(age) == said


def test_a_reminder_says_what_waits_how_long_and_what_to_do() -> None:
    assert sms(notice(code="4821", link="https://foxo.example/a")) == (
        "Foxo: Urgent case 482-913 for Radiology Concierge: nobody has acknowledged it in 5 min. "
        "Reply 4821 to acknowledge. Or open https://foxo.example/a"
    )


def test_a_repeated_reminder_only_grows_older() -> None:
    again = sms(notice(age=timedelta(minutes=25), code="77"))
    assert "nobody has acknowledged it in 25 min. Reply 77" in again


@pytest.mark.parametrize(
    ("reader", "step"),
    [
        (Reader.SENDER, "Please phone the team now."),
        (Reader.TEAM, "The sender is being told."),
        (Reader.FALLBACK, "Please find someone in the team who can take it."),
    ],
)
def test_when_nobody_answered_each_reader_is_told_what_to_do(reader: Reader, step: str) -> None:
    told = notice(Occasion.EXHAUSTED, age=timedelta(minutes=30), reader=reader)
    assert headline(told) == (
        "Nobody has answered for 30 min: Urgent case 482-913 for Radiology Concierge"
    )
    assert step in sms(told)
    assert step in mail(told).plain
    assert step in mail(told).html


def test_an_answer_names_who_and_a_nameless_one_reads_well_too() -> None:
    named = notice(Occasion.ACKNOWLEDGED, who="Alex Invented")
    assert headline(named) == "Alex Invented acknowledged Urgent case 482-913 (Radiology Concierge)"
    nameless = headline(notice(Occasion.CLOSED))
    assert nameless == "Urgent case 482-913 (Radiology Concierge) was closed automatically"


@pytest.mark.parametrize("occasion", Occasion)
@pytest.mark.parametrize("reader", Reader)
def test_an_sms_is_plain_ascii_and_fits_two_segments(occasion: Occasion, reader: Reader) -> None:
    longest = notice(occasion, reader=reader, team="T" * 90, who="W" * 90, code="123456", link=LINK)
    said = sms(longest)
    assert said.isascii()
    assert len(said) <= 2 * 153, "two joined GSM segments"
    assert said.endswith(LINK)
    assert "123456" in said


def test_an_email_says_the_same_in_both_parts_and_escapes_names() -> None:
    letter = mail(notice(team="A & <B>", link=LINK + "?a=1&b=2"))
    assert "A & <B>" in letter.plain
    assert "A &amp; &lt;B&gt;" in letter.html
    assert "?a=1&amp;b=2" in letter.html
    assert "<B>" not in letter.html
    assert LINK in letter.plain


def test_an_email_without_a_link_does_not_speak_of_one() -> None:
    letter = mail(notice(Occasion.EXHAUSTED, reader=Reader.SENDER))
    assert "Open the link" not in letter.plain
    assert "href" not in letter.html


def test_a_team_s_name_cannot_break_the_subject_line() -> None:
    assert "\n" not in mail(notice(team="Radiology\r\nBcc: x@y.example")).subject
    assert "\r" not in mail(notice(team="Radiology\r\nBcc: x@y.example")).subject
