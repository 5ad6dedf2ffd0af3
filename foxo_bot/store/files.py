"""Files that people gave us: in a tray until their form is sent, then with their case. Sealed.

A tray is one person's pile for one form. Its name is no secret: it opens nothing without the
person, who alone is asked for, because they may come to belong elsewhere while files wait.
"""

import json
from datetime import datetime

from sqlalchemy import case, delete, func, insert, select

from foxo_bot.model import Attachment, Case, Person, Waiting
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import attachments, kept_files, tray_files


def put(
    tx: Tx, person: Person, tray: str, file: Attachment, content: bytes | None, now: datetime
) -> None:
    """Lay a file into a tray; without `content` it is one that the vendor holds."""
    kept_id = None
    if content is not None:
        row = {"organisation_id": person.organisation_id, "content": tx.vault.seal_bytes(content)}
        kept_id = tx.execute(insert(kept_files).returning(kept_files.c.id), row).scalar_one()
    tx.execute(
        insert(tray_files),
        {
            "organisation_id": person.organisation_id,
            "person_id": person.id,
            "tray": tray,
            "file": tx.vault.seal(_written(file)),
            "kept_id": kept_id,
            "at": now,
        },
    )


def waiting(tx: Tx, person: Person, tray: str) -> list[Waiting]:
    """What lies in a person's tray, first laid first."""
    rows = tx.across(
        select(tray_files.c.id, tray_files.c.file)
        .where(tray_files.c.person_id == person.id, tray_files.c.tray == tray)
        .order_by(tray_files.c.id)
    )
    found = [(row.id, Attachment(**json.loads(tx.vault.open(row.file)))) for row in rows]
    return [Waiting(row_id, file.name, file.size) for row_id, file in found]


def waiting_in_all(tx: Tx, person: Person) -> tuple[int, int]:
    """How many files that we keep wait in trays: of the person, of everybody."""
    mine = func.count(case((tray_files.c.person_id == person.id, 1)))
    kept = tray_files.c.kept_id.is_not(None)
    row = tx.across(select(mine.label("mine"), func.count().label("every")).where(kept)).one()
    return row.mine, row.every


def remove(tx: Tx, person: Person, tray: str, file_id: int) -> None:
    """Take a file out of a tray for good."""
    kept = tx.across(
        delete(tray_files)
        .where(
            tray_files.c.person_id == person.id,
            tray_files.c.tray == tray,
            tray_files.c.id == file_id,
        )
        .returning(tray_files.c.kept_id)
    ).scalar()
    if kept is not None:
        tx.across(delete(kept_files).where(kept_files.c.id == kept))


def attach(tx: Tx, case: Case, transport: str, files: tuple[Attachment, ...]) -> None:
    """Files that a vendor holds become the case's."""
    rows = [
        {
            "organisation_id": case.organisation_id,
            "case_id": case.id,
            "transport": transport,
            "file": tx.vault.seal(_written(file)),
        }
        for file in files
    ]
    if rows:
        tx.execute(insert(attachments), rows)


def hand_over(tx: Tx, case: Case, person: Person, tray: str, transport: str) -> list[str]:
    """Everything in a person's tray becomes the case's; the names. The content is not touched."""
    rows = tx.across(
        delete(tray_files)
        .where(tray_files.c.person_id == person.id, tray_files.c.tray == tray)
        .returning(tray_files.c.id, tray_files.c.file, tray_files.c.kept_id)
    ).all()
    now_attached = [
        {
            "organisation_id": case.organisation_id,
            "case_id": case.id,
            "transport": transport,
            "file": row.file,
            "kept_id": row.kept_id,
        }
        for row in sorted(rows, key=lambda row: row.id)
    ]
    if now_attached:
        tx.execute(insert(attachments), now_attached)
    return [json.loads(tx.vault.open(row["file"]))["name"] for row in now_attached]


def of_case(tx: Tx, organisation_id: int, case_id: int) -> tuple[Attachment, ...]:
    """What is attached to a case, first attached first."""
    rows = tx.execute(
        select(attachments)
        .where(attachments.c.organisation_id == organisation_id, attachments.c.case_id == case_id)
        .order_by(attachments.c.id)
    )
    return tuple(
        Attachment(
            **json.loads(tx.vault.open(row.file)),
            id=row.id,
            kept=row.kept_id is not None,
            via=row.transport,
        )
        for row in rows
    )


def case_of(tx: Tx, organisation_id: int, attachment_id: int) -> int | None:
    """The case that a file belongs to."""
    found: int | None = tx.execute(
        select(attachments.c.case_id).where(
            attachments.c.organisation_id == organisation_id, attachments.c.id == attachment_id
        )
    ).scalar()
    return found


def content(tx: Tx, organisation_id: int, attachment_id: int) -> bytes | None:
    """A kept file of a case, opened; None where a vendor holds it."""
    sealed = tx.across(
        select(kept_files.c.content)
        .join(attachments, attachments.c.kept_id == kept_files.c.id)
        .where(attachments.c.organisation_id == organisation_id, attachments.c.id == attachment_id)
    ).scalar()
    return None if sealed is None else tx.vault.open_bytes(sealed)


def forget_before(tx: Tx, before: datetime) -> None:
    """Drop what was laid into trays whose form was never sent."""
    gone = tx.across(
        delete(tray_files).where(tray_files.c.at < before).returning(tray_files.c.kept_id)
    )
    kept = [one for one in gone.scalars() if one is not None]
    if kept:
        tx.across(delete(kept_files).where(kept_files.c.id.in_(kept)))


def _written(file: Attachment) -> str:
    """As it rests; what the columns say of it is not said twice."""
    return json.dumps(
        {
            "reference": file.reference,
            "name": file.name,
            "media_type": file.media_type,
            "size": file.size,
            "url": file.url,
        }
    )
