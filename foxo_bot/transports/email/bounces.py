"""Reads a delivery report (RFC 3464): which mail of ours did not arrive, and why. Pure.

A report is believed for one reason: it carries back the Message-ID of a mail, which is made with a
secret and known only to whoever handled that mail. What it says in words is never repeated.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from email.utils import parseaddr

from foxo_bot.transports.email.errors import explain
from foxo_bot.transports.email.letter import OUR_ID

LARGEST = 1_000_000
"""Bytes of a report that are read; what is sent back of our own mails is far smaller."""

_STATUS = re.compile(r"\s*([45]\.\d{1,3}\.\d{1,3})\b")
_SAID = re.compile(r"smtp;\s*5\d\d[ -](5\.\d{1,3}\.\d{1,3})\b", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,190}>")


@dataclass(frozen=True, slots=True)
class Bounce:
    """One mail that did not arrive: its Message-ID, to which address it went, and why."""

    message_id: str
    address: str
    reason: str
    words: str
    address_dead: bool


def read(raw: bytes) -> Bounce | None:
    """The bounce that a message reports; None for anything else, such as news of a delay."""
    report = message_from_bytes(raw[:LARGEST])
    returned = next(_returned(report), None)
    failed = next(_failed(report), None)
    if returned is None or failed is None:
        return None
    message_id = _MESSAGE_ID.search(str(returned.get(OUR_ID) or returned.get("Message-ID", "")))
    if message_id is None:
        return None
    reason = _reason(failed)
    words, dead = explain(reason)
    return Bounce(
        message_id=message_id.group(),
        address=parseaddr(str(returned.get("To", "")))[1].lower(),
        reason=reason,
        words=words,
        address_dead=dead,
    )


def _failed(report: Message) -> Iterator[Message]:
    """What the report says of each recipient that it did not reach."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            for block in part.get_payload():
                if isinstance(block, Message) and _action(block) == "failed":
                    yield block


def _reason(failed: Message) -> str:
    """Its status, or the more exact one that the other server had said: Exim calls all 5.0.0."""
    status = _STATUS.match(str(failed.get("Status", "")))
    if status and not status.group(1).endswith(".0.0"):
        return status.group(1)
    said = _SAID.match(str(failed.get("Diagnostic-Code", "")).strip())
    return said.group(1) if said else status.group(1) if status else "bounced"


def _action(block: Message) -> str:
    return str(block.get("Action", "")).strip().lower()


def _returned(report: Message) -> Iterator[Message]:
    """The headers of the mail that the report is about."""
    for part in report.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822" and part.is_multipart():
            yield from (inner for inner in part.get_payload() if isinstance(inner, Message))
        elif kind == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield message_from_string(content.decode("utf-8", "replace"))
