"""Reads a directory file: text in, values out, or every mistake with its line. Pure."""

from dataclasses import dataclass, field

from foxo_bot.directory.file import values, yaml_text
from foxo_bot.directory.file.blocks import Block
from foxo_bot.directory.file.entries import DirectoryFile, OrganisationEntry
from foxo_bot.directory.file.mistakes import DirectoryError, Mistake
from foxo_bot.directory.file.named import KEYS as PERSON
from foxo_bot.directory.file.named import Named
from foxo_bot.directory.file.once import Once
from foxo_bot.directory.file.places import Claimed
from foxo_bot.directory.file.steps import Names, check_names
from foxo_bot.directory.file.team import TEAM, read_team

_ORGANISATION = (
    "name",
    "slack_workspaces",
    "entra_tenants",
    "country",
    "timezone",
    "sender_confirms_close",
    "fallback",
    "teams",
)


def parse(text: str) -> DirectoryFile:
    """The directory that the YAML text describes; DirectoryError holds all its mistakes."""
    mistakes: list[Mistake] = []
    root = Block(yaml_text.read(text), "the file", ("organisations",), mistakes)
    blocks = root.blocks("organisations", "an organisation", _ORGANISATION)
    if not blocks and not mistakes:
        root.wrong(None, "the file lists no organisation; add one under organisations:")
    seen = _Seen()
    found = tuple(_organisation(block, seen) for block in blocks)
    if mistakes:
        raise DirectoryError(mistakes)
    return DirectoryFile(found)


@dataclass(slots=True)
class _Seen:
    """What may stand in the whole file once."""

    names: Once = field(default_factory=lambda: Once("there is already an organisation {what}"))
    claims: Once = field(default_factory=lambda: Once("{what} is claimed already"))
    teams_users: dict[str, int] = field(default_factory=dict)


def _organisation(block: Block, seen: _Seen) -> OrganisationEntry:
    name = block.required("name", values.name) or ""
    seen.names.check(block, "name", name)
    country = block.value("country", values.country)
    workspaces, tenants, claimed = _claims(block, seen)
    named = Named(claimed, country=country, elsewhere=seen.teams_users)
    fallback = block.block("fallback", "the fallback contact", PERSON)
    fallback_mention = named.add(fallback) if fallback else None
    team_names = Once("there is already a team {what}")
    drafts = []
    in_steps: Names = []
    for team in block.blocks("teams", "a team", TEAM):
        drafts.append(read_team(team, named, claimed, in_steps))
        team_names.check(team, "name", drafts[-1].name)
    people, places = named.people()
    check_names(in_steps, people, [draft.name for draft in drafts])
    return OrganisationEntry(
        name=name,
        line=block.line,
        slack_workspaces=tuple(workspaces),
        entra_tenants=tuple(tenants),
        country=country,
        timezone=block.value("timezone", values.timezone),
        sender_confirms_close=block.flag("sender_confirms_close", otherwise=True),
        people=people,
        fallback=None if fallback_mention is None else places[fallback_mention],
        teams=tuple(draft.entry(places) for draft in drafts),
    )


def _claims(block: Block, seen: _Seen) -> tuple[list[str], list[str], Claimed]:
    """The workspaces and tenants that are right, and what the organisation's ids may say."""
    workspaces = block.values("slack_workspaces", values.slack_workspace)
    tenants = block.values("entra_tenants", values.entra_tenant)
    for key, claims in (("slack_workspaces", workspaces), ("entra_tenants", tenants)):
        for claim in claims:
            seen.claims.check(block, key, claim)
    claimed = Claimed(
        slack_workspaces=workspaces if len(workspaces) == block.size("slack_workspaces") else None,
        entra_tenants=tenants if len(tenants) == block.size("entra_tenants") else None,
    )
    return workspaces, tenants, claimed
