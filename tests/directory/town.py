"""A small directory and the profiles of people in it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from foxo_bot.directory import apply as applying
from foxo_bot.directory.file import parse
from foxo_bot.model import Member, Person, Team
from foxo_bot.store import events, memberships, organisations, people, teams
from foxo_bot.store.db import Database, Tx
from foxo_bot.store.tables import events as trail

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NORTH, SOUTH, ELSEWHERE = "T000000001", "T000000002", "T000000009"
TENANT = "11111111-1111-1111-1111-111111111111"
RADIOLOGY, SHARED = "C000000002", "C000000003"

SAMPLE = """\
organisations:
  - name: Northside Radiology
    slack_workspaces: [T000000001]
    entra_tenants: [11111111-1111-1111-1111-111111111111]
    fallback: {name: Duty manager, phone: "+61491570156", email: duty@northside.example}
    teams:
      - name: Radiology Concierge
        channels: [{slack: C000000002}, {teams: "19:abc@thread.tacv2"}]
        accepts_external: true
        integrations: true
        members:
          - {name: Concierge lead, role: lead, slack: U000000003, teams: 29:1abc, email: lead@northside.example, phone: "+61491570157"}
        escalation:            # optional; anything left out keeps the default
          urgent: [{after: 2m, by: [dm]}, {after: 5m, by: [sms]}]
"""  # noqa: E501 - the sample of the contract, as it stands there

TOWN = """\
organisations:
  - name: Northside
    country: AU
    slack_workspaces: [T000000001]
    entra_tenants: [11111111-1111-1111-1111-111111111111]
    teams:
      - name: Ward
        channels: [{slack: C000000002}, {slack: C000000003}]
      - name: Imaging
        channels: [{slack: C000000003}]
        members:
          - {name: Ira Imaging, slack: U000000004, phone: "+61491570156"}
          - {name: Max Mail, email: max@northside.example}
  - name: Southside
    slack_workspaces: [T000000002]
    teams:
      - name: Clinic
        accepts_external: true
        channels: [{slack: C000000003}]
"""

LED = TOWN.replace(
    "      - name: Imaging\n",
    "        leads:\n"
    "          - {slack: U000000021}\n"
    "          - {name: Lou Leed, email: lou@northside.example}\n"
    "      - name: Imaging\n",
)
"""The same town, whose ward says who leads it."""


@dataclass(frozen=True)
class Seen:
    """A profile as a transport hands it over."""

    user: str
    name: str = "Sam Seen"
    transport: str = "slack"
    workspace: str = NORTH
    via: str = NORTH
    email: str | None = None
    phone: str | None = None
    active: bool = True


def applied(tx: Tx, text: str) -> tuple[str, ...]:
    """Apply a file; the sentences of what changed."""
    return applying.apply(tx, parse(text), now=NOW).changes


async def settle(database: Database, text: str = TOWN) -> None:
    await database.write(applied, text)


def team(tx: Tx, name: str) -> Team:
    """A team by its name, wherever it is."""

    return next(
        team
        for organisation in organisations.every(tx)
        for team in teams.of_organisation(tx, organisation.id)
        if team.name == name
    )


def members(tx: Tx, name: str) -> list[Member]:
    found = team(tx, name)
    return memberships.of_team(tx, found.organisation_id, found.id)


def names(tx: Tx, name: str) -> set[str]:
    """The names of a team's members."""
    return {member.person.name for member in members(tx, name)}


def everybody(tx: Tx) -> list[Person]:

    return [
        person
        for organisation in organisations.every(tx)
        for person in people.of_organisation(tx, organisation.id)
    ]


def kinds(tx: Tx) -> list[str]:
    """What the trail tells, oldest first; the chains are whole."""
    assert list(events.verify(tx)) == []
    return list(tx.across(trail.select().order_by(trail.c.id)).scalars("kind"))
