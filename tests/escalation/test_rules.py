"""What a team decides besides its steps: who must acknowledge, quiet hours, asking afterwards."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foxo_bot.cases import (
    acknowledge,
    complete,
    decline,
    hand_back,
    lapse,
    reply,
    retriage,
    still_on_it,
)
from foxo_bot.cases.target import Act, Target
from foxo_bot.escalation import engine, policy, preview
from foxo_bot.model import (
    AlreadyAcknowledged,
    AlreadyYours,
    Case,
    Recipient,
    Role,
    State,
    Triage,
)
from foxo_bot.model.notation import parse_notation
from foxo_bot.model.rules import ALL, FollowUp, Quiet, Rules, from_json, to_json
from foxo_bot.store import cases, escalations, memberships, outbox, teams
from foxo_bot.store.db import Database, Tx
from foxo_bot.store.outbox import Outcome
from tests.cases import town
from tests.escalation.test_who_is_told import told

MINUTE = timedelta(minutes=1)
SYDNEY, LONDON = ZoneInfo("Australia/Sydney"), ZoneInfo("Europe/London")
NIGHT = Quiet(time(22), time(7))


def sent(tx: Tx, rules: Rules, triage: Triage = Triage.URGENT) -> tuple[town.Town, Case]:
    here = town.build(tx)
    teams.set_rules(tx, here.teams["Radiology"], rules)
    return here, town.send(tx, here, triage=triage)


def standing(tx: Tx, here: town.Town, case: Case) -> Recipient:
    return town.at(tx, case, here.teams["Radiology"])


def does(
    tx: Tx, here: town.Town, case: Case, name: str, deed: Any, now: datetime, *more: Any
) -> Any:
    target = town.only(tx, case, here.teams["Radiology"])
    return deed(tx, Act(here.people[name], "slack", now), target, *more)


def reply_to(tx: Tx, act: Act, target: Target) -> None:
    reply.reply(tx, act, target, "On my way", in_thread=False)


async def test_until_two_have_acknowledged_the_others_are_asked_and_the_first_is_left_alone(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        here, case = sent(tx, Rules(acknowledged_by={Triage.URGENT: 2}))
        now = town.NOON + 2 * MINUTE
        engine.run_due(tx, now)
        assert {name for name, _ in told(tx, case)} == {"Cleo", "Casey", "Lane"}
        does(tx, here, case, "Cleo", acknowledge.acknowledge, now)
        first = standing(tx, here, case)
        assert (first.state, first.claimer_id) == (State.PARTLY, here.people["Cleo"].id)
        with pytest.raises(AlreadyYours):
            does(tx, here, case, "Cleo", acknowledge.acknowledge, now)
        assert {name for name, _ in told(tx, case)} == {"Casey", "Lane"}, "what waits to be sent"
        engine.run_due(tx, now + 3 * MINUTE)
        assert {name for name, _ in told(tx, case)} == {"Casey", "Lane"}, "and what comes later"
        does(tx, here, case, "Lane", acknowledge.acknowledge, now + 3 * MINUTE)
        then = standing(tx, here, case)
        assert (then.state, then.claimer_id) == (State.CLAIMED, here.people["Cleo"].id)
        assert told(tx, case) == set()

    await database.write(story)


async def test_all_are_those_who_are_members_when_it_is_counted(database: Database) -> None:
    def story(tx: Tx) -> None:
        here, case = sent(tx, Rules(acknowledged_by={Triage.URGENT: ALL}))
        now = town.NOON + MINUTE
        for name in ("Cleo", "Casey"):
            does(tx, here, case, name, acknowledge.acknowledge, now)
        assert standing(tx, here, case).state is State.PARTLY
        engine.run_due(tx, town.NOON + 2 * MINUTE)
        assert {name for name, _ in told(tx, case)} == {"Lane"}
        team = here.teams["Radiology"]
        members = memberships.of_team(tx, team.organisation_id, team.id)
        left = {m.person.id: m.role for m in members if m.person.id != here.people["Lane"].id}
        memberships.set_members(tx, team.organisation_id, team.id, left)
        engine.run_due(tx, town.NOON + 5 * MINUTE)
        assert standing(tx, here, case).state is State.CLAIMED
        assert told(tx, case) == set()
        assert escalations.next_due(tx) == town.NOON + 35 * MINUTE, "whoever holds it is asked"

    await database.write(story)


async def test_where_all_must_acknowledge_whoever_left_stands_for_nobody(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        here, case = sent(tx, Rules(acknowledged_by={Triage.URGENT: ALL}))
        team, now = here.teams["Radiology"], town.NOON + MINUTE
        does(tx, here, case, "Cleo", acknowledge.acknowledge, now)
        left = {here.people[name].id: Role.MEMBER for name in ("Casey", "Lane")}
        memberships.set_members(tx, team.organisation_id, team.id, left)
        does(tx, here, case, "Casey", acknowledge.acknowledge, now)
        assert standing(tx, here, case).state is State.PARTLY
        does(tx, here, case, "Lane", acknowledge.acknowledge, now)
        assert standing(tx, here, case).state is State.CLAIMED

    await database.write(story)


async def test_where_more_must_acknowledge_than_there_are_all_of_them_are_enough(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        here, case = sent(tx, Rules(acknowledged_by={Triage.URGENT: 5}))
        for name in ("Cleo", "Casey", "Lane"):
            assert standing(tx, here, case).state is not State.CLAIMED
            does(tx, here, case, name, acknowledge.acknowledge, town.NOON)
        assert standing(tx, here, case).state is State.CLAIMED

    await database.write(story)


async def test_one_who_has_acknowledged_cannot_decline_and_a_decline_leaves_the_holder(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        here, case = sent(tx, Rules(acknowledged_by={Triage.URGENT: 3}))
        now = town.NOON + MINUTE
        for name in ("Cleo", "Casey"):
            does(tx, here, case, name, acknowledge.acknowledge, now)
        with pytest.raises(AlreadyAcknowledged):
            does(tx, here, case, "Casey", decline.decline, now, "no")
        does(tx, here, case, "Lane", decline.decline, now, "in theatre")
        found = standing(tx, here, case)
        assert (found.state, found.claimer_id) == (State.PARTLY, here.people["Cleo"].id)
        does(tx, here, case, "Cleo", complete.complete, now)
        assert engine.run_due(tx, now + timedelta(hours=1)) == 0
        rows = outbox.of_case(tx, case.organisation_id, case.id)
        declined = [row.state for row in rows if row.data.get("what") == "declined"]
        assert declined == [Outcome.OPEN], "the sender hears of it all the same"

    await database.write(story)


async def test_who_is_in_two_teams_acknowledges_for_one_after_the_other(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        here, _ = sent(tx, Rules(acknowledged_by={Triage.URGENT: 2}))
        wards = here.teams["Wards"]
        both = {here.people[name].id: Role.MEMBER for name in ("Cleo", "Wanda")}
        memberships.set_members(tx, wards.organisation_id, wards.id, both)
        case = town.send(tx, here, to=("Radiology", "Wards"))
        for _ in range(2):
            acknowledge.acknowledge(tx, here.act("Cleo"), town.whole(tx, case))
        found = [one.state for one in town.whole(tx, case).recipients]
        assert found == [State.PARTLY, State.CLAIMED]

    await database.write(story)


async def test_another_triage_asks_for_as_many_as_it_needs(database: Database) -> None:
    def story(tx: Tx) -> None:
        here, case = sent(tx, Rules(acknowledged_by={Triage.URGENT: 2}))
        now = town.NOON + MINUTE
        does(tx, here, case, "Cleo", acknowledge.acknowledge, now)
        does(tx, here, case, "Lane", retriage.retriage, now, Triage.HIGH)
        assert standing(tx, here, case).state is State.CLAIMED

    await database.write(story)


async def test_whoever_does_nothing_is_asked_and_then_the_case_waits_again_for_everybody(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        here, case = sent(tx, Rules())
        does(tx, here, case, "Cleo", acknowledge.acknowledge, town.NOON)
        assert lapse.ask_or_lapse(tx, town.NOON + 29 * MINUTE) == 0
        assert escalations.next_due(tx) == town.NOON + 30 * MINUTE
        assert lapse.ask_or_lapse(tx, town.NOON + 30 * MINUTE) == 1
        assert lapse.ask_or_lapse(tx, town.NOON + 44 * MINUTE) == 0
        assert lapse.ask_or_lapse(tx, town.NOON + 45 * MINUTE) == 1
        found = standing(tx, here, case)
        assert (found.state, found.claimer_id) == (State.UNCLAIMED, None)
        engine.run_due(tx, town.NOON + 45 * MINUTE)
        assert {name for name, _ in told(tx, case)} == {"Cleo", "Casey", "Lane"}

    await database.write(story)


async def test_who_acts_in_the_moment_in_which_they_would_be_asked_is_left_alone(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a database that lets another replica's act in until the case is held."""

    def story(tx: Tx) -> None:
        here, case = sent(tx, Rules())
        does(tx, here, case, "Cleo", acknowledge.acknowledge, town.NOON)
        now, lock = town.NOON + 30 * MINUTE, cases.lock

        def held_by_a_reply_first(*which: Any) -> Case:
            monkeypatch.setattr(cases, "lock", lock)
            does(tx, here, case, "Cleo", reply_to, now)
            return lock(*which)

        monkeypatch.setattr(cases, "lock", held_by_a_reply_first)
        assert lapse.ask_or_lapse(tx, now) == 0
        assert escalations.next_due(tx) is None

    await database.write(story)


