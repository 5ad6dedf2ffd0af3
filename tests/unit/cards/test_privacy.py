"""No value of a case reaches a preview, an SMS or an email, whatever state it is in."""

from dataclasses import fields, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from foxo_bot.cards import slack
from foxo_bot.cards.card import Card
from foxo_bot.cards.case_parts import notice_of
from foxo_bot.cards.examples import examples
from foxo_bot.cards.notice import Notice, Occasion, Reader, headline, mail, sms
from foxo_bot.cards.told import Told, told
from foxo_bot.model import CaseSheet, Triage
from tests.unit.cards.strategies import NOW, copies, sheets

_SECRET = "Zq7"
secret = st.text("abcdefgh", max_size=20).map(lambda tail: f"{_SECRET}{tail}")
allowed = st.text("ABC xyz", min_size=1, max_size=60)
quick = settings(max_examples=40, deadline=None)


@st.composite
def cases(draw: st.DrawFn) -> CaseSheet:
    """Everything in it is secret but the names of the teams and of those who answered."""
    sheet = draw(sheets(secret))
    recipients = tuple(
        replace(
            line,
            team_name=draw(allowed),
            claimer_name=draw(allowed),
            changed_by=draw(st.none() | allowed),
        )
        for line in sheet.recipients
    )
    return replace(sheet, recipients=recipients)


@quick
@given(cases())
def test_the_preview_of_a_case_tells_nothing_of_it(sheet: CaseSheet) -> None:
    shown = copies(sheet)
    for copy in shown:
        assert _SECRET not in copy.preview
        assert _SECRET not in slack.message(copy)["text"]
    assert any(_SECRET in str(copy.blocks) for copy in shown)


@quick
@given(cases(), st.sampled_from(Occasion), st.sampled_from(Reader))
def test_an_sms_or_email_tells_nothing_of_the_case(
    sheet: CaseSheet, occasion: Occasion, reader: Reader
) -> None:
    notice = notice_of(sheet, sheet.recipients[0], now=NOW, occasion=occasion, reader=reader)
    letter = mail(notice)
    for said in (headline(notice), sms(notice), letter.subject, letter.plain, letter.html):
        assert _SECRET not in said


@quick
@given(st.sampled_from(sorted(set(Occasion) - {Occasion.NEW_CASE, Occasion.WAITING})), secret)
def test_the_preview_of_news_holds_no_reason_and_no_reply(occasion: Occasion, said: str) -> None:
    news = Told(occasion, 482913, Triage.HIGH, "Team", NOW, who="A", words=said, post_id=1)
    card = told(news)
    assert _SECRET not in card.preview
    assert said in str(card.blocks)


def test_a_notice_has_no_field_for_anything_of_a_case() -> None:
    """A new field needs a look at what could be put into it, and then a change here."""
    assert {field.name for field in fields(Notice)} == {
        "occasion", "number", "triage", "team", "age", "link", "code", "reader", "who",
        "given", "needed",
    }  # fmt: skip


def test_buttons_and_forms_bring_back_ids_only() -> None:
    for example in examples().values():
        drawn = slack.message(example) if isinstance(example, Card) else slack.view(example)
        for value in _values(drawn):
            assert "SPECIMEN" not in value
            assert "dissection" not in value


def _values(drawn: object) -> list[str]:
    if isinstance(drawn, dict):
        own = [str(drawn[name]) for name in ("value", "private_metadata") if name in drawn]
        return own + [value for part in drawn.values() for value in _values(part)]
    if isinstance(drawn, list):
        return [value for part in drawn for value in _values(part)]
    return []
