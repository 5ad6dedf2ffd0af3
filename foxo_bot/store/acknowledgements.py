"""Who has acknowledged a case in a team, and who was called to it from outside the team."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from foxo_bot.model import Recipient
from foxo_bot.model.rules import ALL
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import acknowledgements, called, members


@dataclass(frozen=True, slots=True)
class Count:
    """How many of those who count have acknowledged, and how many must."""

    given: int
    needed: int

    @property
    def enough(self) -> bool:
        return self.given >= self.needed


def add(tx: Tx, recipient: Recipient, person_id: int, now: datetime) -> None:
    _put(tx, acknowledgements, recipient, [person_id], now)


def forget(tx: Tx, recipient: Recipient) -> None:
    """The case waits anew: everybody is asked again."""
    tx.execute(delete(acknowledgements).where(_of(acknowledgements, recipient)))


def given(tx: Tx, recipient: Recipient) -> set[int]:
    """The ids of those who have acknowledged."""
    rows = select(acknowledgements.c.person_id).where(_of(acknowledgements, recipient))
    return set(tx.execute(rows).scalars())


def count(tx: Tx, recipient: Recipient, wanted: int, *, also: int | None = None) -> Count:
    """Where it stands, with one person's acknowledgement counted in, where `wanted` must.

    All are those who are members now: who left no longer counts, who joined is asked too. A number
    is never more than there are members.
    """
    have = given(tx, recipient) | ({also} if also is not None else set())
    team = set(
        tx.execute(
            select(members.c.person_id).where(
                members.c.organisation_id == recipient.team_organisation_id,
                members.c.team_id == recipient.team_id,
            )
        ).scalars()
    )
    if wanted == ALL:
        return Count(len(have & team), max(len(team), 1)) if team else Count(len(have), 1)
    return Count(len(have), max(1, min(wanted, len(team))))


def call(tx: Tx, recipient: Recipient, person_ids: Iterable[int], now: datetime) -> None:
    """Note whom the team's escalation told from outside the team: they may answer for it."""
    _put(tx, called, recipient, person_ids, now)


def called_to(tx: Tx, recipient: Recipient) -> set[int]:
    query = select(called.c.person_id).where(_of(called, recipient))
    return tx.once(("called to", recipient.id), lambda: set(tx.execute(query).scalars()))


_PUT = {
    (name, table.name): dialect.insert(table).on_conflict_do_nothing()
    for name, dialect in (("postgresql", postgresql), ("sqlite", sqlite))
    for table in (acknowledgements, called)
}


def _put(
    tx: Tx, table: Table, recipient: Recipient, person_ids: Iterable[int], now: datetime
) -> None:
    rows = [
        {
            "organisation_id": recipient.organisation_id,
            "recipient_id": recipient.id,
            "person_id": person_id,
            "at": now,
        }
        for person_id in person_ids
    ]
    if rows:
        tx.execute(_PUT[tx.connection.dialect.name, table.name], rows)


def _of(table: Table, recipient: Recipient) -> ColumnElement[bool]:
    return and_(
        table.c.organisation_id == recipient.organisation_id, table.c.recipient_id == recipient.id
    )
