"""What the Bot Connector's error codes mean for a delivery, as one table with words for people.

Codes: learn.microsoft.com/microsoftteams, "Send proactive messages" and "Rate limiting".
"""

from foxo_bot.delivery.transport import TryLater, Undeliverable
from foxo_bot.edges.calling import LOST, CallFailed
from foxo_bot.transports.teams.connector import UNTRUSTED

NOT_THERE = "Foxo Bot is not in this Teams channel, or was removed. Add it under the team's Apps."
NOT_INSTALLED = "Foxo Bot is not installed for this person in Teams, or they left."
BLOCKED = "This person has blocked Foxo Bot in Teams."
SWITCHED_OFF = "An administrator has switched Foxo Bot off in this Teams organisation."
READ_ONLY = "Nobody may write in this Teams channel: it is archived, or closed to apps."
GONE = "The message or conversation no longer exists in Teams."
TOO_LARGE = "Teams did not accept the message: it is too large."

_DEAD: dict[str, str] = {
    "BotDisabledByAdmin": SWITCHED_OFF,
    "BotNotInConversationRoster": NOT_THERE,
    "ConversationBlockedByUser": BLOCKED,
    "MessageWritesBlocked": READ_ONLY,
    "ForbiddenOperationException": NOT_INSTALLED,
    "ConversationNotFound": NOT_THERE,
}
"""Nothing can arrive at this address until somebody changes something."""

_REFUSED: dict[str, str] = {
    "MessageSizeTooBig": TOO_LARGE,
    "413": TOO_LARGE,
    UNTRUSTED: "Teams named an address that is not Microsoft's.",
}
"""This message is at fault; another to the same address may arrive."""

_LATER = LOST | {"no_token"}
_PASSING = frozenset({401, 408, 412, 425, 429, 500, 502, 503, 504})


def passes(failed: CallFailed) -> bool:
    """Whether Teams, or the way to it, only cannot do it now."""
    return failed.code in _LATER or failed.status in _PASSING


def refusal(failed: CallFailed, *, personal: bool, redraws: bool) -> TryLater | Undeliverable:
    """What a failed call means for a delivery to a person or a channel."""
    if passes(failed):
        return TryLater(
            failed.code,
            after=failed.after,
            lane_too=failed.status == 429,
            uncertain=failed.written,
        )
    if redraws and failed.status == 404 and failed.code not in _DEAD:
        return Undeliverable(failed.code, GONE, taken_away=True)
    if failed.code in _DEAD or failed.status in {403, 404}:
        words = _words(failed.code, personal=personal)
        return Undeliverable(failed.code, words, address_dead=True)
    other = _REFUSED.get(failed.code) or _REFUSED.get(str(failed.status))
    return Undeliverable(failed.code, other or f"Teams refused the message ({failed.code}).")


def why_not(failed: CallFailed) -> str | None:
    """Why the bot cannot post in a channel it could not read; None where that is not said."""
    if failed.code in _DEAD or failed.status in {403, 404}:
        return _words(failed.code, personal=False)
    return None


def _words(code: str, *, personal: bool) -> str:
    words = _DEAD.get(code, NOT_THERE)
    if words in {NOT_THERE, NOT_INSTALLED}:
        return NOT_INSTALLED if personal else NOT_THERE
    return words
