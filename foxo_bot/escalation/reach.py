"""Who a step reaches, and by which way instead where one is missing."""

from collections.abc import Iterator
from dataclasses import dataclass

from foxo_bot.model import Audience, Case, Person, Recipient, Role, Step, Way
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


def audience(tx: Tx, case: Case, recipient: Recipient, step: Step) -> list[Person]:
    """The people a step is for, decided now, each once."""
    team = people.of_team(tx, recipient.team_organisation_id, recipient.team_id)
    found: dict[int, Person] = {}
    for group in step.to:
        match group:
            case Audience.MEMBERS:
                chosen = [member.person for member in team]
            case Audience.LEADS:
                chosen = [member.person for member in team if member.role is Role.LEAD]
            case Audience.SENDER:
                chosen = [people.find(tx, case.sender_id)]
            case Audience.FALLBACK:
                chosen = list(_fallback(tx, recipient))
        found |= {person.id: person for person in chosen}
    return list(found.values())


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


def _why(person: Person, way: Way) -> str:
    problem = {Way.SMS: person.phone_problem, Way.EMAIL: person.email_problem}.get(way)
    return problem or MISSING[way]


def _fallback(tx: Tx, recipient: Recipient) -> Iterator[Person]:
    organisation = organisations.get(tx, recipient.team_organisation_id)
    if organisation.fallback_person_id:
        yield people.get(tx, organisation.id, organisation.fallback_person_id)
