"""What a vendor tells us without anybody acting: rosters, receipts, channels that move or go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Profile:
    """A person as a chat platform describes them. `phone` is free text as the person typed it.

    `workspace` is where they belong, `via` the workspace whose installation sees them.
    """

    transport: str
    user: str
    workspace: str
    via: str
    name: str
    email: str | None = None
    phone: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class ProfileSeen:
    profile: Profile
    now: datetime


@dataclass(frozen=True, slots=True)
class RosterSeen:
    """All members of a channel, bots left out."""

    transport: str
    workspace: str
    address: str
    profiles: Sequence[Profile]
    now: datetime


@dataclass(frozen=True, slots=True)
class ChannelSeen:
    """Whose people are in a channel beside those of `workspace`: other workspaces and tenants, and
    an empty name for people who belong nowhere that is known."""

    transport: str
    workspace: str
    address: str
    others: frozenset[str]
    now: datetime


@dataclass(frozen=True, slots=True)
class ChannelMoved:
    """The platform gave the channel another id (Slack does when a private one becomes shared)."""

    transport: str
    workspace: str
    old: str
    new: str
    now: datetime


@dataclass(frozen=True, slots=True)
class ChannelTrouble:
    """The bot can no longer post there, or (`words` None) can again. `words` are for people."""

    transport: str
    workspace: str
    address: str
    words: str | None
    now: datetime


@dataclass(frozen=True, slots=True)
class MessageDeleted:
    """Somebody deleted a message; `message` is the platform's id for it."""

    transport: str
    address: str
    message: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of something that a vendor had taken.

    `reference` is our outbox id, `vendor_id` the vendor's (one of them is enough). `reason` and
    `words` say why it did not arrive; `address_dead` holds for `address` alone, where it is known.
    """

    transport: str
    delivered: bool
    now: datetime
    reference: str | None = None
    vendor_id: str | None = None
    reason: str = ""
    words: str = ""
    address_dead: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class Reachable:
    """A person said STOP (`reachable` False) or START to a sender of SMS."""

    phone: str
    reachable: bool
    now: datetime


News = (
    ProfileSeen
    | RosterSeen
    | ChannelSeen
    | ChannelMoved
    | ChannelTrouble
    | MessageDeleted
    | Receipt
    | Reachable
)