async def test_still_on_it_is_asked_again_later_and_handing_back_asks_the_others_at_once(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        here, case = sent(tx, Rules())
        begun = town.NOON + 5 * MINUTE
        for at in (town.NOON + 2 * MINUTE, begun):
            engine.run_due(tx, at)
        does(tx, here, case, "Cleo", acknowledge.acknowledge, begun)
        lapse.ask_or_lapse(tx, begun + 30 * MINUTE)
        by_sms = does(tx, here, case, "Cleo", still_on_it.answer, begun + 31 * MINUTE)
        assert by_sms is None
        assert lapse.ask_or_lapse(tx, begun + 60 * MINUTE) == 0
        assert lapse.ask_or_lapse(tx, begun + 61 * MINUTE) == 1
        does(tx, here, case, "Cleo", hand_back.hand_back, begun + 62 * MINUTE)
        assert standing(tx, here, case).state is State.UNCLAIMED
        assert engine.run_due(tx, begun + 62 * MINUTE) == 1
        engine.run_due(tx, begun + 67 * MINUTE)
        again = {("Cleo", "sms"), ("Lane", "sms"), ("Casey", "slack")}
        assert again <= told(tx, case), "by the steps that were taken before, too"

    await database.write(story)


async def test_a_case_raised_while_it_is_held_is_asked_after_by_its_new_times(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        hour = 60 * MINUTE
        asks = {Triage.HIGH: FollowUp(hour, 2 * hour)}
        here, case = sent(tx, Rules(follow_up=asks), Triage.HIGH)
        does(tx, here, case, "Cleo", acknowledge.acknowledge, town.NOON)
        does(tx, here, case, "Cleo", reply_to, town.NOON + MINUTE)
        assert escalations.next_due(tx) is None, "she is on it"
        raised = town.NOON + 2 * hour
        does(tx, here, case, "Lane", retriage.retriage, raised, Triage.URGENT)
        assert escalations.next_due(tx) == raised + 30 * MINUTE
        does(tx, here, case, "Lane", retriage.retriage, raised, Triage.HIGH)
        asked = raised + hour
        assert escalations.next_due(tx) == asked
        assert lapse.ask_or_lapse(tx, asked) == 1
        does(tx, here, case, "Lane", retriage.retriage, asked + hour, Triage.URGENT)
        assert escalations.next_due(tx) == asked + hour + 15 * MINUTE, "she was asked: it lapses"
        does(tx, here, case, "Lane", retriage.retriage, asked + hour, Triage.HIGH)
        assert escalations.next_due(tx) == asked + 3 * hour
        does(tx, here, case, "Lane", retriage.retriage, asked + 2.9 * hour, Triage.URGENT)
        assert escalations.next_due(tx) == asked + 3 * hour, "it lapses no later"
        for triage in (Triage.HIGH, Triage.URGENT):
            does(tx, here, case, "Cleo", retriage.retriage, asked + 2.9 * hour, triage)
            assert escalations.next_due(tx) is None, "she has just answered by this"

    await database.write(story)


async def test_what_falls_into_quiet_hours_is_held_until_they_end_but_never_an_urgent_case(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        here, high = sent(tx, Rules(quiet=NIGHT), Triage.HIGH)
        teams.set_timezone(tx, here.teams["Radiology"], "Australia/Sydney")  # 23:00 there at noon
        case = town.send(tx, here, triage=Triage.HIGH)
        urgent = town.send(tx, here)
        engine.run_due(tx, town.NOON + 11 * MINUTE)
        assert told(tx, high) == told(tx, case) == set()
        assert told(tx, urgent)
        morning = datetime(2026, 3, 2, 20, tzinfo=UTC)  # 07:00 in Sydney
        engine.run_due(tx, morning - MINUTE)
        assert told(tx, case) == set()
        engine.run_due(tx, morning)
        assert {name for name, _ in told(tx, case)} == {"Cleo", "Casey", "Lane"}

    await database.write(story)


async def test_what_follows_a_step_that_was_held_keeps_its_distance_as_the_preview_says(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        here, _ = sent(tx, Rules(quiet=NIGHT))
        team, evening = here.teams["Radiology"], datetime(2026, 3, 2, 21, 30, tzinfo=UTC)
        morning = datetime(2026, 3, 3, 7, tzinfo=UTC)
        case = town.send(tx, here, triage=Triage.HIGH, now=evening)
        taken = [evening + 10 * MINUTE, morning, morning + 60 * MINUTE]
        assert [one.at for one in preview.foresee(tx, team, Triage.HIGH, evening)] == taken
        for at in taken:
            for early in (at - timedelta(seconds=2), at):
                engine.run_due(tx, early)
            clock = escalations.of_recipient(tx, standing(tx, here, case))
            assert clock is not None
            assert clock.due_at > at + MINUTE, "nothing comes with it"
            assert (clock.exhausted_at is not None) is (at == taken[-1])

    await database.write(story)


async def test_what_brings_a_step_forward_at_night_makes_nobody_hear_later(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        here, _ = sent(tx, Rules(NIGHT, {Triage.HIGH: ALL}))
        evening, hour = datetime(2026, 3, 2, 21, 55, tzinfo=UTC), 60 * MINUTE
        morning = datetime(2026, 3, 3, 7, tzinfo=UTC)
        case = town.send(tx, here, triage=Triage.HIGH, now=evening)
        does(tx, here, case, "Cleo", acknowledge.acknowledge, evening)
        for at in (evening + hour, evening + 2 * hour):
            does(tx, here, case, "Lane", decline.decline, at, "in theatre")
            engine.run_due(tx, at)
        assert told(tx, case) == set()
        for at in (morning, morning + 50 * MINUTE, morning + 110 * MINUTE):
            clock = escalations.of_recipient(tx, standing(tx, here, case))
            assert clock is not None
            assert clock.due_at == at
            engine.run_due(tx, at)

    await database.write(story)


async def test_a_repetition_that_quiet_hours_hold_makes_nobody_else_hear_later(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        here, _ = sent(tx, Rules(NIGHT))
        team, hour = here.teams["Radiology"], 60 * MINUTE
        steps = policy.to_json(parse_notation("1h dm every 1h\n12h sms to leads"))
        teams.set_policy(tx, team, {Triage.HIGH.value: steps})
        evening = datetime(2026, 3, 2, 20, 30, tzinfo=UTC)
        case = town.send(tx, here, triage=Triage.HIGH, now=evening)
        dues = []
        for _ in range(4):
            clock = escalations.of_recipient(tx, standing(tx, here, case))
            assert clock is not None
            dues.append(clock.due_at - evening)
            engine.run_due(tx, clock.due_at)
        assert dues == [hour, 10.5 * hour, 11 * hour, 12 * hour], (
            "the leads hear at half past eight"
        )

    await database.write(story)


async def test_nobody_is_asked_at_night_and_no_case_lapses_then_but_an_urgent_one(
    database: Database,
) -> None:
    def story(tx: Tx) -> None:
        hour = 60 * MINUTE
        here, case = sent(tx, Rules(NIGHT, follow_up={Triage.HIGH: FollowUp(hour, hour)}))
        teams.set_timezone(tx, here.teams["Radiology"], "Australia/Sydney")  # 23:00 there at noon
        evening, midnight = town.NOON - 2.5 * hour, town.NOON + hour
        morning = datetime(2026, 3, 2, 20, tzinfo=UTC)
        does(tx, here, case, "Cleo", acknowledge.acknowledge, midnight)
        assert lapse.ask_or_lapse(tx, midnight + 30 * MINUTE) == 1, "an Urgent one"
        does(tx, here, case, "Cleo", still_on_it.still_on_it, midnight)
        does(tx, here, case, "Lane", retriage.retriage, midnight, Triage.HIGH)
        for sent_at in (evening, midnight):
            high = town.send(tx, here, triage=Triage.HIGH, now=sent_at)
            does(tx, here, high, "Cleo", acknowledge.acknowledge, sent_at)
        assert lapse.ask_or_lapse(tx, evening + hour) == 1, "at 21:30"
        assert lapse.ask_or_lapse(tx, morning - MINUTE) == 0
        assert lapse.ask_or_lapse(tx, morning) == 3, "one lapses, two are asked"
        assert lapse.ask_or_lapse(tx, morning + hour) == 2

    await database.write(story)


instants = st.integers(0, 365 * 24 * 3600).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@given(instants, times, times, st.sampled_from([SYDNEY, LONDON, ZoneInfo("UTC")]))
def test_quiet_hours_always_end_within_a_day_whatever_the_clocks_do(
    at: datetime, begins: time, ends: time, zone: ZoneInfo
) -> None:
    if begins == ends:
        return
    quiet = Quiet(begins, ends)
    until = quiet.until(at, zone)
    assert at <= until <= at + timedelta(hours=25)
    assert not quiet.holds(until, zone)


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        (datetime(2026, 10, 3, 15, tzinfo=UTC), datetime(2026, 10, 3, 20, tzinfo=UTC)),
        (datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2026, 4, 4, 21, tzinfo=UTC)),
    ],
    ids=["the night the clock goes forward is short", "the night it goes back is long"],
)
def test_quiet_hours_end_by_the_clock_on_the_wall(at: datetime, ends: datetime) -> None:
    assert NIGHT.until(at, SYDNEY) == ends


def test_rules_are_kept_as_they_were_set() -> None:
    rules = Rules(
        NIGHT,
        {Triage.URGENT: 2, Triage.HIGH: ALL},
        {Triage.HIGH: FollowUp(timedelta(hours=4), timedelta(hours=1)), Triage.NORMAL: None},
    )
    assert from_json(to_json(rules)) == rules
    assert from_json(None) == Rules()
