"""SMS reply codes: per person and recipient, single use, expiring; and wrong tries."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

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
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose code for which recipient; `beside` are the people who share that person's number."""

    organisation_id: int
    recipient_id: int
    person_id: int
    beside: tuple[int, ...] = ()


def for_people(tx: Tx, wanted: Sequence[Wanted], now: datetime) -> dict[Wanted, str]:
    """Each one's code for the recipient, made anew where there is none or it has run out.

    No two codes that one person, or those who share their number, could answer with are alike: the
    code alone says which case is meant, and by whom.
    """
    concerned = {person_id for one in wanted for person_id in (one.person_id, *one.beside)}
    there = of_people(tx, sorted(concerned), now) if wanted else []
    live = {(code.person_id, code.recipient_id): code.code for code in there if not code.used_at}
    taken: dict[int, set[str]] = {person_id: set() for person_id in concerned}
    for code in there:
        taken[code.person_id].add(code.code)
    new = [one for one in dict.fromkeys(wanted) if (one.person_id, one.recipient_id) not in live]
    for one in new:
        avoid = taken[one.person_id].union(*(taken[person_id] for person_id in one.beside))
        made = next(c for c in _random_codes() if c not in avoid)
        taken[one.person_id].add(made)
        live[one.person_id, one.recipient_id] = made
    made_for = {one: live[one.person_id, one.recipient_id] for one in wanted}
    if new:
        _replace(tx, new, made_for, now)
    return made_for


def _replace(tx: Tx, new: Sequence[Wanted], code: dict[Wanted, str], now: datetime) -> None:
    """Write new codes, over used and expired ones of the same people and recipients."""
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
    dialect = postgresql if tx.connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(codes)
    anew = {name: statement.excluded[name] for name in ("code", "expires_at")} | {"used_at": None}
    tx.execute(
        statement.on_conflict_do_update(index_elements=["recipient_id", "person_id"], set_=anew),
        rows,
    )


def of_people(tx: Tx, person_ids: Sequence[int], now: datetime) -> list[Code]:
    """Their codes that have not run out, used or not."""
    rows = tx.across(
        select(codes)
        .where(codes.c.person_id.in_(person_ids), codes.c.expires_at > now)
        .order_by(codes.c.id)
    )
    return [_code(row) for row in rows]


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
        used_at=row.used_at,
    )
