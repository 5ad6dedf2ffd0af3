"""What a mail server's refusal means: try later or never, in words for people.

Enhanced status codes are those of RFC 3463. What the server says is never repeated: it names the
address.
"""

import re

from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from foxo_bot.delivery.transport import TryLater, Undeliverable

_ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")

_REFUSED = "The mail server refused the email."
_SENDER = "The mail server refused the address that Foxo Bot sends from."
_GAVE_UP = "The mail server gave up after trying for some time."

DEAD = {
    "5.1.1": "The email address does not exist.",
    "5.1.2": "The part of the email address after the @ does not exist.",
    "5.1.3": "The email address is not written correctly.",
    "5.1.6": "The mailbox has moved and left no new address.",
    "5.1.10": "The email address does not receive mail.",
    "5.2.1": "The mailbox is switched off.",
    "5.4.1": "Its mail server does not take mail for the email address.",  # Exchange Online
    "5.4.4": "No mail server was found for the email address.",
}
"""What says that no later mail arrives at that address either."""

WORDS = DEAD | {
    "5.1.7": _SENDER,
    "5.1.8": _SENDER,
    "5.2.2": "The mailbox is full.",
    "5.2.3": "The mailbox does not accept a message of this size.",
    "5.7.1": "The mail server does not deliver to this address.",
}
"""5.1.0 is left out: Postfix says it of a sender whom it does not know."""


def bad_address() -> Undeliverable:
    """For an address that cannot be written into a message."""
    return Undeliverable("bad_address", DEAD["5.1.3"], address_dead=True)


def failure(error: SMTPException) -> TryLater | Undeliverable:
    """What an answer of the mail server means for the parcel."""
    match error:
        case SMTPAuthenticationError():
            return TryLater("smtp_auth", lane_too=True)
        case SMTPRecipientsRefused(recipients=[refused, *_]):
            return _refused(refused, may_be_dead=True)
        case SMTPSenderRefused(code=code) if code >= 500:
            return Undeliverable("sender_refused", _SENDER)
        case SMTPResponseException():
            return _refused(error, may_be_dead=False)
        case _:
            return TryLater("smtp_protocol")


def _refused(error: SMTPResponseException, *, may_be_dead: bool) -> TryLater | Undeliverable:
    found = _ENHANCED.match(str(error.message))
    reason = found.group(1) if found else str(error.code)
    if error.code < 500:
        return TryLater(f"smtp_{reason}")
    words, dead = explain(reason)
    return Undeliverable(reason, words, address_dead=may_be_dead and dead)


def explain(status: str) -> tuple[str, bool]:
    """What a status that is final means in words, and whether no later mail can arrive there."""
    words = _GAVE_UP if status.startswith("4.") else WORDS.get(status, _REFUSED)
    return words, status in DEAD
