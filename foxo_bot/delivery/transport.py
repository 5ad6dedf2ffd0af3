"""What delivery asks of a way to reach people: one method, and failures that say what next."""

from dataclasses import dataclass
from typing import Protocol

from foxo_bot.cards.card import Card
from foxo_bot.cards.notice import Mail


@dataclass(frozen=True, slots=True)
class Parcel:
    """One thing to hand to a vendor, drawn from the state of a moment ago.

    `address` is a chat's channel or user, a phone number (E.164) or an email address; `workspace`
    the installation to send through (chat only). `replaces` is the vendor's id of the message to
    redraw, `thread` of the message to answer under. `reference` is our own id of the message
    (outbox row), carried where the vendor keeps such a thing. `uncertain` says that an earlier
    attempt may have been accepted without our hearing of it: look before sending again.
    """

    reference: str
    address: str
    body: Card | Mail | str
    workspace: str = ""
    place: str | None = None
    replaces: str | None = None
    thread: str | None = None
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """The vendor took it. `vendor_id` names it there; `place` is the conversation it stands in."""

    vendor_id: str
    place: str | None = None


class TryLater(Exception):
    """Not now. `reason` is a short code; `after` seconds if the vendor named a time.

    `lane_too` says that the vendor refuses the whole conversation or sender, not this message.
    `uncertain` says that the vendor may have accepted it all the same.
    """

    def __init__(
        self,
        reason: str,
        *,
        after: float | None = None,
        lane_too: bool = False,
        uncertain: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after
        self.lane_too = lane_too
        self.uncertain = uncertain


class Undeliverable(Exception):
    """Never, at this address. `reason` is a short code, `words` what a person reads of it.

    `address_dead` says that no later message to the same address can arrive either, `taken_away`
    that the message which was to be redrawn or answered was deleted.
    """

    def __init__(
        self, reason: str, words: str, *, address_dead: bool = False, taken_away: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.words = words
        self.address_dead = address_dead
        self.taken_away = taken_away


class Transport(Protocol):
    """One way to reach people or systems.

    One of SMS that hears what people answer says so by an attribute `hears`: only then do its
    messages carry a code to answer with.
    """

    name: str

    async def send(self, parcel: Parcel) -> Sent:
        """Hand one parcel to the vendor; raises TryLater or Undeliverable."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
