"""Finds the Patient Cards that a person holds."""

from foxo_bot.model import PatientCard, Person
from foxo_bot.store import patients
from foxo_bot.store.db import Tx

SHOWN = 20


def find(tx: Tx, person: Person, typed: str) -> list[PatientCard]:
    """Cards of this person in which every typed word occurs, newest first.

    Cards rest sealed, so they are opened to be searched: a person holds few.
    """
    if person.external:
        return []
    words = typed.casefold().split()
    held = patients.owned_by(tx, person)
    return [card for card in held if all(word in _searchable(card) for word in words)][:SHOWN]


def held(tx: Tx, person: Person, patient_id: int) -> PatientCard | None:
    """A card by id, if this person holds it."""
    if person.external:
        return None
    return next((card for card in patients.owned_by(tx, person) if card.id == patient_id), None)


def _searchable(card: PatientCard) -> str:
    numbers = " ".join(value for _, value in card.identifiers)
    born = card.born.strftime("%d/%m/%Y") if card.born else ""
    return f"{card.name} {born} {numbers}".casefold()
