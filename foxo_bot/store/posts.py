"""Where each case is shown: transport, address and the vendor's message id."""

import secrets
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from foxo_bot.model import Case, Post, PostRole
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import posts

ID_BITS = 52
"""Posts have random ids: a button that outlives a restored backup never names another case."""


_ADD = insert(posts).returning(posts)


def insert_one(
    tx: Tx,
    case: Case,
    role: PostRole,
    where: tuple[str, str, str],
    *,
    recipient_id: int | None,
    person_id: int | None = None,
) -> Post:
    """`where` is (transport, workspace, address) of a channel or of a person's chat."""
    transport, workspace, address = where
    row = tx.execute(
        _ADD,
        {
            "id": secrets.randbits(ID_BITS),
            "organisation_id": case.organisation_id,
            "case_id": case.id,
            "recipient_id": recipient_id,
            "role": role.value,
            "transport": transport,
            "workspace": workspace,
            "address": address,
            "person_id": person_id,
        },
    )
    return _post(row.one())


_BY_ID = select(posts).where(posts.c.id == bindparam("post"))
_OF_CASE = (
    select(posts)
    .where(posts.c.organisation_id == bindparam("home"), posts.c.case_id == bindparam("case"))
    .order_by(posts.c.id)
)


def find(tx: Tx, post_id: int) -> Post | None:
    """A post by the id that its buttons carry; access decides what the presser may do."""
    row = tx.across(_BY_ID, {"post": post_id}).first()
    return None if row is None else _post(row)


def at(tx: Tx, transport: str, place: str, vendor_id: str) -> Post | None:
    """The post that a platform's message is."""
    row = tx.across(
        select(posts).where(
            posts.c.transport == transport,
            posts.c.vendor_place == place,
            posts.c.vendor_id == vendor_id,
        )
    ).first()
    return None if row is None else _post(row)


def get(tx: Tx, organisation_id: int, post_id: int) -> Post:
    return _post(
        tx.execute(
            select(posts).where(posts.c.organisation_id == organisation_id, posts.c.id == post_id)
        ).one()
    )


def of_case(tx: Tx, organisation_id: int, case_id: int) -> list[Post]:
    rows = tx.execute(_OF_CASE, {"home": organisation_id, "case": case_id})
    return [_post(row) for row in rows]


def placed(tx: Tx, post: Post, *, place: str | None, vendor_id: str) -> None:
    """The vendor has it now, under this id."""
    _change(tx, post, vendor_place=place, vendor_id=vendor_id, problem=None)


def set_problem(tx: Tx, post: Post, problem: str) -> None:
    _change(tx, post, problem=problem[:300])


def move(tx: Tx, transport: str, workspace: str, old: str, new: str) -> None:
    """The platform gave a channel another id; what stands in it has moved with it."""
    there = (posts.c.transport == transport) & (posts.c.workspace == workspace)
    tx.across(update(posts).where(there, posts.c.address == old).values(address=new))
    tx.across(update(posts).where(there, posts.c.vendor_place == old).values(vendor_place=new))


def _change(tx: Tx, post: Post, **columns: str | None) -> None:
    tx.execute(
        update(posts)
        .where(posts.c.organisation_id == post.organisation_id, posts.c.id == post.id)
        .values(**columns)
    )


def _post(row: Row[Any]) -> Post:
    return Post(
        id=row.id,
        organisation_id=row.organisation_id,
        case_id=row.case_id,
        recipient_id=row.recipient_id,
        role=PostRole(row.role),
        transport=row.transport,
        workspace=row.workspace,
        address=row.address,
        person_id=row.person_id,
        vendor_place=row.vendor_place,
        vendor_id=row.vendor_id,
        problem=row.problem,
    )
