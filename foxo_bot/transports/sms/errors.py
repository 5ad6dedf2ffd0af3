"""Twilio's error codes in words for people, and what each means for the number.

Codes from Twilio's error and warning dictionary. What Twilio says of a message is left out on
purpose: its texts name the phone number.
"""

from dataclasses import dataclass
from http import HTTPStatus

from foxo_bot.delivery.transport import TryLater, Undeliverable
from foxo_bot.escalation.marks import STOPPED
from foxo_bot.transports.sms.api import Answer


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an SMS does not arrive. `dead`: no later SMS can arrive at that number either."""

    words: str
    dead: bool = False


_INVALID = Trouble("The mobile number is not a valid phone number.", dead=True)
_OUR_NUMBER = Trouble("The number that Foxo Bot sends from cannot send this SMS.")
_REFUSED = Trouble("Twilio refused the SMS.")
_LOST = Trouble("The SMS was not delivered.")

REFUSED: dict[int, Trouble] = {
    21201: _INVALID,
    21211: _INVALID,
    21217: _INVALID,
    21214: Trouble("The mobile number cannot be reached.", dead=True),
    21408: Trouble("Sending SMS to that country is not switched on at Twilio."),
    21610: Trouble(STOPPED, dead=True),
    21612: Trouble("Twilio has no route to that number from the number Foxo Bot sends from."),
    21614: Trouble("The number is not a mobile and cannot receive SMS.", dead=True),
    21617: Trouble("The SMS was too long."),
    21212: _OUR_NUMBER,
    21603: _OUR_NUMBER,
    21606: _OUR_NUMBER,
    21659: _OUR_NUMBER,
    21660: _OUR_NUMBER,
    21266: Trouble("The number belongs to Foxo Bot itself.", dead=True),
}
"""What Twilio answers when a message is handed to it."""

UNDELIVERED: dict[int, Trouble] = {
    30002: Trouble("The Twilio account is suspended."),
    30003: Trouble("The phone is off or out of reach."),
    30004: Trouble("The SMS was blocked by the phone or its network."),
    30005: Trouble("The mobile number is unknown or no longer in service.", dead=True),
    30006: Trouble("The number is a landline or cannot receive SMS.", dead=True),
    30007: Trouble("The phone network filtered the SMS."),
    30008: Trouble("The phone network gave no reason."),
    30022: Trouble("The phone network limits how much this number may send."),
    30032: Trouble("The number that Foxo Bot sends from is not verified."),
    30034: Trouble("The number that Foxo Bot sends from is not registered with the networks."),
    30036: Trouble("Twilio could not send the SMS in time."),
    30410: Trouble("The phone network did not answer in time."),
    14107: Trouble("Too many SMS went to that number in a short time."),
}
"""What a status callback reports of a message that Twilio had taken."""

_LATER = {20429: "rate_limited", 21611: "queue_full", 30001: "queue_full"}
_CONFIGURATION = {401: "twilio_auth", 403: "twilio_auth", 404: "twilio_account"}


def explain_refusal(code: int) -> Trouble:
    """Why Twilio did not take a message."""
    return REFUSED.get(code, UNDELIVERED.get(code, _REFUSED))


def explain_failure(code: int) -> Trouble:
    """Why a message that Twilio had taken did not arrive; it may name either kind of code."""
    return UNDELIVERED.get(code, REFUSED.get(code, _LOST))


def failure(answer: Answer) -> TryLater | Undeliverable:
    """What an answer other than success means for the parcel."""
    if answer.code in REFUSED:
        return _undeliverable(str(answer.code), REFUSED[answer.code])
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.code in _LATER:
        reason = _LATER.get(answer.code, "rate_limited")
        return TryLater(reason, after=answer.retry_after, lane_too=True)
    if answer.status in _CONFIGURATION:
        return TryLater(_CONFIGURATION[answer.status], lane_too=True)
    if answer.status >= 500:
        # Only 503 says that nothing was done; behind the others the message may have been taken.
        return TryLater(
            f"http_{answer.status}",
            after=answer.retry_after,
            uncertain=answer.status != HTTPStatus.SERVICE_UNAVAILABLE,
        )
    return _undeliverable(str(answer.code or f"http_{answer.status}"), explain_refusal(answer.code))


def _undeliverable(reason: str, trouble: Trouble) -> Undeliverable:
    return Undeliverable(reason, trouble.words, address_dead=trouble.dead)
