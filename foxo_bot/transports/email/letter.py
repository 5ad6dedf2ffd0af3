"""Puts a Mail into an envelope: the headers and the two parts of the message that leaves. Pure."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, parseaddr
from hashlib import blake2b

from foxo_bot.cards.notice import Mail

OUR_ID = "X-Foxo-Mail"
"""Carries the Message-ID once more: some relays put their own in its place."""

_UNWANTED = "DR, RN, NRN, OOF, AutoReply"
"""Everything that Exchange answers by itself but for reports of mail that did not arrive."""


@dataclass(frozen=True, slots=True)
class Sender:
    """From whom mail comes; `secret` makes message ids that nobody can guess.

    What does not arrive is reported to `bounces`, where that is set.
    """

    header: str
    secret: str
    bounces: str = ""

    @property
    def address(self) -> str:
        return parseaddr(self.header)[1]

    @property
    def returns(self) -> str:
        """The envelope's sender: mail servers send their reports there and nowhere else."""
        return parseaddr(self.bounces)[1] or self.address

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2] or "localhost"

    def message_id(self, reference: str) -> str:
        """The Message-ID of a parcel: the same at every attempt, so that a repeat shows as one."""
        key = self.secret.encode()[:64]
        digest = blake2b(reference.encode(), key=key, digest_size=16).hexdigest()
        return f"<{digest}@{self.domain}>"


def letter(
    mail: Mail, *, sender: Sender, recipient: str, reference: str, now: datetime
) -> EmailMessage:
    """The message as it leaves; ValueError where the address cannot stand in a header."""
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = sender.header
    message["To"] = recipient
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(now)
    message["Message-ID"] = sender.message_id(reference)
    message[OUR_ID] = sender.message_id(reference)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = _UNWANTED
    message.set_content(mail.plain)
    message.add_alternative(mail.html, subtype="html")
    return message
