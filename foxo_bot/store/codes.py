"""SMS reply codes: per person and recipient, single use, expiring; and wrong tries."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from foxo_bot.store.columns import Instant, evened
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
    live = _live(tx, wanted, now) if wanted else {}
    codes_of = {one: live.get((one.person_id, one.recipient_id), "") for one in wanted}
    new = [one for one, code in codes_of.items() if not code]
    if new:
        codes_of |= _unlike_any(tx, new, now)
        _replace(tx, new, codes_of, now)
    return codes_of


_LIVE = select(codes.c.person_id, codes.c.recipient_id, codes.c.code).where(
    codes.c.recipient_id.in_(bindparam("recipients", expanding=True)),
    codes.c.person_id.in_(bindparam("people", expanding=True)),
    codes.c.expires_at > bindparam("now", type_=Instant),
    codes.c.used_at.is_(None),
)
_ALIKE = select(codes.c.person_id, codes.c.code).where(
    tuple_(codes.c.person_id, codes.c.code).in_(bindparam("pairs", expanding=True)),
    codes.c.expires_at > bindparam("now", type_=Instant),
)


def _live(tx: Tx, wanted: Sequence[Wanted], now: datetime) -> dict[tuple[int, int], str]:
    """Person and recipient -> the code that still answers for them."""
    whose = {
        "recipients": evened({one.recipient_id for one in wanted}),
        "people": evened({one.person_id for one in wanted}),
    }
    rows = tx.across(_LIVE, whose | {"now": now})
    return {(row.person_id, row.recipient_id): row.code for row in rows}


def _unlike_any(tx: Tx, new: Sequence[Wanted], now: datetime) -> dict[Wanted, str]:
    """A code for each that nobody has who could answer with it; drawn again where one has."""
    made: dict[Wanted, str] = {}
    taken: set[tuple[int, str]] = set()
    while waiting := [one for one in new if one not in made]:
        drawn = {one: f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}" for one in waiting}
        whose = {
            one: {(p, code) for p in (one.person_id, *one.beside)} for one, code in drawn.items()
        }
        asked = evened(set().union(*whose.values()))
        taken |= {
            (row.person_id, row.code) for row in tx.across(_ALIKE, {"pairs": asked, "now": now})
        }
        for one, code in drawn.items():
            if taken.isdisjoint(whose[one]):
                taken.add((one.person_id, code))
                made[one] = code
    return made


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


def _code(row: Row[Any]) -> Code:
    return Code(
        id=row.id,
        organisation_id=row.organisation_id,
        recipient_id=row.recipient_id,
        person_id=row.person_id,
        code=row.code,
        used_at=row.used_at,
    )
