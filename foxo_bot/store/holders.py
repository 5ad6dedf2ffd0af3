"""Who holds a case and can no longer act on it: they left its team, or nothing reaches them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_, select, update

from foxo_bot.model import Recipient, State
from foxo_bot.store import recipients as stored
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import escalations, people, recipients

_CHAT = or_(
    and_(people.c.slack_user.is_not(None), people.c.slack_via.is_not(None)),
    people.c.teams_user.is_not(None),
)


def _works(address: Any, problem: Any) -> ColumnElement[bool]:
    return and_(address.is_not(None), problem.is_(None))


_REACHED = or_(
    _CHAT,
    _works(people.c.email, people.c.email_problem),
    _works(people.c.phone, people.c.phone_problem),
    _works(people.c.own_phone, people.c.own_phone_problem),
)
"""Person.reachable_by any way."""

_ABSENT = or_(not_(stored.answers(recipients.c.claimer_id)), not_(_REACHED))
_HELD = (
    select(recipients.c.organisation_id, recipients.c.id)
    .join(escalations, escalations.c.recipient_id == recipients.c.id)
    .join(people, people.c.id == recipients.c.claimer_id)
    .where(recipients.c.state == State.CLAIMED.value)
)


def to_see_to(tx: Tx, now: datetime, limit: int) -> list[Recipient]:
    """What is held by somebody who cannot act and is news or due, or whose holder is back."""
    due = escalations.c.absent_due_at
    rows = tx.across(
        _HELD.where(
            or_(
                and_(_ABSENT, or_(due.is_(None), due <= now)),
                and_(not_(_ABSENT), due.is_not(None)),
            )
        )
        .order_by(recipients.c.case_id)  # the order in which cases are held
        .limit(limit)
    ).all()
    found = [stored.get(tx, row.organisation_id, row.id) for row in rows]
    return [one for one in found if one is not None]


def absent(tx: Tx, recipient: Recipient) -> bool:
    """Whether a recipient is held by somebody who can no longer act on it."""
    mine = (recipients.c.organisation_id == recipient.organisation_id) & (
        recipients.c.id == recipient.id
    )
    return tx.execute(_HELD.where(mine, _ABSENT)).first() is not None


def note(
    tx: Tx, recipient: Recipient, due_at: datetime | None, *, told_at: datetime | None = None
) -> None:
    """See to it at `due_at`; both None where its holder is there."""
    tx.execute(
        update(escalations)
        .where(
            escalations.c.organisation_id == recipient.organisation_id,
            escalations.c.recipient_id == recipient.id,
        )
        .values(absent_due_at=due_at, absent_told_at=told_at)
    )
