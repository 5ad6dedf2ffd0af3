"""A real SMTP client judges the sandbox's mail server."""

import asyncio
from collections.abc import AsyncIterator
from email.message import EmailMessage

import aiosmtplib
import pytest

from foxo_bot.sandbox.mail.server import MailServer

LEAD = "lead@northside.example"


@pytest.fixture
async def smtp() -> AsyncIterator[MailServer]:
    async with MailServer() as smtp:
        yield smtp


async def send(smtp: MailServer, to: str = LEAD, **more: object) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "foxo@northside.example", to, "Case 12 – Urgent"
    mail.set_content("Press https://foxo.example/ack/abc?x=1 to answer.")
    mail.add_alternative('<a href="https://foxo.example/ack/abc?x=1&amp;y=2">Go</a>', "html")
    await aiosmtplib.send(mail, hostname="127.0.0.1", port=smtp.port, **{"timeout": 1, **more})


async def test_a_mail_is_read_with_its_parts_and_links(smtp: MailServer) -> None:
    await send(smtp)
    mail = smtp.mailbox("Lead@Northside.example").last
    assert mail.subject == "Case 12 – Urgent"
    assert mail.plain.startswith("Press")
    assert "<a href" in mail.html
    assert mail.links == [
        "https://foxo.example/ack/abc?x=1&y=2",
        "https://foxo.example/ack/abc?x=1",
    ]


async def test_a_bounce_is_for_one_recipient_and_for_good(smtp: MailServer) -> None:
    smtp.mailbox(LEAD).bounces()
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as caught:
        await send(smtp)
    assert caught.value.recipients[0].code == 550
    await send(smtp, "other@northside.example")
    assert smtp.mailbox(LEAD).mails == []


async def test_a_deferral_is_for_now(smtp: MailServer) -> None:
    smtp.mailbox(LEAD).defers()
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as caught:
        await send(smtp)
    assert caught.value.recipients[0].code == 451
    smtp.mailbox(LEAD).accepts()
    await send(smtp)
    assert len(smtp.received) == 1


async def test_a_server_that_is_down_comes_back_on_its_port(smtp: MailServer) -> None:
    await smtp.goes_down()
    with pytest.raises(aiosmtplib.SMTPConnectError):
        await send(smtp)
    await smtp.comes_back()
    await send(smtp)
    assert len(smtp.received) == 1


async def test_a_busy_server_greets_with_421(smtp: MailServer) -> None:
    smtp.busy = True
    with pytest.raises(aiosmtplib.SMTPException) as caught:
        await send(smtp)
    assert "421" in str(caught.value)


async def test_a_hanging_server_says_nothing(smtp: MailServer) -> None:
    smtp.hangs = True
    with pytest.raises(aiosmtplib.SMTPTimeoutError):
        await send(smtp, timeout=0.1)


async def test_a_dropped_connection_may_still_have_taken_the_mail(smtp: MailServer) -> None:
    smtp.drops = True
    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        await send(smtp)
    assert len(smtp.received) == 1


async def test_a_login_is_asked_for_where_one_is_set() -> None:
    async with MailServer(login=("foxo", "secret")) as smtp:
        with pytest.raises(aiosmtplib.SMTPException):
            await send(smtp)
        with pytest.raises(aiosmtplib.SMTPAuthenticationError):
            await send(smtp, username="foxo", password="wrong")
        await send(smtp, username="foxo", password="secret")
        assert len(smtp.received) == 1
        assert smtp.url == f"smtp://foxo:secret@127.0.0.1:{smtp.port}"


async def test_stopping_cuts_open_connections(smtp: MailServer) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", smtp.port)
    assert (await reader.readline()).startswith(b"220")
    await smtp.goes_down()
    with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
        await reader.readexactly(1)
    writer.close()
