"""An activity with what the transport already knows about where it came from."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

from foxo_bot.edges.payload import Json, text

NAME = "teams"
"""The name of this transport in every Interaction, Place and News."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody as the connector describes them. `tenant` is where they belong.

    A guest has an account in the host's tenant, which says nothing of where they belong.
    """

    user: str
    name: str
    tenant: str
    email: str | None = None
    guest: bool = False


@dataclass(frozen=True)
class Heard:
    """`member` is the writer or presser as far as a look-up has told."""

    body: Json
    now: datetime
    member: Member | None = None

    @cached_property
    def user(self) -> str:
        return text(self.body, "from", "id")

    @cached_property
    def via(self) -> str:
        """The tenant in which the bot is installed, that is the conversation's."""
        found = text(self.body, "conversation", "tenantId")
        return (found or text(self.body, "channelData", "tenant", "id")).lower()

    @cached_property
    def conversation(self) -> str:
        """The conversation's id; in a channel with the thread's."""
        return text(self.body, "conversation", "id")

    @cached_property
    def base(self) -> str:
        """The channel, or the chat, without a thread."""
        return self.conversation.partition(";")[0]

    @cached_property
    def channel(self) -> str:
        """The channel's id, where the conversation is one."""
        if text(self.body, "conversation", "conversationType") == "channel":
            return text(self.body, "channelData", "channel", "id") or self.base
        return ""

    @cached_property
    def thread(self) -> str:
        """The message that began the thread, where it is not this one."""
        _, _, after = self.conversation.partition(";messageid=")
        return "" if after == text(self.body, "id") else after

    @property
    def personal(self) -> bool:
        kind = text(self.body, "conversation", "conversationType")
        return kind == "personal" or (not kind and not self.channel)

    @property
    def service_url(self) -> str:
        return text(self.body, "serviceUrl")

    @property
    def bot(self) -> str:
        return text(self.body, "recipient", "id")

    @cached_property
    def zone(self) -> tzinfo:
        """Where the person's clock is, as their client tells it; else UTC."""
        try:
            return ZoneInfo(text(self.body, "localTimezone"))
        except (KeyError, ValueError, OSError):  # unknown, or no name at all
            return _offset(text(self.body, "localTimestamp"))

    @property
    def once(self) -> str | None:
        """The activity's unique name, by which a repeated delivery is known; None without one."""
        name = text(self.body, "id")
        named = f"{self.conversation}\n{name}"
        return f"teams:{hashlib.sha256(named.encode()).hexdigest()}" if name else None


def _offset(stamp: str) -> tzinfo:
    """The offset at the end of an ISO instant."""
    try:
        return datetime.fromisoformat(stamp).tzinfo or UTC
    except ValueError:
        return UTC
