"""One organisation's rows under another organisation's name: there is nothing to be found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import NoResultFound

from foxo_bot.cases import reply
from foxo_bot.cases.reply import Enclosed
from foxo_bot.model import Attachment, PatientCard, State
from foxo_bot.store import (
    cases,
    channels,
    codes,
    escalations,
    events,
    files,
    memberships,
    organisations,
    outbox,
    patients,
    people,
    posts,
    recipients,
    replies,
    rosters,
    sheets,
    teams,
)
from foxo_bot.store.db import Database, Tx
from tests.cases import town

HOME, OTHER = 1, 2
ECG = Attachment("", "ecg.png", "image/png", 1, "")
CARD = PatientCard(0, HOME, "SPECIMEN, Robin", born=date(1961, 2, 28))

Look = Callable[[Tx, int], Any]

FINDS_NOTHING: dict[str, Look] = {
    "changed_by": lambda tx, home: recipients.changed_by(tx, home, 1),
    "clocks": lambda tx, home: escalations.of_case(tx, home, 1),
    "files": lambda tx, home: files.of_case(tx, home, 1),
    "case_of_file": lambda tx, home: files.case_of(tx, home, 1),
    "content": lambda tx, home: files.content(tx, home, 1),
    "events": lambda tx, home: events.of_case(tx, home, 1),
    "members": lambda tx, home: memberships.of_team(tx, home, 1),
    "outbox": lambda tx, home: outbox.of_case(tx, home, 1),
    "patient": lambda tx, home: patients.get(tx, home, 1),
    "posts": lambda tx, home: posts.of_case(tx, home, 1),
    "recipient": lambda tx, home: recipients.get(tx, home, 1),
    "recipients": lambda tx, home: recipients.of_case(tx, home, 1),
    "replies": lambda tx, home: replies.of_case(tx, home, 1),
    "team": lambda tx, home: teams.get(tx, home, 1),
    "by_email": lambda tx, home: people.by_email(tx, home, "cleo@northside.example"),
}
IS_NOT_THERE: dict[str, Look] = {
    "case": lambda tx, home: cases.get(tx, home, 1),
    "lock": lambda tx, home: cases.lock(tx, home, 1),
    "person": lambda tx, home: people.get(tx, home, 1),
    "post": lambda tx, home: posts.get(tx, home, _post_id(tx)),
    "reply": lambda tx, home: replies.get(tx, home, 1),
    "sheet": lambda tx, home: sheets.read(tx, home, 1),
}


def _fill(tx: Tx) -> town.Town:
    here = town.build(tx)
    case = town.send(tx, here)
    files.put(tx, here.people["Cleo"], "tray", ECG, b"x", town.NOON)
    reply.reply(
        tx,
        here.act("Cleo"),
        town.whole(tx, case),
        "I am coming",
        in_thread=False,
        enclosed=Enclosed(tray="tray"),
    )
    patients.insert_one(tx, here.people["Rowan"], CARD, town.NOON)
    return here


@pytest.mark.parametrize("name", [*FINDS_NOTHING, *IS_NOT_THERE])
async def test_the_same_id_under_another_organisation_is_nothing(
    database: Database, name: str
) -> None:
    await database.write(_fill)
    look = (FINDS_NOTHING | IS_NOT_THERE)[name]
    assert await database.write(look, HOME), "the example itself must be there"
    if name in IS_NOT_THERE:
        with pytest.raises(NoResultFound):
            await database.write(look, OTHER)
    else:
        assert not await database.write(look, OTHER)


async def test_a_change_under_another_organisations_name_changes_nothing(
    database: Database,
) -> None:
    here = await database.write(_fill)

    def from_elsewhere(tx: Tx) -> None:
        stray = people.find(tx, here.people["Cleo"].id)
        people.change(tx, _of_other(stray), name="Somebody Else")
        teams.set_policy(tx, _of_other(here.teams["Radiology"]), {"urgent": []})
        posts.set_problem(tx, _of_other(posts.get(tx, HOME, _post_id(tx))), "gone")
        recipient = _of_other(recipients.get(tx, HOME, 1))
        moved = recipients.move(tx, recipient, to=State.CLAIMED, by=1, claimer_id=1, now=town.NOON)
        assert not moved
        escalations.stop(tx, recipient, town.NOON)
        escalations.bring_forward(tx, OTHER, recipient.id, town.NOON)
        assert outbox.drop_open_notices(tx, OTHER, recipient.id, reason="x") == []
        rosters.replace(tx, _of_other(channels.of_team(tx, here.teams["Radiology"])[0]), [])

    before = await database.read(_everything)
    await database.write(from_elsewhere)
    assert await database.read(_everything) == before


async def test_a_code_of_one_organisation_is_used_up_only_there(database: Database) -> None:
    await database.write(_fill)
    mine = codes.Wanted(HOME, 1, 1)
    code = (await database.write(codes.for_people, [mine], town.NOON))[mine]
    (found,) = await database.read(codes.of_people, [1], town.NOON)
    assert found.code == code
    await database.write(codes.use, _of_other(found), town.NOON)
    assert await database.read(codes.of_people, [1], town.NOON) == [found]


async def test_a_team_that_takes_no_outside_cases_is_no_candidate_for_outsiders(
    database: Database,
) -> None:
    await database.write(_fill)
    found = {team.name for team in await database.read(teams.candidates, OTHER)}
    assert found == {"Nurses", "Radiology"}


def _post_id(tx: Tx) -> int:
    return posts.of_case(tx, HOME, 1)[0].id


def _of_other(row: Any) -> Any:
    return replace(row, organisation_id=OTHER)


def _everything(tx: Tx) -> list[object]:
    return [
        people.of_organisation(tx, HOME),
        teams.policy(tx, teams.of_organisation(tx, HOME)[-1]),
        posts.of_case(tx, HOME, 1),
        recipients.of_case(tx, HOME, 1),
        escalations.of_case(tx, HOME, 1),
        outbox.of_case(tx, HOME, 1),
        organisations.get(tx, HOME),
        events.count(tx),
    ]
