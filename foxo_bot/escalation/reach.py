"""Who a step reaches, and by which way instead where one is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from foxo_bot.escalation import duty, named
from foxo_bot.model import (
    Audience,
    Case,
    Named,
    Naming,
    Person,
    Recipient,
    Role,
    Step,
    Way,
)
from foxo_bot.store import organisations, people
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
    """One person to be reached one way. `missing` says why another way had to be left out."""

    person: Person
    way: Way


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
    """

    people: tuple[Person, ...]
    vanished: tuple[Named, ...] = ()
    off_duty: bool = False


def audience(tx: Tx, case: Case, recipient: Recipient, step: Step, now: datetime) -> Asked:
    """Whom a step is for, decided now."""
    found: dict[int, Person] = {}
    vanished = []
    home, team_id = recipient.team_organisation_id, recipient.team_id
    wants_duty = Audience.ON_DUTY in step.to
    off_duty = wants_duty and not duty.on_duty(tx, home, team_id, now)
    for whom in step.to:
        if isinstance(whom, Named):
            chosen = _named(tx, home, whom)
            vanished += [] if chosen else [whom]
        else:
            chosen = _group(tx, case, recipient, whom, now)
        found |= {person.id: person for person in chosen}
    return Asked(tuple(found.values()), tuple(vanished), off_duty)


def plan(person: Person, ways: tuple[Way, ...]) -> Iterator[Attempt | Gap]:
    """How a person is reached by a step: its ways, or the next one where a way is missing."""
    used: set[Way] = set()
    for way in ways:
        if person.reachable_by(way):
            if way not in used:
                yield Attempt(person, way)
            used.add(way)
            continue
        yield Gap(person, way, _why(person, way))
        other = instead(person, way, set(ways) | used)
        if other:
            used.add(other)
            yield Attempt(person, other)


def instead(person: Person, way: Way, tried: set[Way]) -> Way | None:
    """The next way of reaching a person when one failed; None when all have been tried."""
    return next((w for w in INSTEAD[way] if w not in tried and person.reachable_by(w)), None)


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
            return list(_fallback(tx, recipient))


def _named(tx: Tx, organisation_id: int, whom: Named) -> list[Person]:
    """The person, or the members of the team; none where there is no such any more."""
    if whom.what is Naming.PERSON:
        one = named.person(tx, organisation_id, whom)
        return [one] if one else []
    team = named.team(tx, organisation_id, whom)
    return _members(tx, organisation_id, team.id) if team else []


def _members(tx: Tx, organisation_id: int, team_id: int, *roles: Role) -> list[Person]:
    team = people.of_team(tx, organisation_id, team_id)
    return [member.person for member in team if not roles or member.role in roles]


def _why(person: Person, way: Way) -> str:
    problem = {Way.SMS: person.phone_problem, Way.EMAIL: person.email_problem}.get(way)
    return problem or MISSING[way]


def _fallback(tx: Tx, recipient: Recipient) -> Iterator[Person]:
    organisation = organisations.get(tx, recipient.team_organisation_id)
    if organisation.fallback_person_id:
        yield people.get(tx, organisation.id, organisation.fallback_person_id)
