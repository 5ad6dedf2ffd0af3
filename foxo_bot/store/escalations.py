"""The clocks of recipients."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, literal, select, update

from foxo_bot.model import Recipient, Triage
from foxo_bot.model.rules import ANY
from foxo_bot.store.columns import Instant
from foxo_bot.store.db import CLOCK, Tx
from foxo_bot.store.tables import escalations, recipients

BEFORE_THE_FIRST = timedelta(seconds=-1)


@dataclass(frozen=True, slots=True)
class Escalation:
    """One recipient's clock. `reached` is the offset of the newest step that was taken.

    Steps count from `started_at`, which quiet hours move on by as long as they held one of them.
    `acknowledged_by` says how many must (model.rules). Once they have, at `follow_up_at` the holder
    is asked whether they are still on it, or, `asked_at` being set, loses it. At `absent_due_at` a
    holder who cannot act any more is told of, or, `absent_told_at` being set, loses it.
    """

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
    acknowledged_by: int = ANY
    follow_up_at: datetime | None = None
    asked_at: datetime | None = None
    absent_due_at: datetime | None = None
    absent_told_at: datetime | None = None


_FORGET = delete(escalations).where(
    escalations.c.organisation_id == bindparam("home"),
    escalations.c.recipient_id == bindparam("recipient"),
)
_ADD = insert(escalations)


def start(
    tx: Tx,
    recipient: Recipient,
    *,
    triage: Triage,
    steps: list[dict[str, Any]],
    due_at: datetime,
    started_at: datetime,
    acknowledged_by: int = ANY,
) -> None:
    """Start, or start over, a recipient's clock, which counts from `started_at`."""
    tx.wakes.add(CLOCK)
    tx.execute(_FORGET, {"home": recipient.organisation_id, "recipient": recipient.id})
    tx.execute(
        _ADD,
        {
            "organisation_id": recipient.organisation_id,
            "case_id": recipient.case_id,
            "recipient_id": recipient.id,
            "triage": triage.value,
            "steps": steps,
            "started_at": started_at,
            "reached": int(BEFORE_THE_FIRST.total_seconds()),
            "due_at": due_at,
            "acknowledged_by": acknowledged_by,
        },
    )


def stop(tx: Tx, recipient: Recipient, now: datetime, *, ask_at: datetime | None = None) -> None:
    """Take no more steps; ask the holder at `ask_at` whether they are on it, or nothing more."""
    if ask_at is not None:
        tx.wakes.add(CLOCK)
    tx.execute(
        _STOP,
        {
            "home": recipient.organisation_id,
            "recipient": recipient.id,
            "now": now,
            "ask_at": ask_at,
        },
    )


def follow_up(
    tx: Tx, recipient: Recipient, at: datetime | None, *, asked_at: datetime | None = None
) -> None:
    """Ask at this instant whether the holder is still on it; never where it is None."""
    if at is not None:
        tx.wakes.add(CLOCK)
    tx.execute(_of(recipient).values(follow_up_at=at, asked_at=asked_at, failing_since=None))


def held_anew(tx: Tx, recipient: Recipient, ask_at: datetime | None) -> None:
    """Somebody who is there holds it from now: ask them at this instant; never where it is None."""
    follow_up(tx, recipient, ask_at)
    tx.execute(_of(recipient).values(absent_due_at=None, absent_told_at=None))


def put_off(tx: Tx, escalation: Escalation, now: datetime, at: datetime) -> None:
    """What is due fails by a fault of ours: take or ask it at another instant, and note since when.

    A step that is taken, or a holder who is asked, ends that.
    """
    since = func.coalesce(escalations.c.failing_since, literal(now, Instant))
    which = "due_at" if escalation.stopped_at is None else "follow_up_at"
    tx.execute(
        update(escalations)
        .where(
            escalations.c.organisation_id == escalation.organisation_id,
            escalations.c.id == escalation.id,
        )
        .values({which: at, "failing_since": since})
    )


