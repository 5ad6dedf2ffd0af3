"""The hours in which members are on duty, as their teams' rosters gave them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select

from foxo_bot.model import Person, Shift
from foxo_bot.store import memberships
from foxo_bot.store.db import Tx
from foxo_bot.store.duty import Roster
from foxo_bot.store.tables import duty_shifts, members, people, teams


def replace(tx: Tx, roster: Roster, spans: Iterable[tuple[int, datetime, datetime]]) -> None:
    """Make these (person, start, end) the hours of the roster, where they are not already."""
    wanted = sorted(set(spans))
    mine = (duty_shifts.c.organisation_id == roster.organisation_id) & (
        duty_shifts.c.team_id == roster.team_id
    )
    columns = (duty_shifts.c.person_id, duty_shifts.c.starts_at, duty_shifts.c.ends_at)
    if sorted(tuple(row) for row in tx.execute(select(*columns).where(mine))) == wanted:
        return
    tx.execute(delete(duty_shifts).where(mine))
    if wanted:
        tx.execute(
            insert(duty_shifts),
            [
                {
                    "organisation_id": roster.organisation_id,
                    "team_id": roster.team_id,
                    "person_id": person_id,
                    "starts_at": starts_at,
                    "ends_at": ends_at,
                }
                for person_id, starts_at, ends_at in wanted
            ],
        )


def of_team(tx: Tx, organisation_id: int, team_id: int, now: datetime) -> list[Shift]:
    """The members' hours that are not over, in order."""
    query = _shifts().where(
        duty_shifts.c.organisation_id == organisation_id,
        duty_shifts.c.team_id == team_id,
        duty_shifts.c.ends_at > now,
    )
    return [_shift(row) for row in tx.execute(query)]


def of_person(tx: Tx, person: Person, now: datetime) -> list[Shift]:
    """A person's own hours that are not over, in order, in the active teams they are in."""
    query = _shifts().where(
        duty_shifts.c.person_id == person.id, duty_shifts.c.ends_at > now, teams.c.active
    )
    return [_shift(row) for row in tx.across(query)]


def on_duty(tx: Tx, organisation_id: int, team_id: int, now: datetime) -> list[Person]:
    """The members whose hours these are, by name."""
    ids = select(duty_shifts.c.person_id).where(
        duty_shifts.c.organisation_id == organisation_id,
        duty_shifts.c.team_id == team_id,
        duty_shifts.c.starts_at <= now,
        duty_shifts.c.ends_at > now,
    )
    on = set(tx.execute(ids).scalars())
    team = memberships.of_team(tx, organisation_id, team_id)
    return [member.person for member in team if member.person.id in on]


def _shifts() -> Select[Any]:
    return (
        select(duty_shifts, people.c.name, teams.c.name.label("team"))
        .join(people, people.c.id == duty_shifts.c.person_id)
        .join(teams, teams.c.id == duty_shifts.c.team_id)
        .join(
            members,
            (members.c.team_id == duty_shifts.c.team_id)
            & (members.c.person_id == duty_shifts.c.person_id),
        )
        .order_by(duty_shifts.c.starts_at, people.c.name, duty_shifts.c.ends_at)
    )


def _shift(row: Row[Any]) -> Shift:
    return Shift(
        team_id=row.team_id,
        team_name=row.team,
        person_id=row.person_id,
        person_name=row.name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
    )
