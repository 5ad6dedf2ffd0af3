"""The watch on SQL statements sees what it is there to see; all other stories run under it."""

import pytest
from sqlalchemy import delete, insert, select, update

from foxo_bot.store.tables import cases, lanes, members, people, received
from tests.scenarios import wall


@pytest.mark.parametrize(
    "statement",
    [
        select(cases),
        select(cases.c.organisation_id),
        select(people).join(members, members.c.person_id == people.c.id),
        update(cases).values(triage="high"),
        delete(people).where(people.c.id == 1),
        insert(people).values(name="Nobody"),
    ],
)
def test_a_statement_that_names_no_organisation_is_seen(statement: object) -> None:
    assert wall.breach(statement)


@pytest.mark.parametrize(
    "statement",
    [
        select(cases).where(cases.c.organisation_id == 1),
        update(cases).where(cases.c.organisation_id == 1).values(triage="high"),
        insert(people).values(name="Nobody", organisation_id=1),
        select(lanes),
        delete(received),
    ],
)
def test_a_statement_that_does_and_one_on_a_shared_table_pass(statement: object) -> None:
    assert not wall.breach(statement)


def test_rows_given_beside_an_insert_are_looked_at_one_by_one() -> None:
    whose = {"name": "Nobody", "organisation_id": 1}
    assert not wall.breach(insert(people), [whose])
    assert wall.breach(insert(people), [whose, {"name": "Nobody"}])
