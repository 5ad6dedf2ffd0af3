"""One team of a directory file. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foxo_bot.directory.duty.source import Source
from foxo_bot.directory.file import values
from foxo_bot.directory.file.blocks import Block
from foxo_bot.directory.file.duty import roster
from foxo_bot.directory.file.entries import Place, TeamEntry
from foxo_bot.directory.file.named import KEYS as PERSON
from foxo_bot.directory.file.named import Named
from foxo_bot.directory.file.places import Claimed
from foxo_bot.directory.file.rules import KEYS as RULES
from foxo_bot.directory.file.rules import read_rules
from foxo_bot.directory.file.steps import Names, escalation
from foxo_bot.escalation.policy import Steps
from foxo_bot.model import Role, Triage
from foxo_bot.model.rules import Rules

TEAM = (
    "name",
    "channels",
    "accepts_external",
    "integrations",
    "timezone",
    "members",
    "leads",
    "escalation",
    "roster",
    *RULES,
)
_Listed = tuple[tuple[Block, int, Role], ...]
"""Where each person stands, the number of the mention, and the role."""


@dataclass(frozen=True, slots=True)
class TeamDraft:
    """A team before it is known which of its members are the same human as others."""

    block: Block
    name: str
    channels: tuple[Place, ...]
    accepts_external: bool
    integrations: bool
    timezone: str | None
    members: _Listed | None
    leads: _Listed
    escalation: Mapping[Triage, Steps]
    rules: Rules
    roster: Source | None

    def entry(self, places: Sequence[int]) -> TeamEntry:
        """The team; `places` are those of Named.people. Notes who stands in it twice."""
        return TeamEntry(
            name=self.name,
            channels=self.channels,
            accepts_external=self.accepts_external,
            integrations=self.integrations,
            timezone=self.timezone,
            members=None if self.members is None else tuple(_once(self.members, places).items()),
            leads=tuple(_once(self.leads, places)),
            escalation=self.escalation,
            rules=self.rules,
            roster=self.roster,
        )


def read_team(block: Block, named: Named, claimed: Claimed, in_steps: Names) -> TeamDraft:
    members = _members(block, named)
    leads = _leads(block, named)
    channels = _channels(block, claimed)
    if not block.has("channels") and not block.has("members"):
        block.wrong(None, "nobody would see this team's cases; add channels: or members:")
    return TeamDraft(
        block=block,
        name=block.required("name", values.name) or "",
        channels=channels,
        accepts_external=block.flag("accepts_external", otherwise=False),
        integrations=block.flag("integrations", otherwise=False),
        timezone=block.value("timezone", values.timezone),
        members=members,
        leads=leads,
        escalation=escalation(block, in_steps),
        rules=read_rules(block),
        roster=roster(block),
    )


def _once(listed: _Listed, places: Sequence[int]) -> dict[int, Role]:
    found: dict[int, Role] = {}
    lines: dict[int, int] = {}
    for block, mention, role in listed:
        person = places[mention]
        if person in found:
            block.wrong(None, f"stands in this team already, on line {lines[person]}; keep one")
        found.setdefault(person, role)
        lines.setdefault(person, block.line)
    return found


def _members(team: Block, named: Named) -> _Listed | None:
    if not team.has("members"):
        return None
    found = []
    for block in team.blocks("members", "a member", (*PERSON, "role")):
        role = block.value("role", values.one_of(Role)) or Role.MEMBER
        found.append((block, named.add(block), role))
    if not found:
        team.wrong("members", "members is empty; list them, or delete it: then the channels' count")
    return tuple(found)


def _leads(team: Block, named: Named) -> _Listed:
    """Who leads a team whose members are its channels'."""
    if not team.has("leads"):
        return ()
    if team.has("members"):
        words = "this team lists its members; write role: lead beside a lead there, and delete this"
        team.wrong("leads", f"leads: {words}")
    blocks = team.blocks("leads", "a lead", PERSON)
    if not blocks:
        team.wrong("leads", "leads is empty; list them, or delete it")
    return tuple((block, named.add(block, slack_is_enough=True), Role.LEAD) for block in blocks)


def _channels(team: Block, claimed: Claimed) -> tuple[Place, ...]:
    found: list[Place] = []
    for block in team.blocks("channels", "a channel", ("slack", "teams")):
        if block.has("slack") == block.has("teams"):
            block.wrong(None, "a channel is either slack: C… or teams: 19:…; begin each with a -")
        for transport, check in (
            ("slack", claimed.slack_channel),
            ("teams", claimed.teams_channel),
        ):
            place = block.value(transport, check)
            if place and (transport, *place) in found:
                block.wrong(transport, f"{place[1]} stands in this team already; keep one")
            elif place:
                found.append((transport, *place))
    return tuple(found)
