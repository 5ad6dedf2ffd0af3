"""What a directory file says, as values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from foxo_bot.directory.duty.source import Source
from foxo_bot.escalation.policy import Steps
from foxo_bot.model import Role, Triage
from foxo_bot.model.rules import Rules

Place = tuple[str, str, str]
"""(transport, workspace or tenant, address) of a channel."""


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A human of an organisation, from everything the file says about them in any place.

    `slack` is (workspace, user); `phone` is E.164, `email` lower case. `name` is empty where only
    the Slack user is given.
    """

    name: str
    slack: tuple[str, str] | None = None
    teams: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class TeamEntry:
    """A team. `members` are (place in the organisation's people, role).

    None: the people in its channels, and `leads` (places likewise) whether they stand there or not.
    """

    name: str
    channels: tuple[Place, ...]
    accepts_external: bool
    integrations: bool
    timezone: str | None
    members: tuple[tuple[int, Role], ...] | None
    leads: tuple[int, ...]
    escalation: Mapping[Triage, Steps]
    rules: Rules
    roster: Source | None = None


@dataclass(frozen=True, slots=True)
class OrganisationEntry:
    """An organisation; `fallback` is a place in `people`, `line` where it begins in the file."""

    name: str
    line: int
    slack_workspaces: tuple[str, ...]
    entra_tenants: tuple[str, ...]
    country: str | None
    timezone: str | None
    sender_confirms_close: bool
    people: tuple[PersonEntry, ...]
    fallback: int | None
    teams: tuple[TeamEntry, ...]

    def claims(self, transport: str) -> tuple[str, ...]:
        """The workspaces (slack) or tenants (teams) by which a platform knows it."""
        return self.slack_workspaces if transport == "slack" else self.entra_tenants


@dataclass(frozen=True, slots=True)
class DirectoryFile:
    organisations: tuple[OrganisationEntry, ...]
