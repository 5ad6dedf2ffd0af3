"""An address found dead, or that somebody turned off: marked with its reason, and people told."""

from collections.abc import Iterable
from datetime import datetime

from foxo_bot.model import Person, Role, Team, Way
from foxo_bot.store import events, memberships, messages, outbox, people, teams
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message

STOPPED = "STOP was sent from this number; START from it brings SMS back."

_COLUMN = {
    (Way.SMS, False): "phone_problem",
    (Way.SMS, True): "own_phone_problem",
    (Way.EMAIL, False): "email_problem",
}


def mark(tx: Tx, person: Person, way: Way, words: str, now: datetime, *, own: bool = False) -> None:
    """Nothing more is sent there until it changes or is tested; said once to those concerned.

    Those are the person, by whatever still works, and whoever looks after their teams.
    """
    column = _COLUMN[way, own]
    was = getattr(person, column)
    if was == words[:300]:
        return
    people.change(tx, person, **{column: words[:300]})
    _note(tx, person, "unreachable", way, now)
    if was is None:
        what, about = messages.ADDRESS_LOST, _about(person, way, own)
        themselves = messages.told_of_address(person, person, what, about, not_by=way)
        others = _others(tx, person, messages.ADDRESS_OF_MEMBER_LOST, about)
        outbox.put(tx, [themselves, *others], now)


def clear(tx: Tx, person: Person, way: Way, now: datetime, *, own: bool = False) -> None:
    """It works after all: those who look after their teams heard that it did not."""
    column = _COLUMN[way, own]
    if getattr(person, column) is None:
        return
    people.change(tx, person, **{column: None})
    _note(tx, person, "reachable", way, now)
    outbox.put(
        tx, _others(tx, person, messages.ADDRESS_OF_MEMBER_BACK, _about(person, way, own)), now
    )


def _about(person: Person, way: Way, own: bool) -> dict[str, int | str]:
    return {"person": person.id, "way": way.value, "own": int(own)}


def _others(tx: Tx, person: Person, what: str, about: dict[str, int | str]) -> list[Message | None]:
    return [messages.told_of_address(one, person, what, about) for one in _concerned(tx, person)]


def _concerned(tx: Tx, person: Person) -> list[Person]:
    """The leads of their teams, or where those have no other lead the fallback contact.

    Of the fallback contact's own address every lead hears: all of them count on it.
    """
    last_resort = people.fallback(tx, person.organisation_id)
    if last_resort and last_resort.id == person.id:
        return _leads(tx, teams.of_organisation(tx, person.organisation_id), person)
    own = [teams.find(tx, team_id) for team_id in sorted(memberships.teams_of(tx, person.id))]
    found = _leads(tx, [team for team in own if team], person)
    return found or ([last_resort] if last_resort and any(own) else [])


def _leads(tx: Tx, among: Iterable[Team], person: Person) -> list[Person]:
    """The leads of those teams that are active, each once, without the person."""
    found: dict[int, Person] = {}
    for team in among:
        for member in memberships.of_team(tx, team.organisation_id, team.id) if team.active else ():
            if member.role is Role.LEAD and member.person.id != person.id:
                found[member.person.id] = member.person
    return list(found.values())


def _note(tx: Tx, person: Person, kind: str, way: Way, now: datetime) -> None:
    events.append(
        tx,
        events.Event(
            organisation_id=person.organisation_id,
            at=now,
            kind=kind,
            via=way.value,
            actor_id=person.id,
        ),
    )
