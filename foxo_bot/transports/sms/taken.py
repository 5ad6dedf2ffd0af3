"""Whether Twilio has already taken an SMS whose answer was lost.

Twilio's Messages API has no idempotency key and keeps no reference of ours. Two things are left:
its callbacks carry our reference (they can arrive although the answer did not), and its list of
messages can be searched for the same words.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from foxo_bot.delivery.transport import Parcel, TryLater
from foxo_bot.transports.sms.api import TwilioApi

RECENT = timedelta(minutes=3)
"""How far back the same words count where this process did not make the earlier attempt itself:
less than the time between any two steps of the default policy."""

SKEW = timedelta(seconds=30)
"""How far Twilio's clock and ours may be apart."""

_REMEMBERED = 10_000
_REDRAWN = re.compile(r"https?://\S+|\b(?:in )?\d+ (?:s|min|h|days)\b|\byet\b")
"""What differs between two drawings of one SMS: the token in its link, and the case's age.

A text says "yet" where the age is too short to be told.
"""


class Taken:
    """Remembers what callbacks told, and asks Twilio where they told nothing."""

    def __init__(self, api: TwilioApi, clock: Callable[[], datetime]) -> None:
        self._api = api
        self._clock = clock
        self._sids: OrderedDict[str, str] = OrderedDict()
        self._begun: OrderedDict[str, datetime] = OrderedDict()

    def begin(self, reference: str) -> None:
        """An SMS is about to be handed to Twilio."""
        self._begun.setdefault(reference, self._clock())
        _forget(self._begun)

    def hear(self, reference: str, sid: str) -> None:
        """Twilio answered, or called back, about our reference: it has that message."""
        self._sids[reference] = sid
        self._begun.pop(reference, None)
        _forget(self._sids)

    async def find(self, parcel: Parcel) -> str | None:
        """Twilio's id of the message, None if it never took it; TryLater if it cannot say."""
        if sid := self._sids.get(parcel.reference):
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
        begun = self._begun.get(parcel.reference)
        oldest = begun - SKEW if begun else self._clock() - RECENT
        of_others = set(self._sids.values())
        words = _words(str(parcel.body))
        for message in listed:
            if isinstance(message, Mapping) and _is_ours(message, words, oldest, of_others):
                return str(message["sid"])
        return None


def _is_ours(
    message: Mapping[str, object], words: list[str], oldest: datetime, of_others: Collection[str]
) -> bool:
    return (
        str(message.get("direction", "")).startswith("outbound")
        and message.get("status") != "canceled"
        and message.get("sid") not in of_others
        and _words(str(message.get("body", ""))) == words
        and parsedate_to_datetime(str(message.get("date_created"))) >= oldest
    )


def _words(body: str) -> list[str]:
    return _REDRAWN.sub("", body).split()


def _forget(remembered: OrderedDict[str, str] | OrderedDict[str, datetime]) -> None:
    while len(remembered) > _REMEMBERED:
        remembered.popitem(last=False)
