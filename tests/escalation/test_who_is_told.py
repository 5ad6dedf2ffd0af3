"""Whom the steps of a team's policy reach when they are due."""

from datetime import datetime, timedelta
from typing import Any

from foxo_bot.escalation import engine, failures, named, policy
from foxo_bot.model import Case, PostRole, Triage
from foxo_bot.model.notation import parse_notation
from foxo_bot.store import endings, escalations, events, outbox, people, posts, teams
from foxo_bot.store.db import CLOCK, Database, Tx
from foxo_bot.store.outbox import Kind, Message, Outcome
from tests.cases import town

MINUTE = timedelta(minutes=1)


def prepared(tx: Tx, steps: str, *, team: str = "Radiology") -> tuple[town.Town, Case]:
    """An urgent case sent to a team that has these steps."""
    here = town.build(tx)
    receiving = here.teams[team]
    found = parse_notation(steps, named.finder(tx, receiving.organisation_id))
    teams.set_policy(tx, receiving, {Triage.URGENT.value: policy.to_json(found)})
    return here, town.send(tx, here, to=(team,))


def told(tx: Tx, case: Case) -> set[tuple[str, str]]:
    """(first name, transport) of everybody who is on their way to be told by a step."""
    rows = [row for row in on_their_way(tx, case) if row.person_id]
    names = people.names(tx, [row.person_id for row in rows])
    return {(names[row.person_id or 0].split()[0], row.transport) for row in rows}


def on_their_way(tx: Tx, case: Case) -> list[Message]:
    rows = outbox.of_case(tx, case.organisation_id, case.id)
    return [row for row in rows if row.step is not None and row.state is Outcome.OPEN]


def noted(tx: Tx, case: Case) -> dict[str, Any]:
    """What the trail says of the newest step."""
    found = events.of_case(tx, case.organisation_id, case.id)
    return [dict(event.data or {}) for event in found if event.kind == "escalated"][-1]


