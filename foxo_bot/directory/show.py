"""The directory in words: teams, who is reached by what, and the gaps a case could fall into."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from foxo_bot.cards.notice import spoken_age
from foxo_bot.cards.policy_words import WAYS
from foxo_bot.cards.words import counted
from foxo_bot.directory.duty.coverage import gaps_ahead
from foxo_bot.directory.duty.gaps import Gap
from foxo_bot.directory.reachability import reachability
from foxo_bot.escalation.duty import steps_of
from foxo_bot.model import PERSONAL, Member, Number, Organisation, Person, Role, Team, Triage
from foxo_bot.model.notation import notation
from foxo_bot.model.rules_text import said
from foxo_bot.store import channels, duty, memberships, organisations, people, shifts, teams
from foxo_bot.store.db import Tx

_PLATFORMS = {"slack": "Slack", "teams": "Teams"}


def show(tx: Tx, now: datetime) -> str:
    """Everything, with a line that begins with ! for each gap. No contact details."""
    lines = [
        line
        for organisation in organisations.every(tx)
        for line in _organisation(tx, organisation, now)
    ]
    return "\n".join(lines).strip() or "The directory is empty: foxo-bot directory apply FILE"


def _organisation(tx: Tx, organisation: Organisation, now: datetime) -> Iterator[str]:
    yield from ("", organisation.name)
    for transport, word in (("slack", "Slack workspaces"), ("teams", "Entra tenants")):
        if names := organisations.workspaces_of(tx, organisation.id, transport):
            yield f"  {word}: {', '.join(names)}"
    if organisation.fallback_person_id is None:
        yield "  ! No fallback contact: when nobody answers, only sender and leads are told."
    else:
        fallback = people.find(tx, organisation.fallback_person_id)
        yield f"  Fallback contact: {fallback.name}: {_reached(fallback)}"
    for team in teams.of_organisation(tx, organisation.id):
        yield from ("", f"  {team.name}{'' if team.active else ' (inactive: not in the file)'}")
        yield from (f"    {line}" for line in _team(tx, team, now))


def _team(tx: Tx, team: Team, now: datetime) -> Iterator[str]:
    members = memberships.of_team(tx, team.organisation_id, team.id)
    if team.accepts_external:
        yield "Takes cases from other organisations."
    if team.integrations:
        yield "Open to clinical systems."
    yield from _channels(tx, team)
    if team.members_listed:
        yield "Members, as the file lists them:"
    else:
        yield "Members, from its channels; leads, as the file lists them:"
    yield from (f"  {_member(member)}" for member in members)
    yield from _roster(tx, team, now)
    yield from _rules(tx, team)
    yield "Escalation:"
    stored = teams.policy(tx, team)
    for triage in Triage:
        steps = notation(steps_of(tx, team, triage)).replace("\n", "; ")
        own = "its own" if triage.value in stored else "default"
        yield f"  {triage.value.capitalize()} ({own}): {steps}"
    if team.active:
        yield from _gaps(tx, team, members)


def _rules(tx: Tx, team: Team) -> Iterator[str]:
    """What the team decided otherwise than the defaults, as `/foxo team` says it."""
    rules = teams.rules(tx, team)
    if rules.quiet:
        yield f"Time zone: {teams.zone(tx, team).key}"
    yield from (f"{name}: {words}" for name, words in said(rules).items())


def _roster(tx: Tx, team: Team, now: datetime) -> Iterator[str]:
    roster = duty.of_team(tx, team.organisation_id, team.id)
    if roster is None:
        return
    if not roster.by_calendar:
        yield "Duty by weekly shifts."
    elif roster.read_at:
        yield f"Duty by a calendar, read {spoken_age(now - roster.read_at)} ago."
    else:
        yield "Duty by a calendar, not read yet."
    if roster.problem:
        yield f"! The duty calendar cannot be read: {roster.problem}."
    on = shifts.on_duty(tx, team.organisation_id, team.id, now)
    yield f"  On duty now: {', '.join(person.name for person in on) or 'nobody'}"
    if roster.unmatched:
        number = counted(len(roster.unmatched), "title")
        yield f"! The roster names nobody of the team in {number}: see /foxo team."
    for gap in gaps_ahead(tx, roster, now) if team.active else ():
        yield f"! Nobody is on duty {_until(gap, teams.zone(tx, team))}"


def _until(gap: Gap, zone: ZoneInfo) -> str:
    def local(at: datetime) -> str:
        return at.astimezone(zone).strftime("%a %d %b %H:%M")

    end = f"until {local(gap.ends_at)}." if gap.ends_at else "on."
    return f"from {local(gap.starts_at)} {end}"


def _channels(tx: Tx, team: Team) -> Iterator[str]:
    for channel in channels.of_team(tx, team):
        yield f"{_PLATFORMS[channel.transport]} channel {channel.workspace}/{channel.address}"
        if channel.problem:
            yield f"! The bot cannot post there: {channel.problem}"


def _member(member: Member) -> str:
    role = " (lead)" if member.role is Role.LEAD else ""
    return f"{member.person.name}{role}: {_reached(member.person)}"


def _reached(person: Person) -> str:
    ways = [WAYS[way] for way in PERSONAL if person.reachable_by(way)]
    troubles = [*filter(None, map(_number, person.numbers))]
    if person.email_problem:
        troubles.append(f"email fails: {person.email_problem}")
    return "; ".join([", ".join(ways) or "not reachable", *troubles])


def _number(number: Number) -> str:
    name = "SMS to their own number" if number.own else "SMS"
    if number.problem:
        return f"{name} fails: {number.problem}"
    if number.verified_at:
        return f"{name} verified on {number.verified_at.date().isoformat()}"
    return "" if number.verified else f"{name} not verified: replies do not count"


def _gaps(tx: Tx, team: Team, members: list[Member]) -> Iterator[str]:
    if not channels.of_team(tx, team):
        yield "! Stands in no channel."
    if not members:
        yield "! Nobody is a member."
        return
    if not any(member.role is Role.LEAD for member in members):
        yield "! Nobody is a lead."
    for triage in Triage:
        reach = reachability(tx, team, steps_of(tx, team, triage))
        if reach.nobody:
            yield f"! {triage.value.capitalize()}: nobody can be reached by {WAYS[reach.way]}."
