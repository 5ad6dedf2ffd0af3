"""Two rows of one human become one, and nothing that named the other is lost."""

from sqlalchemy import UniqueConstraint

from foxo_bot.model import Role
from foxo_bot.store import memberships, one_person, organisations, people, teams
from foxo_bot.store.db import Database, Tx
from foxo_bot.store.tables import events, metadata
from foxo_bot.store.tables import people as people_table


def test_every_column_that_names_a_person_is_handed_over() -> None:
    names_a_person = {
        column
        for table in metadata.tables.values()
        for column in table.columns
        if any(key.column is people_table.c.id for key in column.foreign_keys)
        or column.name.endswith("person_id")
    }
    assert names_a_person == set(one_person._HANDED_OVER)
    assert events.c.actor_id not in names_a_person


def test_every_table_where_a_person_stands_once_beside_something_is_known() -> None:
    once = {
        (table, beside)
        for table in metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
        for person in set(constraint.columns) & set(one_person._HANDED_OVER)
        for beside in set(constraint.columns) - {person}
    }
    assert once == set(one_person._ONCE_EACH)


async def test_the_one_that_stays_has_the_memberships_of_both_and_leads_where_either_did(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        organisation = organisations.insert_one(tx, name="Northside")
        ward = teams.insert_one(tx, organisation, "Ward")
        night = teams.insert_one(tx, organisation, "Night")
        keep, gone, other = (
            people.get(
                tx, organisation, people.insert_one(tx, organisation, name=name, phone=phone)
            )
            for name, phone in (("Sam", None), ("sam.s", "+61491570156"), ("Kim", None))
        )
        both = {keep.id: Role.MEMBER, gone.id: Role.LEAD, other.id: Role.MEMBER}
        memberships.set_members(tx, organisation, ward, both)
        memberships.set_members(tx, organisation, night, {gone.id: Role.MEMBER})
        one_person.absorb(tx, keep=keep, gone=gone)
        in_ward = {m.person.id: m.role for m in memberships.of_team(tx, organisation, ward)}
        assert in_ward == {keep.id: Role.LEAD, other.id: Role.MEMBER}
        assert memberships.teams_of(tx, keep.id) == {ward: Role.LEAD, night: Role.MEMBER}
        assert people.find(tx, gone.id).phone is None

    await database.write(story)
