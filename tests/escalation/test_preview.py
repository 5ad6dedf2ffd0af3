"""Who would be told, and when, is what comes to pass when a case is sent then."""

import asyncio
import itertools
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foxo_bot.directory import apply, file
from foxo_bot.escalation import engine, policy, preview
from foxo_bot.model import Audience, Case, Named, Naming, Recipient, Step, Triage, Way
from foxo_bot.model.rules import Quiet, Rules
from foxo_bot.store import escalations, outbox, people, teams
from foxo_bot.store.db import Database, Tx, connect
from foxo_bot.store.outbox import Outcome
from foxo_bot.store.vault import Vault
from tests.cases import town

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
ROSTER = """\
        roster:
          shifts:
            - {days: [mon, wed, sat], from: "09:00", to: "01:00", people: [Cleo Concierge]}
            - {days: [tue, sat], from: "20:00", to: "04:00", people: [Casey Concierge]}
"""
SENDER = """\
      - name: Office
        members: [{name: Sid Sender, slack: U00SID}]
"""
DIRECTORY = town.DIRECTORY.replace(
    "      - name: Cardiology\n", f"{ROSTER}{SENDER}      - name: Cardiology\n"
)
TEAMS = ("Radiology", "Cardiology", "Deserted", "Wards")
NAMED = (("Robin Cardio", Naming.PERSON), ("Gone Away", Naming.PERSON), ("Wards", Naming.TEAM))
WAYS = {"slack": Way.DM, "sms": Way.SMS, "email": Way.EMAIL}
FIRST = datetime(2026, 3, 28, tzinfo=UTC)
"""In the days after it clocks are put forward in London and back in Sydney."""

Taken = dict[timedelta, tuple[datetime, set[tuple[str, Way]]]]
"""Offset of a step -> when it was taken first, and who was told by which way ("" the channel)."""


class Undone(Exception):
    """Ends a transaction of which nothing is to stay."""


@pytest.fixture(scope="module")
def place(
    tmp_path_factory: pytest.TempPathFactory, migrated: Path, vault: Vault
) -> Iterator[tuple[asyncio.Runner, Database]]:
    """A database that holds the town, with a roster of its radiology."""
    path = tmp_path_factory.mktemp("preview") / "foxo.db"
    shutil.copy(migrated, path)
    with asyncio.Runner() as runner:
        database = connect(f"sqlite:///{path}", vault)
        parsed = file.parse(DIRECTORY)
        runner.run(database.write(lambda tx: apply.apply(tx, parsed, now=FIRST)))
        yield runner, database
        runner.run(database.close())


whoms = st.sampled_from([*Audience, *(Named(what, name, 999) for name, what in NAMED)])
steps = st.builds(
    Step,
    after=st.sampled_from([0, 2, 5, 90, 500, 900, 1500]).map(lambda minutes: minutes * MINUTE),
    by=st.lists(st.sampled_from(Way), min_size=1, max_size=2, unique=True).map(tuple),
    to=st.lists(whoms, min_size=1, max_size=2, unique=True).map(tuple),
    every=st.sampled_from([None, None, None, 600 * MINUTE]),
    exhausted=st.sampled_from([False, False, False, True]),
)
policies = st.lists(steps, max_size=4).map(lambda found: sorted(found, key=lambda one: one.after))


@settings(max_examples=40)
@given(
    own=policies,
    triage=st.sampled_from(Triage),
    team=st.sampled_from(TEAMS),
    quiet=st.sampled_from([None, Quiet(time(22), time(7)), Quiet(time(12), time(13))]),
    zone=st.sampled_from(["Europe/London", "Australia/Sydney"]),
    sent_at=st.integers(0, 4 * 24 * 60).map(lambda minutes: FIRST + minutes * MINUTE),
)
def test_what_the_preview_says_comes_to_pass(
    place: tuple[asyncio.Runner, Database],
    own: list[Step],
    triage: Triage,
    team: str,
    quiet: Quiet | None,
    zone: str,
    sent_at: datetime,
) -> None:
    runner, database = place

    def story(tx: Tx) -> None:
        here = known(tx)
        receiving = here.teams[team]
        teams.set_policy(tx, receiving, {triage.value: policy.to_json(own)})
        teams.set_rules(tx, receiving, Rules(quiet))
        teams.set_timezone(tx, receiving, zone)
        receiving = known(tx).teams[team]
        said = list(preview.foresee(tx, receiving, triage, sent_at))
        if any(one.in_vain and one.step.every for one in said):
            raise Undone
        case = town.send(tx, here, sender="Sid", to=(team,), triage=triage, now=sent_at)
        happened = came_to_pass(tx, case, town.at(tx, case, receiving), said[-1].at)
        for offset, same in itertools.groupby(said, key=lambda one: one.step.after):
            together = list(same)
            at, told = happened[offset]
            assert [one.at for one in together if abs(one.at - at) > 2 * SECOND] == [], at
            repeated = {one for one in said if one.step.every and one.step.after < offset}
            assert announced(together) <= told
            assert repeated or told == announced(together)
        raise Undone

    with pytest.raises(Undone):
        runner.run(database.write(story))


def announced(together: list[preview.Foreseen]) -> set[tuple[str, Way]]:
    """Whom the preview names, and by which ways; the sender is told by the one that he has."""
    found = {(person.name, way) for one in together for person, ways in one.told for way in ways}
    found |= {("", Way.POST) for one in together if one.shown}
    return found | {("Sid Sender", Way.DM) for one in together if one.to_sender}


def came_to_pass(tx: Tx, case: Case, recipient: Recipient, until: datetime) -> Taken:
    """Everything that happens to a case that nobody answers, until a moment after an instant."""
    taken: dict[timedelta, datetime] = {}
    while (clock := escalations.of_recipient(tx, recipient)) and clock.due_at <= until + 5 * SECOND:
        engine.run_due(tx, clock.due_at)
        after = escalations.of_recipient(tx, recipient)
        if after and after.reached != clock.reached:  # else it is only put off
            found, elapsed = policy.from_json(clock.steps), clock.due_at - clock.started_at
            offset, _ = policy.next_step(found, reached=clock.reached, elapsed=elapsed)
            taken[offset] = clock.due_at
    told: dict[timedelta, set[tuple[str, Way]]] = {offset: set() for offset in taken}
    rows = [
        row for row in outbox.of_case(tx, case.organisation_id, case.id) if row.step is not None
    ]
    names = people.names(tx, [row.person_id for row in rows if row.person_id])
    for row in rows:
        if row.state is Outcome.OPEN:
            way = WAYS[row.transport] if row.person_id else Way.POST
            told[timedelta(seconds=row.step or 0)].add((names.get(row.person_id or 0, ""), way))
    return {offset: (at, told[offset]) for offset, at in taken.items()}


def known(tx: Tx) -> town.Town:
    everybody = [one for home in (1, 2) for one in people.of_organisation(tx, home)]
    found = [team for home in (1, 2) for team in teams.of_organisation(tx, home)]
    return town.Town(
        people={one.name.split()[0]: one for one in everybody},
        teams={team.name: team for team in found},
    )
