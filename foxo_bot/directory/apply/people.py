"""Makes the people that a directory file lists what it says of them."""

from foxo_bot.directory.apply.ledger import Ledger
from foxo_bot.directory.apply.matching import match
from foxo_bot.directory.file import OrganisationEntry, PersonEntry
from foxo_bot.directory.sighting import Columns
from foxo_bot.model import Organisation, Person
from foxo_bot.store import one_person, people
from foxo_bot.store.db import Tx

_WORDS = {
    "name": "name",
    "email": "email",
    "phone": "phone",
    "slack_workspace": "Slack account",
    "slack_user": "Slack account",
    "teams_user": "Teams account",
    "organisation_id": "organisation",
    "external": "organisation",
}


def apply_people(
    ledger: Ledger, pairs: list[tuple[OrganisationEntry, Organisation]]
) -> list[list[Person]]:
    """Store everybody the file lists; for each organisation its people in the file's order."""
    found = match(ledger.tx, pairs)
    taken = {person.id for person in found.values()}
    stored = []
    for number, (entry, organisation) in enumerate(pairs):
        known = []
        for place, wanted in enumerate(entry.people):
            person = found.get((number, place))
            _free_account(ledger.tx, wanted, person, taken)
            known.append(
                _update(ledger, organisation, person, wanted)
                if person
                else _insert(ledger, organisation, wanted)
            )
        stored.append(known)
    return stored


def delist(ledger: Ledger, organisation: Organisation, known: list[Person]) -> None:
    """Whom the file no longer names: from now on their profiles say how they are reached."""
    gone = people.listed(ledger.tx, organisation.id).keys() - {person.id for person in known}
    for person_id in sorted(gone):
        person = people.get(ledger.tx, organisation.id, person_id)
        people.set_listed(ledger.tx, person, ())
        sentence = f"{organisation.name}: {person.name} is no longer listed."
        ledger.add(organisation.id, sentence, "person_delisted", person=person_id)


def _free_account(tx: Tx, wanted: PersonEntry, person: Person | None, taken: set[int]) -> None:
    """Take the entry's Teams account from another row, or make one of the two rows."""
    holder = people.by_teams(tx, wanted.teams) if wanted.teams else None
    if holder is None or (person and holder.id == person.id):
        return
    if person and holder.id not in taken and not holder.slack_user:
        one_person.absorb(tx, keep=person, gone=holder)
    else:
        people.change(tx, holder, teams_user=None)


def _insert(ledger: Ledger, organisation: Organisation, wanted: PersonEntry) -> Person:
    given = _given(wanted)
    until_met = given.get("slack_user", "")  # a first sight of them puts the name in its place
    new_id = people.insert_one(
        ledger.tx,
        organisation.id,
        **{"name": until_met, **given},
        **_slack(wanted, None),
        listed=" ".join(sorted(given)),
    )
    sentence = f"{organisation.name}: {wanted.name or until_met} is listed now."
    ledger.add(organisation.id, sentence, "person_listed", person=new_id)
    return people.get(ledger.tx, organisation.id, new_id)


def _update(
    ledger: Ledger, organisation: Organisation, person: Person, wanted: PersonEntry
) -> Person:
    tx = ledger.tx
    before, given = people.listed_columns(tx, person), _given(wanted)
    dropped: Columns = dict.fromkeys((before - given.keys()) & {"email", "phone"})
    columns: Columns = {
        "organisation_id": organisation.id,
        "external": False,
        **dropped,
        **given,
        **_slack(wanted, person),
    }
    new = {column: value for column, value in columns.items() if getattr(person, column) != value}
    differs = new.keys() | (before ^ given.keys() if before else set())
    if not differs and before:
        return person
    if new:
        people.change(tx, person, **new)
    person = people.get(tx, organisation.id, person.id)
    people.set_listed(tx, person, given)
    words = ", ".join(sorted({_WORDS[column] for column in differs & _WORDS.keys()}))
    sentence = (
        f"{organisation.name}: {person.name}: {words} updated."
        if before
        else (f"{organisation.name}: {person.name} is listed now.")
    )
    what = "person_changed" if before else "person_listed"
    ledger.add(organisation.id, sentence, what, person=person.id, columns=" ".join(sorted(new)))
    return person


def _given(wanted: PersonEntry) -> dict[str, str]:
    """The columns of which the file says something, but for where Slack finds them."""
    said = {
        "name": wanted.name,
        "email": wanted.email,
        "phone": wanted.phone,
        "slack_user": wanted.slack[1] if wanted.slack else None,
        "teams_user": wanted.teams,
    }
    return {column: value for column, value in said.items() if value}


def _slack(wanted: PersonEntry, person: Person | None) -> dict[str, str]:
    """Where Slack finds them; left alone for an account known already, which may be deactivated."""
    if not wanted.slack or (person and (person.slack_workspace, person.slack_user) == wanted.slack):
        return {}
    return {"slack_workspace": wanted.slack[0], "slack_via": wanted.slack[0]}
