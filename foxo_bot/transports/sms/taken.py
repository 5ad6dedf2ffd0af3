"""Whether Twilio has already taken an SMS whose answer was lost.

Twilio's Messages API has no idempotency key and keeps no reference of ours. Two things are left:
its callbacks carry our reference (they can arrive although the answer did not), and its list of
messages can be searched for the same words.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from foxo_bot.delivery.transport import Parcel, TryLater
from foxo_bot.transports.sms.api import TwilioApi

RECENT = timedelta(minutes=3)
"""How far back the same words count as the same message: less than any step repeats."""

_REMEMBERED = 10_000


class Taken:
    """Remembers what callbacks told, and asks Twilio where they told nothing."""

    def __init__(self, api: TwilioApi, clock: Callable[[], datetime]) -> None:
        self._api = api
        self._clock = clock
        self._heard: OrderedDict[str, str] = OrderedDict()

    def hear(self, reference: str, sid: str) -> None:
        """A callback named our reference: Twilio has that message."""
        self._heard[reference] = sid
        while len(self._heard) > _REMEMBERED:
            self._heard.popitem(last=False)

    async def find(self, parcel: Parcel) -> str | None:
        """Twilio's id of the message, None if it never took it; TryLater if it cannot say."""
        if sid := self._heard.get(parcel.reference):
            return sid
        try:
            # No DateSent filter: a message still queued there has none and would be missed.
            answer = await self._api.get("/Messages.json", {"To": parcel.address, "PageSize": "50"})
        except TryLater as failure:
            raise TryLater(failure.reason, uncertain=True) from None
        if not answer.ok:
            raise TryLater("lookup_failed", after=answer.retry_after, uncertain=True) from None
        listed = answer.content.get("messages")
        return self._match(parcel, listed if isinstance(listed, list) else [])

    def _match(self, parcel: Parcel, listed: Iterable[object]) -> str | None:
        oldest = self._clock() - RECENT
        words = _words(str(parcel.body))
        for message in listed:
            if (
                isinstance(message, Mapping)
                and str(message.get("direction", "")).startswith("outbound")
                and message.get("status") != "canceled"
                and _words(str(message.get("body", ""))) == words
                and _created(message) >= oldest
            ):
                return str(message["sid"])
        return None


def _words(body: str) -> list[str]:
    """The words of an SMS without its link, whose token is made anew whenever it is drawn."""
    return [word for word in body.split() if not word.startswith(("http://", "https://"))]


def _created(message: Mapping[str, object]) -> datetime:
    return parsedate_to_datetime(str(message.get("date_created")))
