"""A Patient Card entered by hand, checked field by field."""

from collections.abc import Mapping
from datetime import date, datetime

from foxo_bot.model import PatientCard, Person
from foxo_bot.store import events, patients
from foxo_bot.store.db import Tx

OLDEST = 130


class Mistakes(Exception):
    """The card cannot be kept; `fields` says what to do about each field."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def checked(values: Mapping[str, str], owner: Person, now: datetime) -> PatientCard:
    """The card that the fields describe; Mistakes where one is wrong."""
    mistakes: dict[str, str] = {}
    name = " ".join(values.get("name", "").split())
    if not name:
        mistakes["name"] = "Write the patient's name."
    born = _birthday(values.get("born", ""), now.date(), mistakes)
    identifiers = tuple(_identifiers(values, mistakes))
    if mistakes:
        raise Mistakes(mistakes)
    return PatientCard(
        id=0,
        organisation_id=owner.organisation_id,
        name=name,
        born=born,
        sex=values.get("sex") or None,
        identifiers=identifiers,
    )


def keep(tx: Tx, owner: Person, card: PatientCard, *, via: str, now: datetime) -> int:
    """Store a checked card for its owner; its new id."""
    new_id = patients.insert_one(tx, owner, card, now)
    events.append(
        tx,
        events.Event(
            organisation_id=owner.organisation_id,
            at=now,
            kind="patient_added",
            via=via,
            actor_id=owner.id,
            data={"patient": new_id},
        ),
    )
    return new_id


def _birthday(text: str, today: date, mistakes: dict[str, str]) -> date | None:
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            born = datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
        if born <= today and today.year - born.year <= OLDEST:
            return born
        mistakes["born"] = "That date of birth is not possible. Write it as DD/MM/YYYY."
        return None
    mistakes["born"] = "Write the date of birth as DD/MM/YYYY."
    return None


def _identifiers(values: Mapping[str, str], mistakes: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    mrn, issuer = values.get("mrn", "").strip(), values.get("issuer", "").strip()
    if mrn and not issuer:
        mistakes["issuer"] = "Say who issued the record number; it means nothing without that."
    if mrn and issuer:
        found.append((f"MRN ({issuer})", mrn))
    ihi = values.get("ihi", "").replace(" ", "")
    if ihi:
        if not is_ihi(ihi):
            mistakes["ihi"] = "An IHI has 16 digits, starts with 800360 and ends in a check digit."
        found.append(("IHI", ihi))
    medicare = values.get("medicare", "").replace(" ", "")
    if medicare:
        if not is_medicare(medicare):
            mistakes["medicare"] = "A Medicare number has 10 or 11 digits; check them once more."
        found.append(("Medicare", medicare))
    return found


def is_ihi(number: str) -> bool:
    """Individual Healthcare Identifier: 16 digits, prefix 800360, Luhn check (ISO 7812)."""
    if len(number) != 16 or not number.isdecimal() or not number.startswith("800360"):
        return False
    doubled = [int(d) * (2 if place % 2 == 0 else 1) for place, d in enumerate(number)]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def is_medicare(number: str) -> bool:
    """Medicare card number: first digit 2-6, the ninth is a weighted check of the first eight.

    Source: the Medicare number rule of HL7 Australia's AU Base (weights 1 3 7 9 1 3 7 9).
    """
    if len(number) not in {10, 11} or not number.isdecimal() or number[0] not in "23456":
        return False
    weights = (1, 3, 7, 9, 1, 3, 7, 9)
    check = sum(int(d) * w for d, w in zip(number, weights, strict=False)) % 10
    return check == int(number[8])
