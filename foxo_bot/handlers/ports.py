"""The two doors every transport is given: one for acts of people, one for news from vendors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from foxo_bot.handlers.interaction import Interaction, Reply
from foxo_bot.handlers.news import News


@dataclass(frozen=True, slots=True)
class ChannelToWatch:
    """A channel that a team stands in; `wants_roster` where its members are the team's members."""

    transport: str
    workspace: str
    address: str
    wants_roster: bool


class Front(Protocol):
    """What a transport may ask of the product. Each call is one transaction."""

    async def dispatch(self, interaction: Interaction) -> Reply:
        """Do what a person's act means and answer them."""
        ...

    async def hear(self, news: News) -> None:
        """Take in what a vendor told."""
        ...

    async def channels(self, transport: str) -> Sequence[ChannelToWatch]:
        """Every channel of active teams on that platform."""
        ...

    async def keep_secret(self, kind: str, key: str, content: str) -> None:
        """Store something encrypted (an installation's tokens, an OAuth state), replacing."""
        ...

    async def secret(self, kind: str, key: str) -> str | None:
        """Read it back."""
        ...

    async def drop_secret(self, kind: str, key: str) -> str | None:
        """Delete it; the content that was there, so that one of several callers gets it."""
        ...
