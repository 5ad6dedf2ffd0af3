"""One case in one receiving team: the guarded change of state, and lists of cases."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy import case as case_when

from foxo_bot.model import Case, Recipient, State, Team, Triage
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import called, cases, escalations, members, recipients

Filter = ColumnElement[bool]
"""Which rows a list holds; made by `held_by`, `in_teams` and `sent_by`."""

PAGE = 8
"""Cases on one page of a list."""


_ADD = insert(recipients).returning(recipients)


def insert_one(tx: Tx, case: Case, team: Team, now: datetime) -> Recipient:
    row = tx.execute(
        _ADD,
        {
            "organisation_id": case.organisation_id,
            "case_id": case.id,
            "team_id": team.id,
            "team_organisation_id": team.organisation_id,
            "state": State.UNCLAIMED.value,
            "state_changed_at": now,
        },
    )
    return _recipient(tx, row.one())


_OF_CASE = (
    select(recipients)
    .where(
        recipients.c.organisation_id == bindparam("home"),
        recipients.c.case_id == bindparam("case"),
    )
    .order_by(recipients.c.id)
)


_BY_ID = select(recipients).where(
    recipients.c.organisation_id == bindparam("home"), recipients.c.id == bindparam("recipient")
)


def get(tx: Tx, organisation_id: int, recipient_id: int) -> Recipient | None:
    row = tx.execute(_BY_ID, {"home": organisation_id, "recipient": recipient_id}).first()
    return None if row is None else _recipient(tx, row)


def of_case(tx: Tx, organisation_id: int, case_id: int) -> list[Recipient]:
    return [_recipient(tx, row) for row in _rows_of(tx, organisation_id, case_id)]


def changed_by(tx: Tx, organisation_id: int, case_id: int) -> dict[int, int | None]:
    """Recipient id -> who made its last move."""
    return {row.id: row.changed_by_id for row in _rows_of(tx, organisation_id, case_id)}


def _rows_of(tx: Tx, organisation_id: int, case_id: int) -> Sequence[Row[Any]]:
    named = {"home": organisation_id, "case": case_id}
    return tx.once(("recipients of", case_id), lambda: tx.execute(_OF_CASE, named).all())


_MOVE = (
    update(recipients)
    .where(
        recipients.c.organisation_id == bindparam("home"),
        recipients.c.id == bindparam("recipient"),
        recipients.c.state == bindparam("state_read"),
        recipients.c.claimer_id.is_not_distinct_from(bindparam("claimer_read")),
    )
    .values(
        state=bindparam("to"),
        claimer_id=bindparam("claimer"),
        changed_by_id=bindparam("by"),
        state_changed_at=bindparam("now"),
        decline_reason=bindparam("why"),
    )
)


def move(
    tx: Tx,
    recipient: Recipient,
    *,
    to: State,
    by: int | None,
    claimer_id: int | None,
    now: datetime,
    reason: str | None = None,
) -> bool:
    """Change state if it still is as it was read; False means that somebody was first."""
    done = tx.execute(
        _MOVE,
        {
            "home": recipient.organisation_id,
            "recipient": recipient.id,
            "state_read": recipient.state.value,
            "claimer_read": recipient.claimer_id,
            "to": to.value,
            "claimer": claimer_id,
            "by": by,
            "now": now,
            "why": tx.vault.seal(reason) if reason else None,
        },
    )
    return done.rowcount == 1


def completed_before(tx: Tx, before: datetime, limit: int) -> list[Recipient]:
    """Recipients that have waited for their sender to close them since before that instant."""
    rows = tx.across(
        select(recipients)
        .where(recipients.c.state == State.COMPLETED.value, recipients.c.state_changed_at < before)
        .order_by(recipients.c.state_changed_at)
        .limit(limit)
    )
    return [_recipient(tx, row) for row in rows]


def waiting_by_triage(tx: Tx) -> dict[str, int]:
    """How many recipients wait for somebody, by triage, over everything."""
    rows = tx.across(
        select(escalations.c.triage, func.count().label("number"))
        .where(escalations.c.stopped_at.is_(None))
        .group_by(escalations.c.triage)
    )
    return {row.triage: row.number for row in rows}


def held_by(person_id: int) -> Filter:
    """List filter: the person holds it, and still answers for its team."""
    return and_(recipients.c.claimer_id == person_id, answers(literal(person_id)))


def answers(person: ColumnElement[int]) -> Filter:
    """Whether a person (an id) answers for the team: in it, or called (access.relations)."""
    in_team = select(members.c.id).where(
        members.c.team_id == recipients.c.team_id, members.c.person_id == person
    )
    was_called = select(called.c.id).where(
        called.c.recipient_id == recipients.c.id, called.c.person_id == person
    )
    return or_(exists(in_team.correlate(recipients)), exists(was_called.correlate(recipients)))


def in_teams(team_ids: list[int]) -> Filter:
    """List filter: it was sent to one of these teams."""
    return recipients.c.team_id.in_(team_ids)


def sent_by(person_id: int) -> Filter:
    """List filter: the person sent it."""
    return exists(
        select(cases.c.id)
        .where(cases.c.id == recipients.c.case_id, cases.c.sender_id == person_id)
        .correlate(recipients)
    )


def page(
    tx: Tx, which: Filter, states: list[State], *, number: int, size: int = PAGE
) -> tuple[list[Recipient], int]:
    """One page of a list, most urgent first, then oldest; and how many pages there are.

    Pages count from 0. The filter names the person or teams that the caller may see: it is what
    keeps organisations apart here.
    """
    wanted = _wanted(which, states)
    total = count(tx, which, states)
    urgency = case_when(
        {triage.value: place for place, triage in enumerate(reversed(Triage))}, value=cases.c.triage
    )
    rows = tx.across(
        select(recipients)
        .join(cases, cases.c.id == recipients.c.case_id)
        .where(wanted)
        .order_by(urgency, recipients.c.id)
        .limit(size)
        .offset(number * size)
    )
    return [_recipient(tx, row) for row in rows], max(1, -(-total // size))


def count(tx: Tx, which: Filter, states: list[State]) -> int:
    """How long a list is in all; the filter as for `page`."""
    rows = tx.across(select(func.count()).select_from(recipients).where(_wanted(which, states)))
    return int(rows.scalar_one())


def _wanted(which: Filter, states: list[State]) -> Filter:
    return and_(which, recipients.c.state.in_([state.value for state in states]))


def _recipient(tx: Tx, row: Row[Any]) -> Recipient:
    return Recipient(
        id=row.id,
        organisation_id=row.organisation_id,
        case_id=row.case_id,
        team_id=row.team_id,
        team_organisation_id=row.team_organisation_id,
        state=State(row.state),
        claimer_id=row.claimer_id,
        state_changed_at=row.state_changed_at,
        decline_reason=tx.vault.open(row.decline_reason) if row.decline_reason else None,
    )
