"""What people wrote in a case's thread; rests sealed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select

from foxo_bot.model import Case, Said
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import replies


def insert_one(
    tx: Tx, case: Case, *, person_id: int, body: str, post_id: int | None, now: datetime
) -> Said:
    """A new reply; `post_id` is the copy under which it was written, if it was written there."""
    row = tx.execute(
        insert(replies).returning(replies),
        {
            "organisation_id": case.organisation_id,
            "case_id": case.id,
            "person_id": person_id,
            "body": tx.vault.seal(body),
            "at": now,
            "post_id": post_id,
        },
    )
    return _said(tx, row.one())


def get(tx: Tx, organisation_id: int, reply_id: int) -> Said:
    return _said(
        tx,
        tx.execute(
            select(replies).where(
                replies.c.organisation_id == organisation_id, replies.c.id == reply_id
            )
        ).one(),
    )


def of_case(tx: Tx, organisation_id: int, case_id: int) -> list[Said]:
    rows = tx.execute(
        select(replies)
        .where(replies.c.organisation_id == organisation_id, replies.c.case_id == case_id)
        .order_by(replies.c.id)
    )
    return [_said(tx, row) for row in rows]


def _said(tx: Tx, row: Row[Any]) -> Said:
    return Said(
        id=row.id,
        organisation_id=row.organisation_id,
        case_id=row.case_id,
        person_id=row.person_id,
        body=tx.vault.open(row.body),
        at=row.at,
        post_id=row.post_id,
    )
