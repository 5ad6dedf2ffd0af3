"""Duty rosters: where each comes from, how its feed fares, and the hours it gave."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from foxo_bot.model import Team
from foxo_bot.store.db import Tx
from foxo_bot.store.tables import duty_rosters, duty_shifts, teams

Unmatched = list[tuple[str, float | None]]
"""Titles that name no member, with the time (Unix seconds) of the first; None where unknown."""


@dataclass(frozen=True, slots=True)
class Roster:
    """A team's roster. `source` is its stored form: for a calendar it holds a secret address.

    `read_at` is when its feed was last read, `problem` why it cannot be read now (failing since
    `failing_since`, tried `attempts` times), `told_gaps` which gaps the leads know of.
    """

    id: int
    organisation_id: int
    team_id: int
    by_calendar: bool
    source: str
    read_at: datetime | None
    problem: str | None
    failing_since: datetime | None
    told_failing: bool
    attempts: int
    unmatched: Unmatched
    told_gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """The last good copy of a calendar, and by what its server knows it again."""

    text: str | None
    etag: str | None
    modified: str | None


def of_team(tx: Tx, organisation_id: int, team_id: int) -> Roster | None:
    row = tx.execute(
        select(*_LIGHT).where(
            duty_rosters.c.organisation_id == organisation_id, duty_rosters.c.team_id == team_id
        )
    ).first()
    return None if row is None else _roster(tx, row)


def hold(tx: Tx, roster: Roster) -> Roster | None:
    """The roster as it is now, kept from others until the transaction ends; None once it is gone"""
    row = tx.execute(
        select(*_LIGHT)
        .where(
            duty_rosters.c.organisation_id == roster.organisation_id,
            duty_rosters.c.id == roster.id,
        )
        .with_for_update()
    ).first()
    return None if row is None else _roster(tx, row)


_EXISTS = select(duty_rosters.c.id).where(
    duty_rosters.c.organisation_id == bindparam("home"),
    duty_rosters.c.team_id == bindparam("team"),
)


def exists(tx: Tx, organisation_id: int, team_id: int) -> bool:
    """Whether a team has a roster at all."""
    return tx.execute(_EXISTS, {"home": organisation_id, "team": team_id}).first() is not None


def put(tx: Tx, team: Team, *, by_calendar: bool, source: str, now: datetime) -> None:
    """Make this the source of a team's roster; it is to be read at once.

    What the old source gave counts until the new one has been read.
    """
    values: dict[str, Any] = {
        "by_calendar": by_calendar,
        "source": tx.vault.seal(source),
        "etag": None,
        "modified": None,
        "problem": None,
        "failing_since": None,
        "told_failing": False,
        "attempts": 0,
        "told_gaps": None,
        "next_at": now,
    }
    if not exists(tx, team.organisation_id, team.id):
        keys = {"organisation_id": team.organisation_id, "team_id": team.id}
        tx.execute(insert(duty_rosters), {**keys, **values})
        return
    tx.execute(
        update(duty_rosters)
        .where(
            duty_rosters.c.organisation_id == team.organisation_id,
            duty_rosters.c.team_id == team.id,
        )
        .values(**values)
    )


def drop(tx: Tx, team: Team) -> None:
    for table in (duty_rosters, duty_shifts):
        tx.execute(
            delete(table).where(
                table.c.organisation_id == team.organisation_id, table.c.team_id == team.id
            )
        )


def claim_due(tx: Tx, now: datetime, lease: timedelta) -> Roster | None:
    """One roster of an active team that is to be read again, held until `now + lease`."""
    row = tx.across(
        select(*_LIGHT)
        .join(teams, teams.c.id == duty_rosters.c.team_id)
        .where(duty_rosters.c.next_at <= now, teams.c.active)
        .order_by(duty_rosters.c.next_at)
        .limit(1)
        .with_for_update(skip_locked=True, of=duty_rosters)
    ).first()
    if row is None:
        return None
    tx.across(update(duty_rosters).where(duty_rosters.c.id == row.id).values(next_at=now + lease))
    return _roster(tx, row)


def next_due(tx: Tx) -> datetime | None:
    """When the next roster of an active team is to be read."""
    return tx.across(
        select(func.min(duty_rosters.c.next_at))
        .join(teams, teams.c.id == duty_rosters.c.team_id)
        .where(teams.c.active)
    ).scalar()


def copy_of(tx: Tx, roster: Roster) -> Copy:
    row = tx.execute(
        select(duty_rosters.c.copy, duty_rosters.c.etag, duty_rosters.c.modified).where(
            duty_rosters.c.organisation_id == roster.organisation_id,
            duty_rosters.c.id == roster.id,
        )
    ).one()
    text = None if row.copy is None else tx.vault.open(row.copy)
    return Copy(text, row.etag, row.modified)


def save_copy(tx: Tx, roster: Roster, copy: Copy) -> None:
    sealed = None if copy.text is None else tx.vault.seal(copy.text)
    save(tx, roster, copy=sealed, etag=copy.etag, modified=copy.modified)


def save_unmatched(tx: Tx, roster: Roster, unmatched: Unmatched) -> None:
    """Titles are people's own words, which may hold anything: they are sealed."""
    sealed = tx.vault.seal(json.dumps(unmatched)) if unmatched else None
    save(tx, roster, unmatched=sealed)


def save(tx: Tx, roster: Roster, **columns: Any) -> None:
    tx.execute(
        update(duty_rosters)
        .where(
            duty_rosters.c.organisation_id == roster.organisation_id,
            duty_rosters.c.id == roster.id,
        )
        .values(**columns)
    )


def calendars(tx: Tx) -> list[tuple[str, str]]:
    """(team's name, stored source) of every calendar of an active team."""
    rows = tx.across(
        select(teams.c.name, duty_rosters.c.source)
        .join(teams, teams.c.id == duty_rosters.c.team_id)
        .where(duty_rosters.c.by_calendar, teams.c.active)
        .order_by(teams.c.name, teams.c.id)
    )
    return [(row.name, tx.vault.open(row.source)) for row in rows]


def failing(tx: Tx) -> tuple[int, datetime | None]:
    """How many calendars of active teams cannot be read now, and when the stalest one was."""
    calendars = (duty_rosters.c.by_calendar) & teams.c.active
    joined = duty_rosters.join(teams, teams.c.id == duty_rosters.c.team_id)
    row = tx.across(
        select(
            func.count(duty_rosters.c.problem).label("failing"),
            func.min(duty_rosters.c.read_at).label("oldest"),
        )
        .select_from(joined)
        .where(calendars)
    ).one()
    return int(row.failing), row.oldest


_LIGHT: Sequence[Any] = [
    column for column in duty_rosters.c if column.name not in {"copy", "etag", "modified"}
]
"""Without the copy, which may be megabytes."""


def _roster(tx: Tx, row: Row[Any]) -> Roster:
    unmatched = json.loads(tx.vault.open(row.unmatched)) if row.unmatched else []
    return Roster(
        id=row.id,
        organisation_id=row.organisation_id,
        team_id=row.team_id,
        by_calendar=row.by_calendar,
        source=tx.vault.open(row.source),
        read_at=row.read_at,
        problem=row.problem,
        failing_since=row.failing_since,
        told_failing=row.told_failing,
        attempts=row.attempts,
        unmatched=[(title, at) for title, at in unmatched],
        told_gaps=tuple(row.told_gaps or ()),
    )
