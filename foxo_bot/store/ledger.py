"""What was done lately, with names instead of ids: for whoever watches the bot at work.

Nothing here is patient data: events and outbox rows hold none.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from foxo_bot.store.db import Tx
from foxo_bot.store.tables import (
    cases,
    escalations,
    events,
    outbox,
    people,
    posts,
    recipients,
    teams,
)


@dataclass(frozen=True, slots=True)
class Happening:
    """One event; `actor`, `team` and `number` are None where it is about no such thing."""

    id: str
    at: datetime
    kind: str
    via: str
    number: int | None
    actor: str | None
    team: str | None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Errand:
    """One outbox row and how far it got."""

    id: int
    number: int | None
    transport: str
    kind: str
    step: int | None
    to: str | None
    team: str | None
    state: str
    attempts: int
    created_at: datetime
    next_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    reason: str | None
    words: str | None


@dataclass(frozen=True, slots=True)
class Due:
    """The next step of an escalation, and what it is about."""

    at: datetime
    number: int
    team: str | None
    triage: str


def happenings(tx: Tx, limit: int) -> list[Happening]:
    """The newest events of all organisations, newest first."""
    rows = tx.across(
        select(
            events,
            cases.c.number,
            people.c.name.label("actor"),
            teams.c.name.label("team"),
        )
        .outerjoin(cases, cases.c.id == events.c.case_id)
        .outerjoin(people, people.c.id == events.c.actor_id)
        .outerjoin(recipients, recipients.c.id == events.c.recipient_id)
        .outerjoin(teams, teams.c.id == recipients.c.team_id)
        .order_by(events.c.at.desc(), events.c.organisation_id, events.c.seq.desc())
        .limit(limit)
    )
    return [
        Happening(
            id=f"{row.organisation_id}-{row.seq}",
            at=row.at,
            kind=row.kind,
            via=row.via,
            number=row.number,
            actor=row.actor,
            team=row.team,
            data=row.data,
        )
        for row in rows
    ]


def errands(tx: Tx, limit: int) -> list[Errand]:
    """The newest outbox rows of all organisations, newest first."""
    rows = tx.across(
        select(
            outbox,
            cases.c.number,
            people.c.name.label("person"),
            teams.c.name.label("team"),
        )
        .outerjoin(cases, cases.c.id == outbox.c.case_id)
        .outerjoin(posts, posts.c.id == outbox.c.post_id)
        .outerjoin(people, people.c.id == func.coalesce(outbox.c.person_id, posts.c.person_id))
        .outerjoin(recipients, recipients.c.id == outbox.c.recipient_id)
        .outerjoin(teams, teams.c.id == recipients.c.team_id)
        .order_by(outbox.c.id.desc())
        .limit(limit)
    )
    return [
        Errand(
            id=row.id,
            number=row.number,
            transport=row.transport,
            kind=row.kind,
            step=row.step,
            to=row.person,
            team=row.team,
            state=row.state,
            attempts=row.attempts,
            created_at=row.created_at,
            next_at=row.next_at,
            sent_at=row.sent_at,
            delivered_at=row.delivered_at,
            reason=row.reason,
            words=row.words,
        )
        for row in rows
    ]


def next_due(tx: Tx) -> Due | None:
    """The escalation step that comes first, over everything."""
    row = tx.across(
        select(
            escalations.c.due_at,
            escalations.c.triage,
            cases.c.number,
            teams.c.name.label("team"),
        )
        .join(cases, cases.c.id == escalations.c.case_id)
        .join(recipients, recipients.c.id == escalations.c.recipient_id)
        .outerjoin(teams, teams.c.id == recipients.c.team_id)
        .where(escalations.c.stopped_at.is_(None))
        .order_by(escalations.c.due_at)
        .limit(1)
    ).first()
    if row is None:
        return None
    return Due(at=row.due_at, number=row.number, team=row.team, triage=row.triage)
