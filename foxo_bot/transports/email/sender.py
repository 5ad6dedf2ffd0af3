"""Hands one email to the mail server, each over its own connection."""

import asyncio
import contextlib
import ssl
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage

from aiosmtplib import (
    SMTP,
    SMTPConnectError,
    SMTPConnectResponseError,
    SMTPException,
    SMTPNotSupported,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)
from fastapi import APIRouter

from foxo_bot.cards.notice import Mail
from foxo_bot.delivery.transport import Parcel, Sent, TryLater, Undeliverable
from foxo_bot.handlers.ports import Front
from foxo_bot.settings import Settings
from foxo_bot.transports.email.errors import bad_address, failure
from foxo_bot.transports.email.inbound import Inbound
from foxo_bot.transports.email.letter import Sender, letter
from foxo_bot.transports.email.server import parse

TOTAL = 20.0
"""Seconds that a whole delivery may take, however slowly each command is answered: less than
half of the time for which delivery reserves a message."""

_FAREWELL = 2.0

_STANDING = {
    "smtp_auth": "The mail server refuses the user or password in SMTP_URL.",
    "smtp_tls": "No secure connection to the mail server is possible.",
    "sender_refused": "The mail server refuses mail from EMAIL_FROM.",
    "smtp_protocol": "The mail server does not work with SMTP_URL as it is.",
    "unreachable": "The mail server cannot be reached.",
}
"""What stays wrong until somebody acts, in words for whoever runs the program."""


class EmailTransport:
    """The way to reach people by email. `router` holds the address that takes bounces."""

    name = "email"

    def __init__(self, settings: Settings, front: Front, clock: Callable[[], datetime]) -> None:
        self._server = parse(settings.smtp_url)
        self.router: APIRouter = Inbound(settings, front, clock).router
        self._sender = Sender(
            settings.email_from, settings.foxo_secret_key, settings.email_bounces_to
        )
        self._clock = clock
        self._trouble: str | None = None

    async def send(self, parcel: Parcel) -> Sent:
        """Hand one email over; raises TryLater or Undeliverable.

        SMTP cannot be asked what it took, so an uncertain parcel goes again under the same
        Message-ID, which mail systems show once.
        """
        if not isinstance(parcel.body, Mail):
            raise TypeError("an email carries a Mail")
        try:
            message = self._letter(parcel, parcel.body)
        except ValueError:
            raise bad_address() from None
        try:
            await self._deliver(message, parcel.address)
        except (TryLater, Undeliverable) as failed:
            self._trouble = _STANDING.get(failed.reason, self._trouble)
            raise
        self._trouble = None
        return Sent(str(message["Message-ID"]))

    def health(self) -> str | None:
        """What stands in the way of every email at the moment, None if nothing is known to."""
        return self._trouble

    async def close(self) -> None:
        """Nothing stays open between two emails."""

    def _letter(self, parcel: Parcel, mail: Mail) -> EmailMessage:
        return letter(
            mail,
            sender=self._sender,
            recipient=parcel.address,
            reference=parcel.reference,
            now=self._clock(),
        )

    async def _deliver(self, message: EmailMessage, recipient: str) -> None:
        connection = self._server.connection(helo=self._sender.domain)
        try:
            async with asyncio.timeout(TOTAL):
                await _open(connection)
                await _hand_over(
                    connection, message, sender=self._sender.returns, recipient=recipient
                )
            await _part(connection)
        except TimeoutError:
            raise TryLater("timeout", uncertain=True) from None
        finally:
            connection.close()


async def _open(connection: SMTP) -> None:
    """Connect, secure and log in."""
    try:
        await connection.connect()
    except SMTPTimeoutError:
        raise TryLater("timeout") from None
    except SMTPConnectResponseError as refused:
        raise TryLater(f"smtp_{refused.code}") from None
    except (SMTPConnectError, OSError) as failed:
        tls = isinstance(failed, ssl.SSLError) or isinstance(failed.__cause__, ssl.SSLError)
        raise TryLater("smtp_tls" if tls else "unreachable", lane_too=True) from None
    except SMTPException as refused:
        raise _lasting(refused) from None


def _lasting(refused: SMTPException) -> TryLater:
    """A refusal before the message concerns the server or the settings, never the address."""
    meaning = failure(refused)
    if isinstance(meaning, TryLater) and meaning.reason != "smtp_protocol":
        return meaning
    return TryLater("smtp_tls" if "TLS" in refused.message else "smtp_protocol", lane_too=True)


async def _hand_over(
    connection: SMTP, message: EmailMessage, *, sender: str, recipient: str
) -> None:
    try:
        await connection.send_message(message, sender=sender, recipients=[recipient])
    except SMTPTimeoutError:
        raise TryLater("timeout", uncertain=True) from None
    except (SMTPServerDisconnected, ConnectionError):
        raise TryLater("dropped", uncertain=True) from None
    except ValueError:
        raise bad_address() from None
    except SMTPNotSupported:
        words = "The mail server cannot handle this email address."
        raise Undeliverable("no_smtputf8", words) from None
    except SMTPException as refused:
        raise failure(refused) from None


async def _part(connection: SMTP) -> None:
    """Say goodbye. The message is taken; a lost farewell changes nothing."""
    with contextlib.suppress(SMTPException, OSError):
        await connection.quit(timeout=_FAREWELL)
