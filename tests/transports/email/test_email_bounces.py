"""Reports of mail that did not arrive, read and posted."""

import io
from types import SimpleNamespace

import aiohttp
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from foxo_bot.commands import mail
from foxo_bot.handlers.news import Receipt
from foxo_bot.sandbox.serving import Served
from foxo_bot.settings import Settings
from foxo_bot.transports.email import EmailTransport
from foxo_bot.transports.email.bounces import read
from foxo_bot.transports.email.inbound import address
from tests.stub_front import StubFront
from tests.transports.reports import AWAY, EXCHANGE, EXIM, GMAIL, POSTFIX, report

TO = "Casey@northside.example"
HEADERS = f"Message-ID: <9f86d081@northside.example>\nFrom: foxo@northside.example\nTo: {TO}"


@pytest.mark.parametrize(
    "shape", [POSTFIX, EXCHANGE, GMAIL, EXIM], ids=["postfix", "exchange", "gmail", "exim"]
)
def test_a_report_tells_which_mail_to_whom_and_why(shape: str) -> None:
    found = read(report(shape, HEADERS, TO))

    assert found is not None
    assert found.message_id == "<9f86d081@northside.example>"
    assert found.address == "casey@northside.example"
    assert (found.reason, found.address_dead) == ("5.1.1", True)
    assert TO.lower() not in found.words.lower()


def test_a_relay_that_put_its_own_message_id_in_place_is_seen_through() -> None:
    relayed = HEADERS.replace("9f86d081", "0100-relay")
    found = read(report(POSTFIX, f"{relayed}\nX-Foxo-Mail: <9f86d081@northside.example>", TO))

    assert found is not None
    assert found.message_id == "<9f86d081@northside.example>"


@pytest.mark.parametrize(
    ("status", "dead"),
    [
        ("5.2.2", False),
        ("5.7.1", False),
        ("5.1.10", True),
        ("5.2.1", True),
        ("5.4.1", True),  # of Exchange Online, from outside
        ("5.1.8", False),  # the sender is blocked
        ("4.4.7", False),
        ("unknown", False),
    ],
)
def test_only_an_address_that_does_not_exist_is_dead(status: str, dead: bool) -> None:
    found = read(report(EXCHANGE, HEADERS, TO, status=status))

    assert found is not None
    assert found.address_dead is dead
    assert found.words


@pytest.mark.parametrize(
    "raw",
    [
        report(POSTFIX, HEADERS, TO, action="delayed", status="4.4.1"),
        report(POSTFIX, HEADERS, TO, action="delivered", status="2.0.0"),
        report(POSTFIX, "From: foxo@northside.example", TO),
        report(AWAY, HEADERS, TO),
        b"",
        b"\xff\xfe\x00",
    ],
    ids=["delayed", "delivered", "no id", "away", "empty", "bytes"],
)
def test_anything_else_reports_nothing(raw: bytes) -> None:
    assert read(raw) is None


@given(st.binary(max_size=200), st.integers(0, 1200), st.sampled_from([POSTFIX, EXCHANGE]))
def test_no_message_can_break_the_reading(noise: bytes, place: int, shape: str) -> None:
    whole = report(shape, HEADERS, TO)
    read(whole[:place] + noise + whole[place:])


async def test_a_report_that_is_posted_is_news_and_a_stranger_is_turned_away(
    transport: EmailTransport, settings: Settings, front: StubFront
) -> None:
    app = FastAPI()
    app.include_router(transport.router)
    served = Served(app)
    await served.start()
    path = address(settings).removeprefix(settings.foxo_public_url)
    raw = report(POSTFIX, HEADERS, TO)

    async def posted(path: str, raw: bytes | io.BytesIO) -> int:
        async with (
            aiohttp.ClientSession() as web,
            web.post(served.url + path, data=raw) as answer,
        ):
            return answer.status

    assert await posted("/email/bounce/guessed", raw) == 404
    assert await posted(path[:-1], raw) == 404
    assert front.news == []
    assert await posted(path, report(AWAY, HEADERS, TO)) == 204
    assert await posted(path, io.BytesIO(b"x" * 3_000_000)) == 204
    assert front.news == []
    assert await posted(path, raw) == 204
    await served.stop()

    (news,) = front.news
    assert isinstance(news, Receipt)
    assert (news.transport, news.vendor_id) == ("email", "<9f86d081@northside.example>")


async def test_what_a_mail_server_pipes_in_never_goes_back_to_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def piped(raw: bytes) -> None:
        monkeypatch.setattr(mail.sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))

    piped(report(AWAY, HEADERS, TO))
    assert await mail.bounce(settings) == 0
    assert "nothing was done" in capsys.readouterr().out

    gone = settings.model_copy(
        update={
            "foxo_database_url": "sqlite:////nowhere/foxo.db",
            "foxo_encryption_keys": "A" * 43 + "=",
        }
    )
    piped(report(POSTFIX, HEADERS, TO))
    assert await mail.bounce(gone) == mail.TRY_AGAIN
    assert capsys.readouterr().err.startswith("foxo-bot: ")