async def test_a_step_reaches_a_named_person_and_the_members_of_another_team(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        _, case = prepared(tx, "2m email to @rowan regis, team Cardiology")
        engine.run_due(tx, town.NOON + 2 * MINUTE)
        assert told(tx, case) == {("Rowan", "email"), ("Robin", "email")}

    await database.write(story)


async def test_where_nobody_is_on_duty_all_members_are_told(database: Database) -> None:
    def story(tx: Tx) -> None:
        _, case = prepared(tx, "2m dm to on-duty")
        engine.run_due(tx, town.NOON + 2 * MINUTE)
        assert {name for name, _ in told(tx, case)} == {"Cleo", "Casey", "Lane"}

    await database.write(story)


async def test_whom_two_steps_of_an_instant_are_for_is_told_once_each_way(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        _, case = prepared(tx, "2m dm, sms to members\n2m dm, sms to leads")
        engine.run_due(tx, town.NOON + 2 * MINUTE)
        rows = [row for row in on_their_way(tx, case) if row.person_id]
        assert len(rows) == len(told(tx, case)) == 5

    await database.write(story)


async def test_the_step_that_says_that_nobody_answered_always_tells_the_sender(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        _, case = prepared(tx, "2m exhausted post to leads")
        engine.run_due(tx, town.NOON + 2 * MINUTE)
        assert {("Rowan", "slack"), ("Rowan", "email"), ("Lane", "sms")} <= told(tx, case)

    await database.write(story)


async def test_whom_two_steps_of_an_instant_are_for_hears_the_graver_news(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        _, case = prepared(tx, "2m sms to leads\n2m exhausted sms to leads")
        engine.run_due(tx, town.NOON + 2 * MINUTE)
        (row,) = [row for row in on_their_way(tx, case) if row.transport == "sms"]
        assert row.data["occasion"] == "exhausted"

    await database.write(story)


async def test_after_a_long_stop_everybody_hears_of_a_first_step_before_anybody_of_a_second(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        here = town.build(tx)
        older = town.send(tx, here)
        newer = town.send(tx, here, now=town.NOON + MINUTE)
        now = town.NOON + 60 * MINUTE
        assert [engine.run_due(tx, now, limit=1) for _ in range(3)] == [1, 1, 0]
        assert [bool(told(tx, case)) for case in (older, newer)] == [True, True]

    await database.write(story)


async def test_a_step_may_post_the_case_again_in_the_teams_channel(database: Database) -> None:
    def story(tx: Tx) -> Case:
        _, case = prepared(tx, "2m post")
        engine.run_due(tx, town.NOON + 2 * MINUTE)
        (row,) = on_their_way(tx, case)
        shown = [post for post in posts.of_case(tx, 1, case.id) if post.role is PostRole.TEAM]
        assert [post.address for post in shown] == ["C00RAD", "C00RAD"]
        assert row.kind is Kind.POST
        assert row.post_id in {post.id for post in shown}
        return case

    case = await database.write(story)
    note = await database.read(noted, case)
    assert note == {"after": 120, "step": 120, "people": 0, "ways": "post"}


async def test_a_named_person_or_team_that_is_gone_is_noted_and_the_next_step_comes_at_once(
    database: Database,
) -> None:
    now = town.NOON + 2 * MINUTE

    def story(tx: Tx) -> Case:
        here, case = prepared(tx, "2m sms to @Robin Cardio, team Cardiology\n50m dm to leads")
        nothing = dict.fromkeys(("email", "phone", "slack_user"))
        people.change(tx, here.people["Robin"], **nothing)
        gone = here.teams["Cardiology"]
        switches = {"accepts_external": False, "integrations": False, "members_listed": True}
        teams.save(tx, gone, **switches, active=False)
        engine.run_due(tx, now)
        return case

    case = await database.write(story)
    assert (await database.read(noted, case))["gone"] == "Cardiology, Robin Cardio"
    await database.write(engine.run_due, now)
    assert await database.read(told, case) == {("Lane", "slack")}


async def test_a_person_who_turned_out_to_be_another_is_found_by_name(database: Database) -> None:
    def story(tx: Tx) -> None:
        here, case = prepared(tx, "2m email to @Rowan Regis")
        people.change(tx, here.people["Rowan"], email=None, slack_user=None)
        people.insert_one(tx, 1, name="Rowan Regis", email="rr@northside.example")
        engine.run_due(tx, town.NOON + 2 * MINUTE)
        assert told(tx, case) == {("Rowan", "email")}

    await database.write(story)


async def test_a_channel_that_cannot_be_posted_in_again_brings_the_next_step_at_once(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        _, case = prepared(tx, "2m post\n50m dm to leads")
        now = town.NOON + 2 * MINUTE
        engine.run_due(tx, now)
        (row,) = on_their_way(tx, case)
        endings.failed(tx, row, reason="channel_not_found", words="gone")
        failures.undeliverable(
            tx, row, reason="channel_not_found", words="gone", address_dead=False, now=now
        )
        assert engine.run_due(tx, now) == 1
        assert told(tx, case) == {("Lane", "slack")}

    await database.write(story)


async def test_who_was_tried_in_vain_by_every_way_is_not_tried_round_again(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        here, case = prepared(tx, "2m dm to @Cleo Concierge\n50m dm to leads")
        people.change(tx, here.people["Cleo"], email=None)
        now, tried = town.NOON + 2 * MINUTE, []
        engine.run_due(tx, now)
        for _ in range(4):
            for row in on_their_way(tx, case):
                tried.append(row.transport)
                endings.failed(tx, row, reason="lost", words="lost")
                failures.undeliverable(
                    tx, row, reason="lost", words="lost", address_dead=False, now=now
                )
        assert tried == ["slack", "sms"]
        assert engine.run_due(tx, now) == 1, "the next people are told"
        assert told(tx, case) == {("Lane", "slack")}

    await database.write(story)


async def test_a_failure_brings_a_new_step_forward_but_no_repetition_of_what_was_said(
    database: Database,
) -> None:
    def story(tx: Tx) -> list[datetime]:
        here = town.build(tx)
        case = town.send(tx, here, triage=Triage.URGENT)
        recipient = town.at(tx, case, here.teams["Radiology"])

        def due() -> datetime:
            clock = escalations.of_recipient(tx, recipient)
            assert clock is not None
            return clock.due_at

        found = []
        for minutes in (2, 5, 10):
            now = town.NOON + timedelta(minutes=minutes)
            engine.run_due(tx, now)
            if minutes != 5:  # a new step follows the first one; the same comes after ten minutes
                engine.bring_forward(tx, recipient, now)
            found.append(due())
        return found

    at = [town.NOON + timedelta(minutes=minutes) for minutes in (2, 10, 15)]
    assert await database.write(story) == at


async def test_steps_that_an_older_version_wrote_are_read(database: Database) -> None:
    def story(tx: Tx) -> None:
        here, case = prepared(tx, "2m dm")
        old = {"by": ["sms"], "to": ["members", "leads"], "every": 300, "exhausted": False}
        recipient = town.at(tx, case, here.teams["Radiology"])
        escalations.start(
            tx,
            recipient,
            triage=Triage.URGENT,
            steps=[{"after": 60, **old}],
            due_at=town.NOON,
            started_at=town.NOON,
        )
        engine.run_due(tx, town.NOON)
        assert {name for name, way in told(tx, case) if way == "sms"} == {"Cleo", "Lane"}

    await database.write(story)


async def test_a_step_brought_forward_because_chat_is_down_wakes_the_clock_at_once(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        here, case = prepared(tx, "2m dm\n5m sms")
        recipient = town.at(tx, case, here.teams["Radiology"])
        tx.wakes.clear()
        assert engine.reach_beyond_chat(tx, recipient, town.NOON)
        assert CLOCK in tx.wakes, "or the SMS waits for the next look, which comes every 5 s"

    await database.write(story)
