"""Who a step reaches, and by which way instead where one is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from foxo_bot.escalation import duty, named
from foxo_bot.model import (
    PERSONAL,
    Audience,
    Case,
    Named,
    Naming,
    Number,
    Person,
    Recipient,
    Role,
    Step,
    Triage,
    Way,
)
from foxo_bot.store import acknowledgements, memberships, people
from foxo_bot.store.db import Tx

INSTEAD: dict[Way, tuple[Way, ...]] = {
    Way.DM: (Way.SMS, Way.EMAIL),
    Way.SMS: (Way.EMAIL, Way.DM),
    Way.EMAIL: (Way.SMS, Way.DM),
}
"""By which ways a person is reached, in this order, when one of them cannot work."""

MISSING = {
    Way.DM: "no chat account that the bot can reach",
    Way.SMS: "no mobile number",
    Way.EMAIL: "no email address",
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One person to be reached one way; `own` at the number they added themselves."""

    person: Person
    way: Way
    own: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A way that a step names and a person does not have."""

    person: Person
    way: Way
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The people a step is for, each once, and what it names where nobody is any more.

    `off_duty` says that it is for those on duty, nobody is, and all members are asked instead.
    `called` are the ids of those whom it names, who may be outside the team.
    """

    people: tuple[Person, ...]
    vanished: tuple[Named, ...] = ()
    off_duty: bool = False
    called: frozenset[int] = frozenset()


def audience(tx: Tx, case: Case, recipient: Recipient, step: Step, now: datetime) -> Asked:
    """Whom a step is for, decided now."""
    found: dict[int, Person] = {}
    vanished = []
    home, team_id = recipient.team_organisation_id, recipient.team_id
    wants_duty = Audience.ON_DUTY in step.to
    off_duty = wants_duty and not duty.on_duty(tx, home, team_id, now)
    called: set[int] = set()
    for whom in step.to:
        if isinstance(whom, Named):
            chosen = _named(tx, home, whom)
            vanished += [] if chosen else [whom]
            called |= {person.id for person in chosen}
        else:
            chosen = _group(tx, case, recipient, whom, now)
        found |= {person.id: person for person in chosen}
    return Asked(tuple(found.values()), tuple(vanished), off_duty, frozenset(called))


def answers_for(tx: Tx, person: Person, recipient: Recipient) -> bool:
    """Whether the person answers for that team now: as a member, or called to this case."""
    in_team = recipient.team_id in memberships.teams_of(tx, person.id)
    return in_team or person.id in acknowledgements.called_to(tx, recipient)


def plan(person: Person, step: Step, triage: Triage) -> Iterator[Attempt | Gap]:
    """How a person is reached by a step: its ways, or the next one where a way is missing.

    Their wishes add ways to an Urgent step, and to the one that says that nobody answered; of
    other steps they take the place, where one of them works.
    """
    adds = triage is Triage.URGENT or step.exhausted
    named_ways = tuple(way for way in step.by if way in PERSONAL)
    ways = _wished(person, named_ways, triage, adds=adds)
    used: set[Way] = set()
    for way in ways:
        if person.reachable_by(way):
            if way not in used:
                yield from _attempts(person, way, everywhere=adds)
            used.add(way)
            continue
        yield Gap(person, way, _why(person, way))
        other = instead(person, way, set(ways) | used)
        if other:
            used.add(other)
            yield from _attempts(person, other, everywhere=adds)


def instead(person: Person, way: Way, tried: set[Way]) -> Way | None:
    """The next way of reaching a person when one failed; None when all have been tried.

    The one they wish to be tried first comes first.
    """
    order = sorted(INSTEAD[way], key=lambda other: other is not person.wishes.first)
    return next((w for w in order if w not in tried and person.reachable_by(w)), None)


def number_for(person: Person) -> Number | None:
    """The number at which one SMS reaches a person: their own, where they added one."""
    return next(reversed(person.working_numbers), None)


def _wished(
    person: Person, ways: tuple[Way, ...], triage: Triage, *, adds: bool
) -> tuple[Way, ...]:
    wished = tuple(way for way in person.wishes.of(triage) if person.reachable_by(way))
    if adds:
        return tuple(dict.fromkeys((*ways, *wished)))
    return wished or ways


def _attempts(person: Person, way: Way, *, everywhere: bool) -> Iterator[Attempt]:
    """One attempt, or for an SMS that must arrive one at each of the person's numbers."""
    if way is not Way.SMS:
        yield Attempt(person, way)
        return
    chosen = number_for(person)
    for number in person.working_numbers:
        if everywhere or number == chosen:
            yield Attempt(person, way, number.own)


def _group(
    tx: Tx, case: Case, recipient: Recipient, group: Audience, now: datetime
) -> list[Person]:
    home, team_id = recipient.team_organisation_id, recipient.team_id
    match group:
        case Audience.MEMBERS:
            return _members(tx, home, team_id)
        case Audience.LEADS:
            return _members(tx, home, team_id, Role.LEAD)
        case Audience.ON_DUTY:
            return duty.on_duty(tx, home, team_id, now) or _members(tx, home, team_id)
        case Audience.SENDER:
            return [people.find(tx, case.sender_id)]
        case Audience.FALLBACK:
            return [one for one in [people.fallback(tx, home)] if one]


def _named(tx: Tx, organisation_id: int, whom: Named) -> list[Person]:
    """The person, or the members of the team; none where there is no such any more."""
    if whom.what is Naming.PERSON:
        one = named.person(tx, organisation_id, whom)
        return [one] if one else []
    team = named.team(tx, organisation_id, whom)
    return _members(tx, organisation_id, team.id) if team else []


def _members(tx: Tx, organisation_id: int, team_id: int, *roles: Role) -> list[Person]:
    team = memberships.of_team(tx, organisation_id, team_id)
    return [member.person for member in team if not roles or member.role in roles]


def _why(person: Person, way: Way) -> str:
    problem = {Way.SMS: person.phone_problem, Way.EMAIL: person.email_problem}.get(way)
    return problem or MISSING[way]
