"""People, found by whatever they are known by."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from foxo_bot.model import Person, Triage, Way, Wishes
from foxo_bot.store import number_checks
from foxo_bot.store.columns import evened
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import organisations, people

Value = str | int | datetime | Mapping[str, Any] | None
"""What a column of a person holds."""

_BY_ID = select(people).where(people.c.id == bindparam("person"))
_BY_SLACK = select(people).where(
    people.c.slack_workspace == bindparam("workspace"), people.c.slack_user == bindparam("user")
)
_BY_TEAMS = select(people).where(people.c.teams_user == bindparam("user"))
_SEVERAL = select(people).where(people.c.id.in_(bindparam("ids", expanding=True)))
_NUMBERS: BindParameter[Any] = bindparam("phones", expanding=True)
_BEHIND = (
    select(people.c.id, people.c.phone, people.c.own_phone)
    .where(or_(people.c.phone.in_(_NUMBERS), people.c.own_phone.in_(_NUMBERS)))
    .order_by(people.c.id)
)
_FALLBACK = (
    select(people)
    .join(organisations, organisations.c.fallback_person_id == people.c.id)
    .where(organisations.c.id == bindparam("home"), people.c.organisation_id == bindparam("home"))
)


def get(tx: Tx, organisation_id: int, person_id: int) -> Person:
    row = tx.execute(
        select(people).where(people.c.organisation_id == organisation_id, people.c.id == person_id)
    ).one()
    return from_row(row)


def find(tx: Tx, person_id: int) -> Person:
    """A person by id alone: a case names people of several organisations."""
    return tx.once(
        ("person", person_id),
        lambda: from_row(tx.across(_BY_ID, {"person": person_id}).one()),
    )


def fallback(tx: Tx, organisation_id: int) -> Person | None:
    """The organisation's fallback contact, where it has one."""
    row = tx.execute(_FALLBACK, {"home": organisation_id}).first()
    return None if row is None else from_row(row)


