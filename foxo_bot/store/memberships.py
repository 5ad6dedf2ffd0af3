"""Who is a member of which team, and as what."""

from collections.abc import Iterable

from sqlalchemy import bindparam, delete, insert, select, update

from foxo_bot.model import Member, Role
from foxo_bot.store.columns import evened
from foxo_bot.store.db import Tx
from foxo_bot.store.people import from_row, several
from foxo_bot.store.tables import members, people

_OF_TEAM = (
    select(people, members.c.role)
    .join(members, members.c.person_id == people.c.id)
    .where(members.c.organisation_id == bindparam("home"), members.c.team_id == bindparam("team"))
    .order_by(members.c.role, people.c.name, people.c.id)
)
_TEAMS_OF = select(members.c.team_id, members.c.role).where(
    members.c.person_id == bindparam("person")
)
_OF_SEVERAL = select(members.c.person_id, members.c.team_id, members.c.role).where(
    members.c.person_id.in_(bindparam("ids", expanding=True))
)


def of_team(tx: Tx, organisation_id: int, team_id: int) -> list[Member]:
    """Members of a team, leads first; `organisation_id` is the team's."""
    rows = tx.execute(_OF_TEAM, {"home": organisation_id, "team": team_id})
    return [Member(from_row(row), Role(row.role)) for row in rows]


def teams_of(tx: Tx, person_id: int) -> dict[int, Role]:
    """The ids of the teams a person is in, with their role there."""

    def read() -> dict[int, Role]:
        rows = tx.across(_TEAMS_OF, {"person": person_id})
        return {row.team_id: Role(row.role) for row in rows}

    return tx.once(("teams of", person_id), read)


def teams_awaiting_profiles(tx: Tx, transport: str) -> set[int]:
    """The ids of teams with a member whom a platform could tell more of.

    They are known by email, but not yet by an account there: with the email alone its own list of
    people tells who they are. Or by an account, but not by email: it tells that as well.
    """
    account = people.c.slack_user if transport == "slack" else people.c.teams_user
    rows = tx.across(
        select(members.c.team_id)
        .join(people, people.c.id == members.c.person_id)
        .where(people.c.email.is_(None) != account.is_(None))
        .distinct()
    )
    return set(rows.scalars())


def set_members(
    tx: Tx, organisation_id: int, team_id: int, wanted: dict[int, Role]
) -> tuple[set[int], set[int]]:
    """Make these people (id -> role) the members; the ids that joined and those that left."""
    mine = (members.c.organisation_id == organisation_id) & (members.c.team_id == team_id)
    rows = tx.execute(select(members.c.person_id, members.c.role).where(mine))
    there = {row.person_id: Role(row.role) for row in rows}
    left = there.keys() - wanted.keys()
    if left:
        tx.execute(delete(members).where(mine, members.c.person_id.in_(left)))
    joined = wanted.keys() - there.keys()
    if joined:
        tx.execute(
            insert(members),
            [
                {
                    "organisation_id": organisation_id,
                    "team_id": team_id,
                    "person_id": person_id,
                    "role": wanted[person_id].value,
                }
                for person_id in sorted(joined)
            ],
        )
    for person_id in wanted.keys() & there.keys():
        if wanted[person_id] is not there[person_id]:
            tx.execute(
                update(members)
                .where(mine, members.c.person_id == person_id)
                .values(role=wanted[person_id].value)
            )
    return set(joined), set(left)


def learn(tx: Tx, person_ids: Iterable[int]) -> None:
    """Read these people and their teams at once, for a read that will ask for each of them."""
    wanted = set(person_ids)
    if tx.known is None or not wanted:
        return
    for person_id, person in several(tx, wanted).items():
        tx.known["person", person_id] = person
    tx.known |= {("teams of", person_id): {} for person_id in wanted}
    for row in tx.across(_OF_SEVERAL, {"ids": evened(wanted)}):
        tx.known["teams of", row.person_id][row.team_id] = Role(row.role)
