"""Cases. Subject and details rest sealed."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from foxo_bot.model import Case, Triage
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import cases

_DIGITS = (6, 6, 6, 7, 7, 8, 9)
"""How long the number tried next is: short to say, longer where the short ones are taken."""


def insert_one(  # noqa: PLR0913 - the columns of a case
    tx: Tx,
    *,
    organisation_id: int,
    sender_id: int,
    subject: str,
    details: str,
    triage: Triage,
    patient_id: int | None,
    now: datetime,
) -> Case:
    """A new case under a free number that carries no meaning."""
    number = _free_number(tx)
    row = tx.execute(
        insert(cases).returning(cases.c.id),
        {
            "organisation_id": organisation_id,
            "number": number,
            "sender_id": sender_id,
            "subject": tx.vault.seal(subject),
            "details": tx.vault.seal(details),
            "patient_id": patient_id,
            "triage": triage.value,
            "created_at": now,
        },
    )
    return Case(
        id=row.scalar_one(),
        organisation_id=organisation_id,
        number=number,
        sender_id=sender_id,
        subject=subject,
        details=details,
        triage=triage,
        created_at=now,
        patient_id=patient_id,
    )


_BY_ID = select(cases).where(
    cases.c.organisation_id == bindparam("home"), cases.c.id == bindparam("case")
)
_LOCKED = _BY_ID.with_for_update(key_share=True)


def get(tx: Tx, organisation_id: int, case_id: int) -> Case:
    named = {"home": organisation_id, "case": case_id}
    return tx.once(("case", case_id), lambda: _case(tx, tx.execute(_BY_ID, named).one()))


def lock(tx: Tx, organisation_id: int, case_id: int) -> Case:
    """Read a case and hold it: every act on a case takes this lock first.

    Rows that only point at the case may be written meanwhile: the clock's steps do, and an act
    that holds the case may wait for such a step.
    """
    return _case(
        tx,
        tx.execute(_LOCKED, {"home": organisation_id, "case": case_id}).one(),
    )


def lock_all(tx: Tx, ids: Iterable[int]) -> None:
    """Hold several cases, always in the same order, so that nobody waits for who waits for him."""
    tx.across(
        select(cases.c.id)
        .where(cases.c.id.in_(list(ids)))
        .order_by(cases.c.id)
        .with_for_update(key_share=True)
    ).all()


def by_number(tx: Tx, number: int) -> Case | None:
    """A case by what people call it; access decides whether they may see it."""
    row = tx.across(select(cases).where(cases.c.number == number)).first()
    return None if row is None else _case(tx, row)


def set_triage(tx: Tx, case: Case, triage: Triage) -> None:
    tx.execute(
        update(cases)
        .where(cases.c.organisation_id == case.organisation_id, cases.c.id == case.id)
        .values(triage=triage.value)
    )


def _free_number(tx: Tx) -> int:
    for digits in _DIGITS:
        lowest: int = 10 ** (digits - 1)
        number = lowest + secrets.randbelow(9 * lowest)
        if tx.across(select(cases.c.id).where(cases.c.number == number)).first() is None:
            return number
    raise AssertionError("nine hundred million case numbers are taken")


def _case(tx: Tx, row: Row[Any]) -> Case:
    return Case(
        id=row.id,
        organisation_id=row.organisation_id,
        number=row.number,
        sender_id=row.sender_id,
        subject=tx.vault.open(row.subject),
        details=tx.vault.open(row.details),
        triage=Triage(row.triage),
        created_at=row.created_at,
        patient_id=row.patient_id,
    )
