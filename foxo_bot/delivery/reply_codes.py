"""The codes by which texts can be answered, for rows that are being claimed."""

from datetime import datetime

from foxo_bot.store import codes, messages, people
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Kind, Message


def for_texts(tx: Tx, rows: list[Message], now: datetime) -> dict[int, str]:
    """The code each SMS carries, by row; none where an answer from that number would not count."""
    carrying = [row for row in rows if row.kind is Kind.NOTICE and row.case_id is not None]
    known = people.several(tx, [row.person_id for row in carrying if row.person_id])
    verified = {
        row.id: number.phone
        for row in carrying
        if (person := known.get(row.person_id or 0))
        and (number := person.number(own=bool(row.data.get(messages.OWN))))
        and number.verified
    }
    behind = people.behind(tx, set(verified.values()))
    wanted = {
        row.id: codes.Wanted(
            row.organisation_id,
            row.recipient_id or 0,
            row.person_id or 0,
            behind.get(verified[row.id], ()),
        )
        for row in carrying
        if row.id in verified
    }
    made = codes.for_people(tx, list(wanted.values()), now)
    return {row_id: made[one] for row_id, one in wanted.items()}
