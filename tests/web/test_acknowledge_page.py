"""The link in an email, opened at 3 a.m. by a person or by a mail scanner."""

from datetime import timedelta

import pytest

from foxo_bot.cards.card import Bold
from foxo_bot.handlers.interaction import Done, Kind, KnownPerson, Tell
from foxo_bot.model import NoSuchCase, State, Triage
from foxo_bot.signing import Grant, Signer
from tests.web.conftest import GRANT, Site

BUTTON = "<button"


async def test_the_link_shows_the_case_and_a_button_and_changes_nothing(site: Site) -> None:
    site.case()

    got = await site.asks("GET", site.link())

    assert got.status == 200
    for words in ("482-913", "urgent", "Radiology &lt;Concierge&gt;", "5 min", BUTTON):
        assert words in got.text
    assert "Nobody has acknowledged this case yet." in got.text
    assert site.front.acts == []


async def test_the_page_needs_no_script_and_loads_nothing(site: Site) -> None:
    site.case()

    got = await site.asks("GET", site.link())

    assert "<script" not in got.text
    for outside in ("src=", "href=", "http://", "https://", "url("):
        assert outside not in got.text
    assert "width=device-width" in got.text


async def test_a_mail_scanner_asking_for_the_head_changes_nothing(site: Site) -> None:
    site.case()

    got = await site.asks("HEAD", site.link())

    assert (got.status, got.text) == (200, "")
    assert site.front.acts == []


async def test_the_page_is_kept_nowhere_and_its_address_goes_nowhere(site: Site) -> None:
    site.case()

    headers = (await site.asks("GET", site.link())).headers

    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-robots-tag"] == "noindex"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]


async def test_the_press_acknowledges_as_the_person_the_link_was_made_for(site: Site) -> None:
    site.case(state=State.CLAIMED, holder_name="Dr Quill")
    site.front.reply = Done(("You have acknowledged case 482-913. The sender is being told.",))

    got = await site.asks("POST", site.link())

    (act,) = site.front.acts
    assert act.kind is Kind.ACTION
    assert act.name == "acknowledge"
    assert act.now == site.clock.now()
    assert act.actor == KnownPerson(
        transport="email", person_id=3, organisation_id=1, recipient_id=2
    )
    assert got.status == 200
    assert "You have acknowledged case 482-913. The sender is being told." in got.text
    assert BUTTON not in got.text


async def test_a_press_that_lost_the_race_is_told_who_won(site: Site) -> None:
    site.case(state=State.CLAIMED, holder_name="Dr Quill")
    site.front.reply = Tell((Bold("Dr Quill"), " acknowledged this at 03:00."))

    got = await site.asks("POST", site.link())

    assert "Dr Quill acknowledged this at 03:00." in got.text
    assert "You have acknowledged" not in got.text
    assert BUTTON not in got.text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.CLAIMED, "acknowledged"),
        (State.COMPLETED, "completed"),
        (State.CLOSED, "closed"),
        (State.WITHDRAWN, "withdrawn"),
    ],
)
async def test_a_case_that_needs_nobody_says_who_and_when_and_has_no_button(
    site: Site, state: State, words: str
) -> None:
    at = site.clock.now() - timedelta(minutes=4)
    site.case(state=state, holder_name="Dr <Quill>", at=at)

    got = await site.asks("GET", site.link())

    assert (
        f"This case was {words} by Dr &lt;Quill&gt;, 4 min ago (2026-03-01 02:56 UTC)." in got.text
    )
    assert BUTTON not in got.text


async def test_a_declined_case_still_waits_for_somebody(site: Site) -> None:
    site.case(state=State.DECLINED, holder_name="Dr Quill", triage=Triage.NORMAL)

    got = await site.asks("GET", site.link())

    assert "declined by Dr Quill. It is still waiting for somebody." in got.text
    assert BUTTON in got.text


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
async def test_a_link_that_was_altered_is_not_found(site: Site, method: str) -> None:
    site.case()

    got = await site.asks(method, site.link() + "x")

    assert got.status == 404
    assert site.front.acts == []


async def test_a_link_made_for_another_purpose_or_with_another_key_is_not_found(
    site: Site,
) -> None:
    site.case()
    now = site.clock.now()
    other_purpose = site.signer.token(GRANT, purpose="launch", now=now)
    other_key = Signer("another").token(GRANT, purpose="acknowledge", now=now)

    for token in (other_purpose, other_key):
        assert (await site.asks("POST", f"/ack/{token}")).status == 404
    assert site.front.acts == []


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_link_that_expired_is_gone_and_says_what_to_do(site: Site, method: str) -> None:
    site.case()
    link = site.link()
    site.clock.advance(timedelta(days=7, seconds=1))

    got = await site.asks(method, link)

    assert got.status == 410
    assert "This link has expired." in got.text
    assert "/foxo cases" in got.text
    assert site.front.acts == []


async def test_a_link_to_what_is_no_longer_there_is_not_valid(site: Site) -> None:
    got = await site.asks("GET", site.link(Grant(9, 9, 9)))

    assert got.status == 404
    assert "Nothing was changed." in got.text


async def test_a_refusal_of_the_product_is_a_page_too(site: Site) -> None:
    site.case()
    site.front.failure = NoSuchCase(number="482-913")

    assert (await site.asks("POST", site.link())).status == 404
