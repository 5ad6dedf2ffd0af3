"""A team as its members see it: where it stands, who is reached how, and how it escalates. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foxo_bot.cards.addresses import NO_REPLIES, REACH
from foxo_bot.cards.card import (
    Block,
    Bold,
    Button,
    Buttons,
    Card,
    Facts,
    Heading,
    Item,
    Line,
    Note,
    Option,
    Paragraph,
    Span,
)
from foxo_bot.cards.duty import DutySheet, duty_blocks
from foxo_bot.cards.policy_words import WAYS, describe
from foxo_bot.cards.words import MARKS, PLATFORMS, counted, day, joined, triage_word
from foxo_bot.model import PERSONAL, Channel, Member, Number, Role, Step, Team, Triage, Way
from foxo_bot.model.rules import Rules
from foxo_bot.model.rules_text import said

MEMBERS, GROUP = 60, 10
OUTSIDERS = "People of other organisations are in it, who there read this team's cases."
_MISSING = {Way.SMS: "a mobile number", Way.EMAIL: "an email address"}


@dataclass(frozen=True, slots=True)
class TeamSheet:
    """Everything a team's card shows. `is_lead` says whether the reader may change it, `sms_hears`
    whether people can answer an SMS."""

    team: Team
    channels: Sequence[Channel]
    members: Sequence[Member]
    policies: Mapping[Triage, Sequence[Step]]
    is_lead: bool
    duty: DutySheet | None = None
    rules: Rules = Rules()  # noqa: RUF009 - frozen
    sms_hears: bool = True


def team_card(sheet: TeamSheet) -> Card:
    """One team. A lead's buttons `edit_policy` and `post_entry` bring back the team's id."""
    return Card(
        preview=f"Team {sheet.team.name}",
        blocks=(
            Heading(sheet.team.name),
            *_channels(sheet.channels),
            *_members(sheet.members, sms_hears=sheet.sms_hears),
            *(duty_blocks(sheet.duty, is_lead=sheet.is_lead) if sheet.duty else ()),
            Facts(
                tuple(
                    (f"{MARKS[triage]} {triage_word(triage)}", (describe(sheet.policies[triage]),))
                    for triage in reversed(Triage)
                    if triage in sheet.policies
                )
            ),
            _switches(sheet.team),
            *_rules(sheet.rules),
            _buttons(sheet),
        ),
    )


def teams_card(teams: Sequence[Option]) -> Card:
    """The teams of somebody who is in several; the button `team` brings back the one's id."""
    items: list[Block] = [
        Item((Bold(team.label),), Button("team", "Show", team.value)) for team in teams
    ]
    none: Block = Paragraph(("You are in no team yet. Ask a lead to add you.",))
    return Card(
        preview="Your teams", blocks=(Heading("Your teams"), *(items or [none]), Buttons((REACH,)))
    )


def _channels(channels: Sequence[Channel]) -> tuple[Block, ...]:
    if not channels:
        return (
            Paragraph((Bold("This team stands in no channel."), " Ask whoever runs Foxo Bot.")),
        )
    return tuple(Paragraph(_channel(channel)) for channel in channels)


def _channel(channel: Channel) -> Line:
    name = f"{PLATFORMS[channel.transport]} channel {channel.address}: "
    if channel.problem:
        return (name, Bold(channel.problem), " Invite Foxo Bot to it again.")
    if channel.shared:
        return (name, "working. ", Bold(OUTSIDERS))
    return (name, "working")


def _members(members: Sequence[Member], *, sms_hears: bool) -> list[Block]:
    if not members:
        return [Paragraph((Bold("Nobody is in this team."), " Cases sent to it reach no one."))]
    shown = sorted(members, key=lambda member: (member.role is not Role.LEAD, member.person.name))
    blocks: list[Block] = [Paragraph((Bold(counted(len(members), "member")),))]
    for start in range(0, min(len(shown), MEMBERS), GROUP):
        spans: list[Span] = []
        for member in shown[start : min(start + GROUP, MEMBERS)]:
            spans += ["\n"] if spans else []
            spans += _member(member, sms_hears=sms_hears)
        blocks.append(Paragraph(tuple(spans)))
    if len(shown) > MEMBERS:
        blocks.append(Note((f"{len(shown) - MEMBERS} more not shown.",)))
    if not sms_hears and any(member.person.numbers for member in members):
        blocks.append(Note((NO_REPLIES,)))
    return [*blocks, *_gaps(members)]


def _member(member: Member, *, sms_hears: bool) -> Line:
    ways = [WAYS[way] for way in PERSONAL if member.person.reachable_by(way)]
    problems = [_number(number, sms_hears=sms_hears) for number in member.person.numbers]
    if member.person.email_problem:
        problems.append(f"email address does not work ({member.person.email_problem})")
    lead = " (lead)" if member.role is Role.LEAD else ""
    how = joined(ways) if ways else "not reachable"
    return (Bold(member.person.name), f"{lead}: ", "; ".join([how, *filter(None, problems)]))


def _number(number: Number, *, sms_hears: bool) -> str:
    """What a lead must know of a number: that it fails, or whether it is known to be theirs."""
    name = "own mobile number" if number.own else "mobile number"
    if number.problem:
        return f"{name} does not work ({number.problem})"
    if number.verified_at:
        return f"{name} verified {day(number.verified_at.date())}"
    if number.verified:
        return ""
    return f"{name} not verified{', so replies do not count' if sms_hears else ''}"


def _gaps(members: Sequence[Member]) -> list[Block]:
    """A way by which nobody can be reached is a hole in the escalation: say so, and the cure."""
    return [
        Paragraph(
            (Bold(f"Nobody here can be reached by {WAYS[way]}."), f" Add {_MISSING[way]} for them.")
        )
        for way in _MISSING
        if not any(member.person.reachable_by(way) for member in members)
    ]


def _switches(team: Team) -> Note:
    outside = "People outside may" if team.accepts_external else "Only your organisation may"
    systems = "may" if team.integrations else "may not"
    return Note((f"{outside} send cases here. Clinical systems {systems} list this team.",))


def _rules(rules: Rules) -> tuple[Block, ...]:
    """What the team decided otherwise than the defaults."""
    pairs: list[tuple[str, Line]] = [(name, (words,)) for name, words in said(rules).items()]
    return (Facts(tuple(pairs)),) if pairs else ()


def _buttons(sheet: TeamSheet) -> Buttons:
    value = str(sheet.team.id)
    preview = Button("preview", "Who would be told?", value)
    if not sheet.is_lead:
        return Buttons((preview, REACH))
    return Buttons(
        (
            Button("edit_policy", "Edit escalation", value),
            Button("edit_rules", "Edit rules", value),
            preview,
            Button("post_entry", "Post the Send a case message", value),
            REACH,
        )
    )
