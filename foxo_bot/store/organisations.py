"""Organisations, and the workspaces and tenants by which platforms know them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from foxo_bot.model import Organisation
from foxo_bot.store import events
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import organisations, workspaces


def get(tx: Tx, organisation_id: int) -> Organisation:

    def read() -> Organisation:
        query = select(organisations).where(organisations.c.id == organisation_id)
        return _organisation(tx.execute(query).one())

    return tx.once(("organisation", organisation_id), read)


def every(tx: Tx) -> list[Organisation]:
    rows = tx.execute(select(organisations).order_by(organisations.c.name))
    return [_organisation(row) for row in rows]


def insert_one(tx: Tx, *, name: str) -> int:
    """A new organisation with the first link of its audit chain."""
    new_id = tx.execute(insert(organisations), {"name": name}).inserted_primary_key
    assert new_id is not None  # noqa: S101 - an insert of one row always has a key
    events.start_chain(tx, new_id[0])
    return int(new_id[0])


def save(
    tx: Tx,
    organisation_id: int,
    *,
    country: str | None,
    sender_confirms_close: bool,
    fallback_person_id: int | None,
    timezone: str | None,
) -> None:
    tx.execute(
        update(organisations)
        .where(organisations.c.id == organisation_id)
        .values(
            country=country,
            sender_confirms_close=sender_confirms_close,
            fallback_person_id=fallback_person_id,
            timezone=timezone,
        )
    )


_OF_WORKSPACE = (
    select(organisations)
    .join(workspaces, workspaces.c.organisation_id == organisations.c.id)
    .where(workspaces.c.transport == bindparam("transport"), workspaces.c.name == bindparam("name"))
)


def of_workspace(tx: Tx, transport: str, name: str) -> Organisation | None:
    """The organisation that claims a Slack workspace or Entra tenant."""
    row = tx.across(_OF_WORKSPACE, {"transport": transport, "name": name}).first()
    return None if row is None else _organisation(row)


def workspaces_of(tx: Tx, organisation_id: int, transport: str) -> list[str]:
    return list(
        tx.execute(
            select(workspaces.c.name)
            .where(
                workspaces.c.organisation_id == organisation_id,
                workspaces.c.transport == transport,
            )
            .order_by(workspaces.c.id)
        ).scalars()
    )


def claimed(tx: Tx, transport: str) -> list[str]:
    """All workspaces or tenants that an organisation claims."""
    wanted = select(workspaces.c.name).where(workspaces.c.transport == transport)
    return list(tx.across(wanted.order_by(workspaces.c.name)).scalars())


def set_workspaces(tx: Tx, organisation_id: int, transport: str, names: Iterable[str]) -> None:
    mine = (workspaces.c.organisation_id == organisation_id) & (workspaces.c.transport == transport)
    tx.execute(delete(workspaces).where(mine))
    rows = [
        {"organisation_id": organisation_id, "transport": transport, "name": name} for name in names
    ]
    if rows:
        tx.execute(insert(workspaces), rows)


def _organisation(row: Row[Any]) -> Organisation:
    return Organisation(
        id=row.id,
        name=row.name,
        sender_confirms_close=row.sender_confirms_close,
        country=row.country,
        fallback_person_id=row.fallback_person_id,
        timezone=row.timezone,
    )
