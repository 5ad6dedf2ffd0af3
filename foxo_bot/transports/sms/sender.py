"""Hands one SMS to Twilio and says what became of it."""

from urllib.parse import quote

from foxo_bot.delivery.transport import Parcel, Sent, TryLater, Undeliverable
from foxo_bot.settings import Settings
from foxo_bot.transports.sms.api import TwilioApi
from foxo_bot.transports.sms.errors import failure
from foxo_bot.transports.sms.taken import Taken

_STANDING = {
    "twilio_auth": "Twilio refuses the account's credentials.",
    "twilio_account": "Twilio does not know the account.",
    "unreachable": "Twilio cannot be reached.",
}
"""What stays wrong until somebody acts, in words for whoever runs the program."""


class Sender:
    """Sends through one account; `trouble` says what stands in the way of every SMS, or None."""

    def __init__(self, settings: Settings, api: TwilioApi, taken: Taken) -> None:
        self._settings = settings
        self._api = api
        self._taken = taken
        self.trouble: str | None = None

    async def send(self, parcel: Parcel) -> Sent:
        """Hand an SMS over, once; raises TryLater or Undeliverable."""
        try:
            sent = await self._send(parcel)
        except TryLater as failed:
            self.trouble = _STANDING.get(failed.reason, self.trouble)
            raise
        except Undeliverable:
            self.trouble = None
            raise
        self.trouble = None
        return sent

    async def _send(self, parcel: Parcel) -> Sent:
        if not isinstance(parcel.body, str):
            raise TypeError("an SMS carries plain text")
        if parcel.uncertain and (sid := await self._taken.find(parcel)):
            return Sent(sid)
        self._taken.begin(parcel.reference)
        answer = await self._api.post("/Messages.json", self._fields(parcel, parcel.body))
        if not answer.ok:
            raise failure(answer)
        if not (sid := answer.text("sid")):
            raise TryLater("odd_answer", uncertain=True)
        self._taken.hear(parcel.reference, sid)
        return Sent(sid)

    def _fields(self, parcel: Parcel, body: str) -> dict[str, str]:
        source = self._settings.twilio_from
        callback = f"{self._settings.foxo_public_url}/twilio/status"
        return {
            "To": parcel.address,
            "MessagingServiceSid" if source.startswith("MG") else "From": source,
            "Body": body,
            "StatusCallback": f"{callback}?reference={quote(parcel.reference, safe='')}",
        }
