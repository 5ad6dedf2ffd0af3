"""SMS reply codes: per person and recipient, single use, expiring; and wrong tries."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, tuple_, update

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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose code for which recipient."""

    organisation_id: int
    recipient_id: int
    person_id: int


def for_people(tx: Tx, wanted: Sequence[Wanted], now: datetime) -> dict[Wanted, str]:
    """Each one's code for the recipient, made anew where there is none or it has run out.

    No two live codes of one person are alike: the code alone says which case is meant.
    """
    live: dict[int, dict[int, str]] = {one.person_id: {} for one in wanted}
    query = select(codes.c.person_id, codes.c.recipient_id, codes.c.code).where(
        codes.c.person_id.in_(live), codes.c.used_at.is_(None), codes.c.expires_at > now
    )
    for row in tx.across(query) if wanted else ():
        live[row.person_id][row.recipient_id] = row.code
    new = [one for one in dict.fromkeys(wanted) if one.recipient_id not in live[one.person_id]]
    for one in new:
        taken = set(live[one.person_id].values())
        live[one.person_id][one.recipient_id] = next(c for c in _random_codes() if c not in taken)
    if new:
        _replace(tx, new, {one: live[one.person_id][one.recipient_id] for one in new}, now)
    return {one: live[one.person_id][one.recipient_id] for one in wanted}


def _replace(tx: Tx, new: Sequence[Wanted], code: dict[Wanted, str], now: datetime) -> None:
    """Write new codes over used and expired ones of the same people and recipients."""
    mine = tuple_(codes.c.recipient_id, codes.c.person_id)
    tx.across(delete(codes).where(mine.in_([(one.recipient_id, one.person_id) for one in new])))
    rows = [
        {
            "organisation_id": one.organisation_id,
            "recipient_id": one.recipient_id,
            "person_id": one.person_id,
            "code": code[one],
            "expires_at": now + LIFE,
        }
        for one in new
    ]
    tx.execute(insert(codes), rows)


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
