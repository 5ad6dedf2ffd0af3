"""Answers by SMS that changed nothing, counted for each number so that no two machines talk on."""

from datetime import datetime

from sqlalchemy import func, insert, select

from foxo_bot.store.db import Tx
from foxo_bot.store.tables import idle_answers


def note(tx: Tx, phone: str, now: datetime) -> None:
    tx.execute(insert(idle_answers), {"phone": phone, "at": now})


def count_since(tx: Tx, phone: str, since: datetime) -> int:
    return int(
        tx.execute(
            select(func.count())
            .select_from(idle_answers)
            .where(idle_answers.c.phone == phone, idle_answers.c.at > since)
        ).scalar_one()
    )
