"""Mails as their reader sees them."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape

_HREF = re.compile(r"href=[\"']([^\"']+)[\"']", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"')\]]+")


@dataclass(frozen=True, slots=True)
class Mail:
    """One received mail; `sender` and `recipients` are the envelope's."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    at: datetime

    @property
    def message(self) -> EmailMessage:
        """The parsed mail."""
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def subject(self) -> str:
        """The subject line."""
        return str(self.message["Subject"] or "")

    @property
    def plain(self) -> str:
        """The plain text part."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """The HTML part."""
        return self._part("html")

    @property
    def links(self) -> list[str]:
        """Every address to press, each once."""
        found = [unescape(href) for href in _HREF.findall(self.html)] + _URL.findall(self.plain)
        return list(dict.fromkeys(found))

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part is not None else ""


@dataclass(slots=True)
class Mailbox:
    """One address; `refuses` is the SMTP answer that its mail gets instead, such as 550."""

    address: str
    mails: list[Mail] = field(default_factory=list)
    refuses: str = ""

    @property
    def last(self) -> Mail:
        """The newest mail."""
        if not self.mails:
            reason = f"{self.address} has received nothing"
            raise LookupError(reason)
        return self.mails[-1]

    def bounces(self) -> None:
        """Refuse its mail for good."""
        self.refuses = "550 5.1.1 The email account that you tried to reach does not exist"

    def defers(self) -> None:
        """Refuse its mail for now."""
        self.refuses = "451 4.3.0 Temporary failure, try again later"

    def accepts(self) -> None:
        """Take mail again."""
        self.refuses = ""
