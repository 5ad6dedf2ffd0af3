"""What is handed to a mail server, and what its refusals mean."""

import asyncio
from datetime import timedelta

import pytest
from aiosmtplib import SMTPDataError, SMTPSenderRefused

from foxo_bot.cards.notice import Mail, Notice, Occasion, mail
from foxo_bot.delivery.transport import Parcel, Sent, TryLater, Undeliverable
from foxo_bot.model import Triage
from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.mail.server import MailServer
from foxo_bot.settings import Settings
from foxo_bot.transports import email
from foxo_bot.transports.email import errors
from tests.stub_front import StubFront

TO = "lead@northside.example"
LINK = "https://foxo.example/ack/abc.def"


def notice_mail() -> Mail:
    return mail(
        Notice(
            occasion=Occasion.WAITING,
            number=482913,
            triage=Triage.HIGH,
            team="Radiology Übersicht",
            age=timedelta(minutes=10),
            link=LINK,
        )
    )


def parcel(**over: object) -> Parcel:
    return Parcel(**{"reference": "77", "address": TO, "body": notice_mail(), **over})  # type: ignore[arg-type]


async def test_an_email_says_the_same_in_plain_text_and_html(
    transport: email.EmailTransport, server: MailServer, clock: Clock
) -> None:
    sent = await transport.send(parcel())

    got = server.mailbox(TO).last
    assert got.sender == "foxo@hospital.example"
    assert got.subject == notice_mail().subject
    assert "Übersicht" in got.subject
    assert got.links == [LINK]
    assert "482-913" in got.plain
    assert "482-913" in got.html
    assert got.message["From"] == "Foxo <foxo@hospital.example>"
    assert got.message["To"] == TO
    assert got.message["Date"].datetime == clock.now()
    assert got.message["Auto-Submitted"] == "auto-generated"
    assert got.message["Message-ID"] == sent.vendor_id
    assert "<img" not in got.html


async def test_a_repeat_carries_the_message_id_of_the_first_and_another_email_does_not(
    transport: email.EmailTransport, server: MailServer, clock: Clock
) -> None:
    first = await transport.send(parcel())
    clock.advance(timedelta(minutes=1))
    again = await transport.send(parcel(uncertain=True))
    other = await transport.send(parcel(reference="78"))

    assert first == again
    assert other != first
    assert first.vendor_id.endswith("@hospital.example>")


async def test_the_number_in_one_installation_is_not_the_message_id_of_another(
    settings: Settings, transport: email.EmailTransport, clock: Clock
) -> None:
    elsewhere = email.build(
        settings.model_copy(update={"foxo_secret_key": "new"}), StubFront(), clock.now
    )

    assert await elsewhere.send(parcel()) != await transport.send(parcel())


async def test_a_line_break_in_a_team_name_cannot_add_a_header(
    transport: email.EmailTransport, server: MailServer
) -> None:
    await transport.send(parcel(body=Mail("Case\r\nBcc: x@evil.example", "plain", "<p>html</p>")))

    got = server.mailbox(TO).last
    assert got.subject == "Case Bcc: x@evil.example"
    assert got.message["Bcc"] is None
    assert got.recipients == (TO,)


@pytest.mark.parametrize("address", ["a@b.example\r\nBcc: x@evil.example", "@", "a b@c"])
async def test_what_is_no_address_is_dead_at_once(
    transport: email.EmailTransport, server: MailServer, address: str
) -> None:
    with pytest.raises(Undeliverable):
        await transport.send(parcel(address=address))

    assert server.received == []


async def test_many_emails_at_once_all_arrive(
    transport: email.EmailTransport, server: MailServer
) -> None:
    sent = await asyncio.gather(*(transport.send(parcel(reference=str(n))) for n in range(12)))

    assert len({one.vendor_id for one in sent}) == 12
    assert len(server.mailbox(TO).mails) == 12


async def test_a_mailbox_that_does_not_exist_is_dead_and_the_words_do_not_repeat_the_server(
    transport: email.EmailTransport, server: MailServer
) -> None:
    server.mailbox(TO).bounces()

    with pytest.raises(Undeliverable) as refused:
        await transport.send(parcel())

    assert refused.value.reason == "5.1.1"
    assert refused.value.address_dead
    assert refused.value.words == "The email address does not exist."


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("550 5.7.1 Relaying denied for lead@northside.example", "5.7.1"),
        ("552 5.2.2 Mailbox full", "5.2.2"),
        ("554 no thanks", "554"),
        ("550 5.1.8 Access denied, bad outbound sender", "5.1.8"),
        ("550 5.1.0 Sender address rejected: user unknown", "5.1.0"),
    ],
)
async def test_other_refusals_are_for_good_but_the_address_lives(
    transport: email.EmailTransport, server: MailServer, answer: str, reason: str
) -> None:
    server.mailbox(TO).refuses = answer

    with pytest.raises(Undeliverable) as refused:
        await transport.send(parcel())

    assert (refused.value.reason, refused.value.address_dead) == (reason, False)
    assert TO not in refused.value.words


async def test_a_mailbox_that_is_busy_is_tried_later(
    transport: email.EmailTransport, server: MailServer
) -> None:
    server.mailbox(TO).defers()

    with pytest.raises(TryLater) as later:
        await transport.send(parcel())

    assert (later.value.reason, later.value.uncertain) == ("smtp_4.3.0", False)


async def test_a_server_that_is_down_is_tried_later_and_seen_in_health(
    transport: email.EmailTransport, server: MailServer
) -> None:
    await server.goes_down()
    with pytest.raises(TryLater) as later:
        await transport.send(parcel())
    assert (later.value.reason, later.value.uncertain) == ("unreachable", False)
    assert transport.health() == "The mail server cannot be reached."

    await server.comes_back()
    await transport.send(parcel())

    assert transport.health() is None


async def test_a_connection_cut_after_the_mail_leaves_it_uncertain(
    transport: email.EmailTransport, server: MailServer
) -> None:
    server.drops = True

    with pytest.raises(TryLater) as lost:
        await transport.send(parcel())

    assert lost.value.uncertain


async def test_a_wrong_password_is_no_fault_of_the_address_and_seen_in_health(
    settings: Settings, clock: Clock
) -> None:
    async with MailServer(login=("foxo", "right")) as server:
        url = server.url.replace("right", "wrong")
        transport = email.build(
            settings.model_copy(update={"smtp_url": url}), StubFront(), clock.now
        )
        with pytest.raises(TryLater) as refused:
            await transport.send(parcel())
        assert refused.value.reason == "smtp_auth"
        assert transport.health() == "The mail server refuses the user or password in SMTP_URL."


async def test_a_login_may_hold_any_character(settings: Settings, clock: Clock) -> None:
    async with MailServer(login=("foxo@hospital.example", "p:a/s@s w")) as server:
        url = f"smtp://foxo%40hospital.example:p%3Aa%2Fs%40s%20w@127.0.0.1:{server.port}"
        transport = email.build(
            settings.model_copy(update={"smtp_url": url}), StubFront(), clock.now
        )

        assert isinstance(await transport.send(parcel()), Sent)


def test_a_sender_that_is_refused_is_not_held_against_the_address() -> None:
    meaning = errors.failure(SMTPSenderRefused(550, "5.1.8 no such domain", "foxo@x.example"))

    assert isinstance(meaning, Undeliverable)
    assert not meaning.address_dead


def test_a_refusal_of_the_content_is_not_held_against_the_address() -> None:
    meaning = errors.failure(SMTPDataError(554, "5.1.1 odd place for it"))

    assert isinstance(meaning, Undeliverable)
    assert not meaning.address_dead
