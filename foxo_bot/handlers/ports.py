"""The two doors every transport is given: one for acts of people, one for news from vendors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol

from foxo_bot.handlers.interaction import Interaction, Reply
from foxo_bot.handlers.news import News
from foxo_bot.model import Attachment, Shift, State, Triage, Upload, Waiting
from foxo_bot.signing import FileGrant, Grant, ShiftsGrant, TrayGrant


@dataclass(frozen=True, slots=True)
class ChannelToWatch:
    """A channel that a team stands in; `wants_roster` where the team needs to know who is in it."""

    transport: str
    workspace: str
    address: str
    wants_roster: bool


@dataclass(frozen=True, slots=True)
class AckSheet:
    """What the acknowledge page may show of one recipient: nothing of the patient or the content.

    `asked`: its holder is asked whether they are still on it, and it is their link. `zone` is the
    team's, in which instants are told.
    `holder_name` and `at` say who moved it to its present state and when, where somebody has.
    """

    number: int
    triage: Triage
    team: str
    age: timedelta
    state: State
    holder_name: str | None = None
    at: datetime | None = None
    asked: bool = False
    zone: tzinfo = UTC


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

    async def ack_sheet(self, grant: Grant, now: datetime) -> AckSheet:
        """What the holder of a link may see; LinkInvalid where it leads to nothing any more."""
        ...

    async def tray(self, grant: TrayGrant) -> Sequence[Waiting]:
        """The files that wait for a form; FormSent where it has been sent."""
        ...

    async def lay_in(
        self, grant: TrayGrant, uploads: Sequence[Upload], once: str, now: datetime
    ) -> tuple[Sequence[Waiting], Sequence[str]]:
        """Add files for a form, once for each name `once`: those that wait, and what was not taken
        and why. FormSent where it has been sent."""
        ...

    async def take_out(self, grant: TrayGrant, file_id: int) -> Sequence[Waiting]:
        """Remove one of them; those that are left. FormSent where it has been sent."""
        ...

    async def file(self, grant: FileGrant) -> Attachment:
        """A file of a case; NoSuchFile where the person may not see the case (any more)."""
        ...

    async def open_file(self, grant: FileGrant, now: datetime) -> tuple[Attachment, bytes | None]:
        """The same with what is in it, None where a vendor holds it; noted in the trail."""
        ...

    async def shifts(self, grant: ShiftsGrant, now: datetime) -> Sequence[Shift]:
        """When a person is on duty from now on."""
        ...
