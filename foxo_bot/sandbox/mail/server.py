"""An SMTP server in the running event loop, with the faults that mail servers have."""

import asyncio
import socket
from types import TracebackType
from typing import Self, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.mail.mailbox import Mail, Mailbox


class MailServer:
    """SMTP on a loopback port.

    `busy` greets with 421, `hangs` does not greet at all, `drops` takes a mail and cuts the
    connection before saying so; `goes_down` stops listening. `login` asks for this user and
    password.
    """

    def __init__(
        self, clock: Clock | None = None, *, login: tuple[str, str] | None = None, port: int = 0
    ) -> None:
        self.clock = clock or Clock()
        self.login = login
        self.port = port
        self.mailboxes: dict[str, Mailbox] = {}
        self.busy = self.hangs = self.drops = False
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.BaseTransport] = set()

    async def __aenter__(self) -> Self:
        await self.comes_back()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.goes_down()

    @property
    def url(self) -> str:
        """The address, for SMTP_URL."""
        who = ":".join(self.login) + "@" if self.login else ""
        return f"smtp://{who}127.0.0.1:{self.port}"

    @property
    def received(self) -> list[Mail]:
        """Every mail taken, each once, by mailbox."""
        mails = [mail for mailbox in self.mailboxes.values() for mail in mailbox.mails]
        return list({id(mail): mail for mail in mails}.values())

    def mailbox(self, address: str) -> Mailbox:
        """The mailbox of an address, made when first asked for."""
        return self.mailboxes.setdefault(address.lower(), Mailbox(address.lower()))

    async def comes_back(self) -> None:
        """Listen, on the same port as before."""
        if self._server is None:
            listener = socket.create_server(("127.0.0.1", self.port))
            self.port = listener.getsockname()[1]
            loop = asyncio.get_running_loop()
            self._server = await loop.create_server(self._connection, sock=listener)

    async def goes_down(self) -> None:
        """Refuse connections, and cut those that are open."""
        if self._server is None:
            return
        self._server.close()
        for transport in list(self._open):
            cast("asyncio.Transport", transport).abort()
        await self._server.wait_closed()
        self._server = None
        await asyncio.sleep(0)  # cut connections end on the loop's next turn

    def _connection(self) -> asyncio.BaseProtocol:
        if self.busy or self.hangs:
            return _Greeter(b"" if self.hangs else b"421 4.3.2 Too busy, try later\r\n", self._open)
        return _Connection(self, self._open)

    # What aiosmtpd asks of its handler

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """MAIL FROM: only after AUTH where a login is asked for."""
        if self.login and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """RCPT TO: as the mailbox says."""
        refusal = self.mailbox(address).refuses
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """The mail itself."""
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        mail = Mail(envelope.mail_from or "", tuple(envelope.rcpt_tos), raw, self.clock.now())
        for address in envelope.rcpt_tos:
            self.mailbox(address).mails.append(mail)
        if self.drops:
            cast("asyncio.Transport", server.transport).abort()
        return "250 2.0.0 OK queued"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
    ) -> AuthResult:
        """AUTH PLAIN and LOGIN."""
        if not isinstance(data, LoginPassword) or self.login is None:
            return AuthResult(success=False, handled=False)
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == self.login, handled=False)


class _Connection(SMTP):
    """aiosmtpd's server side, known to the set of open connections while it lasts."""

    def __init__(self, owner: MailServer, opened: set[asyncio.BaseTransport]) -> None:
        super().__init__(
            owner,
            hostname="mail.sandbox.example",
            ident="Sandbox",
            enable_SMTPUTF8=True,
            auth_require_tls=False,
            authenticator=owner.authenticate,
            loop=asyncio.get_running_loop(),
        )
        self._opened = opened

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._opened.add(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._opened.discard(cast("asyncio.BaseTransport", self.transport))
        super().connection_lost(error)


class _Greeter(asyncio.Protocol):
    """Says one line and hangs up, or nothing at all."""

    def __init__(self, line: bytes, opened: set[asyncio.BaseTransport]) -> None:
        self._line = line
        self._opened = opened
        self._transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._opened.add(transport)
        if self._line:
            cast("asyncio.WriteTransport", transport).write(self._line)
            transport.close()

    def connection_lost(self, error: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        if self._transport is not None:
            self._opened.discard(self._transport)
