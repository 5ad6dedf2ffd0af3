"""Patient Cards; everything about the patient rests sealed in one column."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, insert, select

from foxo_bot.model import PatientCard, Person
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import patients


def insert_one(tx: Tx, owner: Person, card: PatientCard, now: datetime) -> int:
    """Keep a card; its `id` is ignored. The new id."""
    content = {
        "name": card.name,
        "born": card.born.isoformat() if card.born else None,
        "sex": card.sex,
        "identifiers": [list(pair) for pair in card.identifiers],
        "source": card.source,
    }
    row = tx.execute(
        insert(patients).returning(patients.c.id),
        {
            "organisation_id": owner.organisation_id,
            "owner_id": owner.id,
            "card": tx.vault.seal(json.dumps(content)),
            "created_at": now,
        },
    )
    return int(row.scalar_one())


def get(tx: Tx, organisation_id: int, patient_id: int) -> PatientCard | None:
    row = tx.execute(
        select(patients).where(
            patients.c.organisation_id == organisation_id, patients.c.id == patient_id
        )
    ).first()
    return None if row is None else _card(tx, row)


def owned_by(tx: Tx, owner: Person) -> list[PatientCard]:
    rows = tx.execute(
        select(patients)
        .where(patients.c.organisation_id == owner.organisation_id, patients.c.owner_id == owner.id)
        .order_by(patients.c.id.desc())
    )
    return [_card(tx, row) for row in rows]


def _card(tx: Tx, row: Row[Any]) -> PatientCard:
    content = json.loads(tx.vault.open(row.card))
    return PatientCard(
        id=row.id,
        organisation_id=row.organisation_id,
        name=content["name"],
        born=date.fromisoformat(content["born"]) if content["born"] else None,
        sex=content["sex"],
        identifiers=tuple((kind, value) for kind, value in content["identifiers"]),
        source=content["source"],
    )
