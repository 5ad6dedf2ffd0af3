"""Which stored person each entry of a directory file means."""

from collections.abc import Callable, Iterable

from foxo_bot.directory.file import OrganisationEntry, PersonEntry
from foxo_bot.model import Organisation, Person
from foxo_bot.store import people
from foxo_bot.store.db import Tx

Spot = tuple[int, int]
"""An entry: the organisation's place in the file, and the person's place in it."""


def match(tx: Tx, pairs: list[tuple[OrganisationEntry, Organisation]]) -> dict[Spot, Person]:
    """Each entry's stored person; an entry that is left out is somebody new.

    An id on a platform counts most, wherever its holder was until now; then, among the
    organisation's own people, email, phone, name. Nobody is taken for two entries.
    """
    found: dict[Spot, Person] = {}
    entries = [
        ((number, place), person)
        for number, (entry, _) in enumerate(pairs)
        for place, person in enumerate(entry.people)
    ]
    _take(found, entries, lambda e: [people.by_slack(tx, *e.slack)] if e.slack else [])
    _take(found, entries, lambda e: [people.by_teams(tx, e.teams)] if e.teams else [])
    for number, (_, organisation) in enumerate(pairs):
        mine = [(spot, entry) for spot, entry in entries if spot[0] == number]
        _match_within(tx, found, mine, organisation)
    return found


def _match_within(
    tx: Tx,
    found: dict[Spot, Person],
    entries: list[tuple[Spot, PersonEntry]],
    organisation: Organisation,
) -> None:
    everybody = [p for p in people.of_organisation(tx, organisation.id) if not p.external]
    listed = people.listed(tx, organisation.id)
    everybody.sort(key=lambda person: (person.id not in listed, person.id))
    # A name or a shared phone never makes somebody the owner of another's account.
    without_account = [
        p for p in everybody if p.id in listed and not (p.slack_user or p.teams_user)
    ]
    named_alike = [p for p in everybody if p.id in listed]
    _take(found, entries, lambda e: [p for p in everybody if e.email and p.email == e.email])
    _take(
        found,
        entries,
        lambda e: [p for p in named_alike if e.phone and (p.phone, p.name) == (e.phone, e.name)],
    )
    _take(found, entries, lambda e: [p for p in without_account if e.phone and p.phone == e.phone])
    _take(found, entries, lambda e: [p for p in without_account if p.name == e.name])


def _take(
    found: dict[Spot, Person],
    entries: list[tuple[Spot, PersonEntry]],
    candidates: Callable[[PersonEntry], Iterable[Person | None]],
) -> None:
    """Give each entry that has none yet its first candidate that nobody has."""
    taken = {person.id for person in found.values()}
    for spot, entry in entries:
        if spot in found:
            continue
        person = next((p for p in candidates(entry) if p and p.id not in taken), None)
        if person:
            found[spot] = person
            taken.add(person.id)
