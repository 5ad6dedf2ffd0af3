"""Escalation policies: there is always a next step, and nobody's policy ends in silence."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from foxo_bot.escalation import policy
from foxo_bot.model import Audience, Step, Triage, Way
from foxo_bot.store.escalations import BEFORE_THE_FIRST

MINUTE = timedelta(minutes=1)
ZERO = timedelta()

spans = st.integers(0, 4 * 24 * 60).map(lambda minutes: minutes * MINUTE)
intervals = st.none() | st.integers(1, 24 * 60).map(lambda minutes: minutes * MINUTE)


def _some(values: type[Way] | type[Audience]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(st.sampled_from(list(values)), min_size=1, unique=True).map(tuple)


def _telling_the_sender(step: Step) -> Step:
    """Where it says that nobody answered; what becomes of one that does not is another story."""
    if not step.exhausted:
        return step
    by, to = dict.fromkeys((Way.DM, *step.by)), dict.fromkeys((Audience.SENDER, *step.to))
    return replace(step, by=tuple(by), to=tuple(to))


steps = st.builds(
    Step, after=spans, by=_some(Way), to=_some(Audience), every=intervals, exhausted=st.booleans()
).map(_telling_the_sender)
own = st.lists(steps, max_size=5).map(lambda found: tuple(sorted(found, key=lambda s: s.after)))
triages = st.sampled_from(list(Triage))


def _made(triage: Triage, found: tuple[Step, ...]) -> policy.Steps:
    return policy.for_triage(triage, {triage.value: policy.to_json(found)}, by_duty=False)


def _without_repetition(step: Step) -> Step:
    return replace(step, every=None)


@given(triage=triages, found=own)
def test_a_teams_own_steps_are_all_taken_and_somebody_is_told_that_nobody_answered(
    triage: Triage, found: tuple[Step, ...]
) -> None:
    made = _made(triage, found)
    assert {_without_repetition(step) for step in found} <= set(map(_without_repetition, made))
    assert {step for step in found if step.every} <= set(made)
    assert any(step.exhausted for step in made)
    assert any(step.every for step in made)
    assert [step.after for step in made] == sorted(step.after for step in made)


@given(triage=triages, found=own)
@example(triage=Triage.URGENT, found=(Step(30 * MINUTE, (Way.DM,), (Audience.MEMBERS,)),))
def test_what_is_added_to_a_teams_own_steps_comes_after_them(
    triage: Triage, found: tuple[Step, ...]
) -> None:
    known = {_without_repetition(step) for step in found}
    added = [step for step in _made(triage, found) if _without_repetition(step) not in known]
    for step in added if found else ():
        assert step.after > max(one.after for one in found)


@given(triage=triages, found=own, late=st.lists(spans, min_size=30, max_size=30))
def test_there_is_always_a_next_step_and_it_is_always_later(
    triage: Triage, found: tuple[Step, ...], late: list[timedelta]
) -> None:
    made = _made(triage, found)
    reached, elapsed = BEFORE_THE_FIRST, ZERO
    for delay in late:
        offset, due = policy.next_step(made, reached=reached, elapsed=elapsed)
        assert offset > reached
        assert due
        reached, elapsed = offset, max(elapsed, offset) + delay


@given(triage=triages, found=own)
def test_every_step_of_the_policy_is_taken_when_all_runs_on_time(
    triage: Triage, found: tuple[Step, ...]
) -> None:
    assume(all(step.every is None or step.every >= 60 * MINUTE for step in found))
    made = _made(triage, found)
    taken: list[Step] = []
    reached = BEFORE_THE_FIRST
    while set(taken) < set(made):
        reached, due = policy.next_step(made, reached=reached, elapsed=max(reached, ZERO))
        taken += due
        assert reached <= made[-1].after
    for step in made:
        assert step in taken


@given(triage=triages, found=own, down=spans)
def test_after_a_long_stop_missed_repetitions_are_taken_once_not_one_by_one(
    triage: Triage, found: tuple[Step, ...], down: timedelta
) -> None:
    made = _made(triage, found)
    elapsed = made[-1].after + down
    reached, caught_up = BEFORE_THE_FIRST, 0
    while True:
        offset, _ = policy.next_step(made, reached=reached, elapsed=elapsed)
        if offset > elapsed:
            break
        reached, caught_up = offset, caught_up + 1
    firsts = len({step.after for step in made})
    repeating = sum(step.every is not None for step in made)
    assert caught_up <= firsts + 2 * repeating


@given(found=own)
def test_steps_survive_being_stored(found: tuple[Step, ...]) -> None:
    assert policy.from_json(policy.to_json(found)) == found


@pytest.mark.parametrize(
    ("triage", "way", "at"),
    [
        (Triage.URGENT, Way.SMS, 5 * MINUTE),
        (Triage.HIGH, Way.EMAIL, 10 * MINUTE),
        (Triage.NORMAL, Way.EMAIL, timedelta(hours=24)),
    ],
)
def test_the_defaults_that_the_customer_fixed(triage: Triage, way: Way, at: timedelta) -> None:
    first = next(step for step in policy.for_triage(triage, {}, by_duty=False) if way in step.by)
    assert (first.after, first.to) == (at, (Audience.MEMBERS,))
    assert policy.NEEDED[triage] is way


@pytest.mark.parametrize("triage", Triage)
def test_a_team_that_writes_the_default_steps_itself_keeps_what_follows_them(
    triage: Triage,
) -> None:
    default = policy.DEFAULTS[triage]
    assert _made(triage, tuple(step for step in default if not step.every)) == default


@pytest.mark.parametrize("triage", Triage)
def test_with_a_roster_the_default_keeps_its_times_and_nobody_is_left_out(triage: Triage) -> None:
    usual, by_duty = policy.DEFAULTS[triage], policy.BY_DUTY[triage]
    assert {step.after for step in by_duty} == {step.after for step in usual}
    assert by_duty[0].to == (Audience.ON_DUTY,)
    end = next(step.after for step in by_duty if step.exhausted)
    everybody = [step for step in by_duty if Audience.MEMBERS in step.to and step.after < end]
    assert everybody, "those who are not on duty are told as well before it is said that nobody is"
    for step in usual:
        same = [other for other in by_duty if other.after == step.after]
        ways = {way for other in same for way in other.by}
        assert set(step.by) <= ways, "a lead or sender hears it by the same ways"
        assert {other.every for other in same} == {step.every}
    assert policy.for_triage(triage, {}, by_duty=True) == by_duty