def names(tx: Tx, person_ids: Sequence[int | None]) -> dict[int, str]:
    wanted = {person_id for person_id in person_ids if person_id is not None}
    if not wanted:
        return {}
    rows = tx.across(select(people.c.id, people.c.name).where(people.c.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def not_of(tx: Tx, organisation_id: int, person_ids: Collection[int]) -> set[int]:
    """Those of the people who belong to another organisation."""
    strangers = people.c.id.in_(person_ids), people.c.organisation_id != organisation_id
    return {row.id for row in tx.across(select(people.c.id).where(*strangers))}


def by_slack(tx: Tx, workspace: str, user: str) -> Person | None:
    row = tx.across(_BY_SLACK, {"workspace": workspace, "user": user}).first()
    return None if row is None else from_row(row)


def by_slack_user(tx: Tx, via: str, user: str) -> Person | None:
    """Somebody whose own workspace the platform did not tell, by where the bot met them."""
    row = tx.across(
        select(people).where(people.c.slack_via == via, people.c.slack_user == user)
    ).first()
    return None if row is None else from_row(row)


def by_phone(tx: Tx, phone: str) -> list[Person]:
    """Everybody who is reached at a number, whichever of their two it is."""
    rows = tx.across(
        select(people)
        .where(or_(people.c.phone == phone, people.c.own_phone == phone))
        .order_by(people.c.id)
    )
    return [from_row(row) for row in rows]


def behind(tx: Tx, phones: Collection[str]) -> dict[str, tuple[int, ...]]:
    """The ids of everybody who is reached at each of these numbers."""
    found: dict[str, list[int]] = {phone: [] for phone in phones}
    for row in tx.across(_BEHIND, {"phones": evened(phones)}) if phones else ():
        for phone in {row.phone, row.own_phone} & found.keys():
            found[phone].append(row.id)
    return {phone: tuple(ids) for phone, ids in found.items()}


def several(tx: Tx, person_ids: Collection[int]) -> dict[int, Person]:
    rows = tx.across(_SEVERAL, {"ids": evened(person_ids)}) if person_ids else ()
    return {row.id: from_row(row) for row in rows}


def by_teams(tx: Tx, user: str) -> Person | None:
    row = tx.across(_BY_TEAMS, {"user": user}).first()
    return None if row is None else from_row(row)


def by_email(tx: Tx, organisation_id: int, email: str) -> list[Person]:
    """People of an organisation with this address (lower case), those of the directory first."""
    rows = tx.execute(
        select(people)
        .where(people.c.organisation_id == organisation_id, people.c.email == email)
        .order_by(people.c.listed.is_(None), people.c.id)
    )
    return [from_row(row) for row in rows]


def of_organisation(tx: Tx, organisation_id: int) -> list[Person]:
    rows = tx.execute(
        select(people).where(people.c.organisation_id == organisation_id).order_by(people.c.id)
    )
    return [from_row(row) for row in rows]


def listed(tx: Tx, organisation_id: int) -> dict[int, frozenset[str]]:
    """Person id -> the columns that the directory file gives, for everybody it names."""
    rows = tx.execute(
        select(people.c.id, people.c.listed).where(
            people.c.organisation_id == organisation_id, people.c.listed.is_not(None)
        )
    )
    return {row.id: frozenset(row.listed.split()) for row in rows}


def listed_columns(tx: Tx, person: Person) -> frozenset[str]:
    """The columns of a person that the directory file gives; empty for who is not in it."""
    text = tx.execute(
        select(people.c.listed).where(
            people.c.organisation_id == person.organisation_id, people.c.id == person.id
        )
    ).scalar()
    return frozenset((text or "").split())


def set_listed(tx: Tx, person: Person, columns: Iterable[str]) -> None:
    """Note which columns the directory file gives; none where it no longer names the person."""
    change(tx, person, listed=" ".join(sorted(columns)) or None)


def insert_one(tx: Tx, organisation_id: int, **columns: Value) -> int:
    """A new person; `columns` are those of the table."""
    row = tx.execute(
        insert(people).returning(people.c.id), {"organisation_id": organisation_id, **columns}
    )
    return int(row.scalar_one())


def insert_if_new(tx: Tx, organisation_id: int, **columns: Value) -> Person | None:
    """A new person; None where another transaction has met them meanwhile."""
    dialect = postgresql if tx.connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(people).values(organisation_id=organisation_id, **columns)
    row = tx.execute(statement.on_conflict_do_nothing().returning(people)).first()
    return None if row is None else from_row(row)


def change(tx: Tx, person: Person, **columns: Value) -> None:
    """Set columns of a person. A new email or phone forgets what was known of the old one.

    Where a number stops being theirs, a code that was sent to it proves nothing any more.
    """
    if "email" in columns and columns["email"] != person.email:
        columns.setdefault("email_problem", None)
    if "phone" in columns and columns["phone"] != person.phone:
        columns.setdefault("phone_problem", None)
        columns.setdefault("phone_verified_at", None)
    for kept in ("phone", "own_phone"):
        was = getattr(person, kept)
        if was and kept in columns and columns[kept] != was:
            number_checks.void(tx, person, was)
    tx.execute(
        update(people)
        .where(people.c.organisation_id == person.organisation_id, people.c.id == person.id)
        .values(**columns)
    )


def marked(tx: Tx) -> dict[str, int]:
    """How many people have an address that was found dead, by way."""
    row = tx.across(
        select(
            func.count(func.coalesce(people.c.phone_problem, people.c.own_phone_problem)).label(
                "sms"
            ),
            func.count(people.c.email_problem).label("email"),
        )
    ).one()
    return {"sms": row.sms, "email": row.email}


def wishes_json(wishes: Wishes) -> dict[str, Any]:
    ways = {triage.value: [way.value for way in chosen] for triage, chosen in wishes.ways}
    return {"ways": ways, "first": wishes.first.value if wishes.first else None}


def _wishes(stored: Mapping[str, Any] | None) -> Wishes:
    if not stored:
        return Wishes()
    ways = tuple(
        (Triage(triage), tuple(Way(way) for way in chosen))
        for triage, chosen in stored["ways"].items()
    )
    return Wishes(ways, Way(stored["first"]) if stored["first"] else None)


def from_row(row: Row[Any]) -> Person:
    """Who stands in a row of the table."""
    return Person(
        id=row.id,
        organisation_id=row.organisation_id,
        name=row.name,
        external=row.external,
        slack_workspace=row.slack_workspace,
        slack_user=row.slack_user,
        slack_via=row.slack_via,
        teams_user=row.teams_user,
        last_chat=row.last_chat,
        email=row.email,
        phone=row.phone,
        email_problem=row.email_problem,
        phone_problem=row.phone_problem,
        phone_listed="phone" in (row.listed or "").split(),
        phone_verified_at=row.phone_verified_at,
        own_phone=row.own_phone,
        own_phone_problem=row.own_phone_problem,
        own_phone_verified_at=row.own_phone_verified_at,
        wishes=_wishes(row.wishes),
    )
