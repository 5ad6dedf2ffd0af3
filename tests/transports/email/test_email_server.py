"""Which server SMTP_URL names, how safely it is reached, and what the check says of it."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from foxo_bot.cards.notice import Mail
from foxo_bot.delivery.transport import Parcel, TryLater
from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.mail.server import MailServer
from foxo_bot.settings import Settings, SettingsError
from foxo_bot.transports import email
from foxo_bot.transports.email.check import check
from foxo_bot.transports.email.server import Server, parse
from tests.stub_front import StubFront

PARCEL = Parcel(reference="1", address="lead@northside.example", body=Mail("s", "p", "<p>h</p>"))


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", Server("mail.example", 25, tls=False)),
        ("smtp://u:p@mail.example", Server("mail.example", 587, False, "u", "p")),
        ("smtps://u:p%40x@mail.example", Server("mail.example", 465, True, "u", "p@x")),
        ("smtp://127.0.0.1:2525", Server("127.0.0.1", 2525, tls=False)),
    ],
)
def test_the_url_names_the_server(url: str, server: Server) -> None:
    assert parse(url) == server


@pytest.mark.parametrize(
    "url", ["mail.example:587", "http://mail.example", "smtp://", "smtp://a:b"]
)
def test_a_url_of_another_form_is_refused_with_advice_and_without_its_password(url: str) -> None:
    with pytest.raises(SettingsError, match="SMTP_URL: use smtp://"):
        parse(url)


def test_a_password_needs_tls_with_a_valid_certificate_unless_it_stays_on_this_machine() -> None:
    abroad = parse("smtp://u:p@mail.example").connection(helo="foxo.example")
    at_home = parse("smtp://u:p@localhost").connection(helo="foxo.example")

    assert (abroad._start_tls_on_connect, abroad.validate_certs) == (True, True)
    assert (at_home._start_tls_on_connect, at_home.validate_certs) == (None, False)
    assert parse("smtps://mail.example").connection(helo="foxo.example").validate_certs


class Taker:
    """A mail server that takes every mail and notes whether it came over TLS."""

    def __init__(self, certificate: ssl.SSLContext | None) -> None:
        self.certificate = certificate
        self.over_tls: list[bool] = []
        self.passwords: list[object] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.over_tls.append(session.ssl is not None)
        return "250 2.0.0 OK"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        self.passwords.append(data)
        return AuthResult(success=True)

    def protocol(self) -> SMTP:
        return SMTP(
            self,
            hostname="mail.example",
            tls_context=self.certificate,
            auth_require_tls=False,
            authenticator=self.authenticate,
            loop=asyncio.get_running_loop(),
        )


@asynccontextmanager
async def listening(
    certificate: ssl.SSLContext | None, *, at_once: bool = False
) -> AsyncIterator[tuple[Taker, int]]:
    """A server on a loopback port: STARTTLS with this certificate, or TLS from the start."""
    taker = Taker(None if at_once else certificate)
    server = await asyncio.get_running_loop().create_server(
        taker.protocol, "127.0.0.1", 0, ssl=certificate if at_once else None
    )
    async with server:
        yield taker, server.sockets[0].getsockname()[1]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    began = datetime(2026, 1, 1, tzinfo=UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(began)
        .not_valid_after(began + timedelta(days=36500))
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def transport(url: str) -> email.EmailTransport:
    clock = Clock(datetime(2026, 3, 1, 3, 0, tzinfo=UTC), rate=0)
    settings = Settings(_env_file=None, smtp_url=url, email_from="foxo@hospital.example")
    return email.build(settings, StubFront(), clock.now)


@pytest.fixture
def abroad(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loopback server is treated as one across a network."""
    monkeypatch.setattr(Server, "loopback", False)


async def test_tls_is_taken_where_this_machine_offers_it_whoever_signed_the_certificate(
    certificate: ssl.SSLContext,
) -> None:
    async with listening(certificate) as (taker, port):
        await transport(f"smtp://127.0.0.1:{port}").send(PARCEL)
        await transport(f"smtp://u:p@127.0.0.1:{port}").send(PARCEL)

    assert taker.over_tls == [True, True]


async def test_tls_from_the_start_works_too(certificate: ssl.SSLContext) -> None:
    async with listening(certificate, at_once=True) as (taker, port):
        await transport(f"smtps://127.0.0.1:{port}").send(PARCEL)

    assert len(taker.over_tls) == 1


@pytest.mark.usefixtures("abroad")
async def test_a_password_is_never_told_to_a_server_nobody_vouches_for(
    certificate: ssl.SSLContext,
) -> None:
    async with listening(certificate) as (taker, port):
        sender = transport(f"smtp://u:p@127.0.0.1:{port}")
        with pytest.raises(TryLater, match="smtp_tls"):
            await sender.send(PARCEL)

    assert taker.passwords == []
    assert sender.health() == "No secure connection to the mail server is possible."


@pytest.mark.usefixtures("abroad")
async def test_a_password_is_never_sent_in_the_clear() -> None:
    async with listening(None) as (taker, port):
        with pytest.raises(TryLater, match="smtp_tls"):
            await transport(f"smtp://u:p@127.0.0.1:{port}").send(PARCEL)

    assert taker.passwords == []


@pytest.mark.usefixtures("abroad")
async def test_tls_from_the_start_checks_the_certificate(certificate: ssl.SSLContext) -> None:
    async with listening(certificate, at_once=True) as (taker, port):
        with pytest.raises(TryLater, match="smtp_tls"):
            await transport(f"smtps://u:p@127.0.0.1:{port}").send(PARCEL)

    assert taker.passwords == []


@pytest.mark.usefixtures("abroad")
async def test_without_a_password_mail_goes_even_where_no_tls_is_offered() -> None:
    async with listening(None) as (taker, port):
        await transport(f"smtp://127.0.0.1:{port}").send(PARCEL)

    assert taker.over_tls == [False]


def settings(url: str, sender: str = "Foxo <foxo@hospital.example>") -> Settings:
    return Settings(_env_file=None, smtp_url=url, email_from=sender)


async def test_check_logs_in_and_sends_nothing() -> None:
    async with MailServer(login=("foxo", "right")) as server:
        findings = await check(settings(server.url))

        assert [well for well, _ in findings] == [True, True, None]
        assert "logged in" in findings[0][1]
        assert server.received == []


async def test_check_says_whether_tls_is_in_use(certificate: ssl.SSLContext) -> None:
    async with listening(certificate) as (_, port):
        findings = await check(settings(f"smtp://127.0.0.1:{port}"))

    assert "over TLS" in findings[0][1]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("smtp://foxo:wrong@{here}", "refuses the user or password"),
        ("smtp://127.0.0.1:1", "cannot be reached"),
        ("mail.example", "SMTP_URL: use"),
    ],
)
async def test_check_names_what_is_wrong(url: str, words: str) -> None:
    async with MailServer(login=("foxo", "right")) as server:
        findings = await check(settings(url.format(here=f"127.0.0.1:{server.port}")))

    (trouble,) = [sentence for well, sentence in findings if well is False]
    assert words in trouble
