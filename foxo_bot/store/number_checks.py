"""Codes sent to a number so that a person proves it is theirs; and how many were sent."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, or_, select, update

from foxo_bot.model import Person
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import number_checks

DIGITS = 6


@dataclass(frozen=True, slots=True)
class Check:
    id: int
    organisation_id: int
    person_id: int
    phone: str
    code: str
    at: datetime
    tries: int


def begin(tx: Tx, person: Person, phone: str, now: datetime) -> Check:
    """A new code for a number; the person's earlier ones end."""
    end(tx, person, now)
    row = {
        "organisation_id": person.organisation_id,
        "person_id": person.id,
        "phone": phone,
        "code": f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}",
        "at": now,
        "tries": 0,
    }
    made = tx.execute(insert(number_checks).returning(number_checks.c.id), row)
    return Check(id=int(made.scalar_one()), **row)  # type: ignore[arg-type]  # the row's own values


def live(tx: Tx, person: Person, since: datetime) -> Check | None:
    """The person's newest check, if it was begun since then and has not ended."""
    return _one(
        tx,
        number_checks.c.person_id == person.id,
        number_checks.c.organisation_id == person.organisation_id,
        number_checks.c.at > since,
        number_checks.c.ended_at.is_(None),
    )


def find(tx: Tx, check_id: int) -> Check | None:
    return _one(tx, number_checks.c.id == check_id)


def count_since(tx: Tx, person: Person, phone: str, since: datetime) -> int:
    """How many codes were sent since then to the person or to the number."""
    return int(
        tx.across(
            select(func.count())
            .select_from(number_checks)
            .where(
                number_checks.c.at > since,
                or_(number_checks.c.person_id == person.id, number_checks.c.phone == phone),
            )
        ).scalar_one()
    )


def note_try(tx: Tx, check: Check) -> None:
    tx.across(
        update(number_checks)
        .where(number_checks.c.id == check.id)
        .values(tries=number_checks.c.tries + 1)
    )


def end(tx: Tx, person: Person, now: datetime) -> None:
    """No code of the person is waited for any more."""
    tx.execute(update(number_checks).where(*_waiting(person)).values(ended_at=now))


def void(tx: Tx, person: Person, phone: str) -> None:
    """A code sent to this number proves nothing of the person: as if it had ended as it began."""
    sent_there = number_checks.c.phone == phone
    as_it_began = number_checks.c.at
    tx.execute(
        update(number_checks).where(*_waiting(person), sent_there).values(ended_at=as_it_began)
    )


def _waiting(person: Person) -> tuple[ColumnElement[bool], ...]:
    """Of this person, and not entered yet."""
    return (
        number_checks.c.organisation_id == person.organisation_id,
        number_checks.c.person_id == person.id,
        number_checks.c.ended_at.is_(None),
    )


def _one(tx: Tx, *where: ColumnElement[bool]) -> Check | None:
    row = tx.across(
        select(number_checks).where(*where).order_by(number_checks.c.id.desc()).limit(1)
    ).first()
    if row is None:
        return None
    return Check(row.id, row.organisation_id, row.person_id, row.phone, row.code, row.at, row.tries)
