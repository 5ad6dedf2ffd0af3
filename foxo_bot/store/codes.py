"""SMS reply codes: per person and recipient, single use, expiring; and wrong tries."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from foxo_bot.store.db import Tx
from foxo_bot.store.tables import codes, wrong_codes

LIFE = timedelta(days=3)
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Code:
    id: int
    organisation_id: int
    recipient_id: int
    person_id: int
    code: str


def for_person(
    tx: Tx, organisation_id: int, recipient_id: int, person_id: int, now: datetime
) -> str:
    """The person's code for this recipient, made anew when there is none or it has run out.

    No two live codes of one person are alike: the code alone says which case is meant.
    """
    live = tx.across(
        select(codes).where(
            codes.c.person_id == person_id, codes.c.used_at.is_(None), codes.c.expires_at > now
        )
    ).all()
    for row in live:
        if row.recipient_id == recipient_id:
            return str(row.code)
    taken = {row.code for row in live}
    code = next(c for c in _random_codes() if c not in taken)
    tx.execute(
        delete(codes).where(
            codes.c.organisation_id == organisation_id,
            codes.c.recipient_id == recipient_id,
            codes.c.person_id == person_id,
        )
    )
    tx.execute(
        insert(codes),
        {
            "organisation_id": organisation_id,
            "recipient_id": recipient_id,
            "person_id": person_id,
            "code": code,
            "expires_at": now + LIFE,
        },
    )
    return code


def find(tx: Tx, person_ids: list[int], code: str, now: datetime) -> Code | None:
    """The live code of one of the people behind a phone number."""
    row = tx.across(
        select(codes)
        .where(
            codes.c.person_id.in_(person_ids),
            codes.c.code == code,
            codes.c.used_at.is_(None),
            codes.c.expires_at > now,
        )
        .with_for_update()
    ).first()
    return None if row is None else _code(row)


def use(tx: Tx, code: Code, now: datetime) -> None:
    tx.execute(
        update(codes)
        .where(codes.c.organisation_id == code.organisation_id, codes.c.id == code.id)
        .values(used_at=now)
    )


def note_wrong(tx: Tx, organisation_id: int, person_id: int, now: datetime) -> None:
    tx.execute(
        insert(wrong_codes),
        {"organisation_id": organisation_id, "person_id": person_id, "at": now},
    )


def wrong_since(tx: Tx, organisation_id: int, person_id: int, since: datetime) -> int:
    return int(
        tx.execute(
            select(func.count())
            .select_from(wrong_codes)
            .where(
                wrong_codes.c.organisation_id == organisation_id,
                wrong_codes.c.person_id == person_id,
                wrong_codes.c.at > since,
            )
        ).scalar_one()
    )


def _random_codes() -> Iterator[str]:
    while True:
        yield f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def _code(row: Row[Any]) -> Code:
    return Code(
        id=row.id,
        organisation_id=row.organisation_id,
        recipient_id=row.recipient_id,
        person_id=row.person_id,
        code=row.code,
    )
