"""The clocks of recipients."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from foxo_bot.model import Recipient, Triage
from foxo_bot.store.db import CLOCK, Tx
from foxo_bot.store.tables import escalations

BEFORE_THE_FIRST = timedelta(seconds=-1)


@dataclass(frozen=True, slots=True)
class Escalation:
    """One recipient's clock. `reached` is the offset of the newest step that was taken."""

    id: int
    organisation_id: int
    case_id: int
    recipient_id: int
    triage: Triage
    steps: list[dict[str, Any]]
    started_at: datetime
    reached: timedelta
    due_at: datetime
    exhausted_at: datetime | None = None
    stopped_at: datetime | None = None


def start(
    tx: Tx,
    recipient: Recipient,
    *,
    triage: Triage,
    steps: list[dict[str, Any]],
    due_at: datetime,
    now: datetime,
) -> None:
    """Start, or start over, a recipient's clock."""
    tx.wakes.add(CLOCK)
    tx.execute(
        delete(escalations).where(
            escalations.c.organisation_id == recipient.organisation_id,
            escalations.c.recipient_id == recipient.id,
        )
    )
    tx.execute(
        insert(escalations),
        {
            "organisation_id": recipient.organisation_id,
            "case_id": recipient.case_id,
            "recipient_id": recipient.id,
            "triage": triage.value,
            "steps": steps,
            "started_at": now,
            "reached": int(BEFORE_THE_FIRST.total_seconds()),
            "due_at": due_at,
        },
    )


def stop(tx: Tx, recipient: Recipient, now: datetime) -> None:
    tx.execute(_of(recipient).where(escalations.c.stopped_at.is_(None)).values(stopped_at=now))


def bring_forward(tx: Tx, organisation_id: int, recipient_id: int, now: datetime) -> None:
    """Make the next step due now, unless it is already."""
    tx.wakes.add(CLOCK)
    tx.execute(
        update(escalations)
        .where(
            escalations.c.organisation_id == organisation_id,
            escalations.c.recipient_id == recipient_id,
            escalations.c.stopped_at.is_(None),
            escalations.c.due_at > now,
        )
        .values(due_at=now)
    )


def of_case(tx: Tx, organisation_id: int, case_id: int) -> dict[int, Escalation]:
    """Recipient id -> its clock."""
    rows = tx.execute(
        select(escalations).where(
            escalations.c.organisation_id == organisation_id, escalations.c.case_id == case_id
        )
    )
    return {row.recipient_id: _escalation(row) for row in rows}


def of_recipient(tx: Tx, recipient: Recipient) -> Escalation | None:
    return of_case(tx, recipient.organisation_id, recipient.case_id).get(recipient.id)


def claim_due(tx: Tx, now: datetime, limit: int) -> list[Escalation]:
    """Due clocks, most overdue first, held by this transaction so no replica takes them too."""
    rows = tx.across(
        select(escalations)
        .where(escalations.c.stopped_at.is_(None), escalations.c.due_at <= now)
        .order_by(escalations.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [_escalation(row) for row in rows]


def advance(
    tx: Tx,
    escalation: Escalation,
    *,
    reached: timedelta,
    due_at: datetime,
    exhausted_at: datetime | None,
) -> None:
    tx.execute(
        update(escalations)
        .where(
            escalations.c.organisation_id == escalation.organisation_id,
            escalations.c.id == escalation.id,
        )
        .values(reached=int(reached.total_seconds()), due_at=due_at, exhausted_at=exhausted_at)
    )


def next_due(tx: Tx) -> datetime | None:
    """When the next clock of all is due."""
    return tx.across(
        select(func.min(escalations.c.due_at)).where(escalations.c.stopped_at.is_(None))
    ).scalar()


def _of(recipient: Recipient) -> Any:
    return update(escalations).where(
        escalations.c.organisation_id == recipient.organisation_id,
        escalations.c.recipient_id == recipient.id,
    )


def _escalation(row: Row[Any]) -> Escalation:
    return Escalation(
        id=row.id,
        organisation_id=row.organisation_id,
        case_id=row.case_id,
        recipient_id=row.recipient_id,
        triage=Triage(row.triage),
        steps=row.steps,
        started_at=row.started_at,
        reached=timedelta(seconds=row.reached),
        due_at=row.due_at,
        exhausted_at=row.exhausted_at,
        stopped_at=row.stopped_at,
    )