_HELD = select(recipients.c.id).where(
    recipients.c.organisation_id == bindparam("home"),
    recipients.c.case_id == bindparam("case"),
    recipients.c.claimer_id == bindparam("holder"),
)
_ACTED = (
    update(escalations)
    .where(
        escalations.c.organisation_id == bindparam("home"),
        escalations.c.case_id == bindparam("case"),
        escalations.c.follow_up_at.is_not(None),
        escalations.c.recipient_id.in_(_HELD.scalar_subquery()),
    )
    .values(follow_up_at=None, asked_at=None, failing_since=None)
)


def acted(tx: Tx, organisation_id: int, case_id: int, person_id: int) -> None:
    """The person did something about the case: what they hold of it is not asked after."""
    tx.execute(_ACTED, {"home": organisation_id, "case": case_id, "holder": person_id})


def to_follow_up(tx: Tx, now: datetime, limit: int) -> list[Escalation]:
    """Clocks whose holder is to be asked, or to lose the case, oldest first."""
    rows = tx.across(
        select(escalations)
        .where(escalations.c.follow_up_at <= now)
        .order_by(escalations.c.follow_up_at)
        .limit(limit)
    )
    return [_escalation(row) for row in rows]


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


_OF_CASE = select(escalations).where(
    escalations.c.organisation_id == bindparam("home"), escalations.c.case_id == bindparam("case")
)


def of_case(tx: Tx, organisation_id: int, case_id: int) -> dict[int, Escalation]:
    """Recipient id -> its clock."""
    rows = tx.execute(_OF_CASE, {"home": organisation_id, "case": case_id})
    return {row.recipient_id: _escalation(row) for row in rows}


def of_recipient(tx: Tx, recipient: Recipient) -> Escalation | None:
    return of_case(tx, recipient.organisation_id, recipient.case_id).get(recipient.id)


def claim_due(tx: Tx, now: datetime, limit: int) -> list[Escalation]:
    """Due clocks, most overdue first, held by this transaction so no replica takes them too."""
    return [_escalation(row) for row in tx.across(_DUE, {"now": now, "limit": limit})]


_DUE = (
    select(escalations)
    .where(escalations.c.stopped_at.is_(None), escalations.c.due_at <= bindparam("now"))
    .order_by(escalations.c.due_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)


def advance(
    tx: Tx,
    escalation: Escalation,
    *,
    reached: timedelta,
    due_at: datetime,
    exhausted_at: datetime | None,
    later: timedelta = timedelta(),
) -> None:
    """Go on to another step; with `later`, all that is still to come moves by so much."""
    moved = {
        "started": escalation.started_at + later,
        "reached": int(reached.total_seconds()),
        "due": due_at,
        "exhausted": exhausted_at,
    }
    tx.execute(_ADVANCE, {"home": escalation.organisation_id, "clock": escalation.id} | moved)


_ADVANCE = (
    update(escalations)
    .where(
        escalations.c.organisation_id == bindparam("home"), escalations.c.id == bindparam("clock")
    )
    .values(
        started_at=bindparam("started"),
        reached=bindparam("reached"),
        due_at=bindparam("due"),
        exhausted_at=bindparam("exhausted"),
        failing_since=None,
    )
)


def next_due(tx: Tx) -> datetime | None:
    """When the next clock of all is due, or the next holder is to be asked."""
    found = [tx.across(one).scalar() for one in (_NEXT_STEP, _NEXT_QUESTION)]
    return min((at for at in found if at is not None), default=None)


_NEXT_STEP = select(func.min(escalations.c.due_at)).where(escalations.c.stopped_at.is_(None))
_NEXT_QUESTION = select(func.min(escalations.c.follow_up_at)).where(
    escalations.c.follow_up_at.is_not(None)
)

_STOP = (
    update(escalations)
    .where(
        escalations.c.organisation_id == bindparam("home"),
        escalations.c.recipient_id == bindparam("recipient"),
    )
    .values(
        stopped_at=func.coalesce(escalations.c.stopped_at, bindparam("now", type_=Instant)),
        follow_up_at=bindparam("ask_at", type_=Instant),
        asked_at=None,
        absent_due_at=None,
        absent_told_at=None,
        failing_since=None,
    )
)


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
        acknowledged_by=ANY if row.acknowledged_by is None else row.acknowledged_by,
        follow_up_at=row.follow_up_at,
        asked_at=row.asked_at,
        absent_due_at=row.absent_due_at,
        absent_told_at=row.absent_told_at,
    )
