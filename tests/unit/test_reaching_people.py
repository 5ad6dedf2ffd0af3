"""What somebody wishes adds to an Urgent policy and never takes from it; whatever they wish."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from foxo_bot.escalation import reach
from foxo_bot.model import PERSONAL, Audience, Person, Step, Triage, Way, Wishes

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
some_ways = st.lists(st.sampled_from(PERSONAL), unique=True, max_size=3).map(tuple)
problem = st.sampled_from([None, "The number does not exist."])


@st.composite
def wishes(draw: st.DrawFn) -> Wishes:
    chosen = {triage: draw(some_ways) for triage in Triage}
    ways = tuple((triage, named) for triage, named in chosen.items() if named)
    return Wishes(ways, draw(st.sampled_from([None, *PERSONAL])))


@st.composite
def people(draw: st.DrawFn) -> Person:
    own = draw(st.sampled_from([None, "+61491570158"]))
    return Person(
        id=1,
        organisation_id=1,
        name="Alex Invented",
        slack_user=draw(st.sampled_from([None, "U2"])),
        slack_via="T1",
        email=draw(st.sampled_from([None, "alex@northside.example"])),
        email_problem=draw(problem),
        phone=draw(st.sampled_from([None, "+61491570157"])),
        phone_problem=draw(problem),
        own_phone=own,
        own_phone_problem=draw(problem) if own else None,
        own_phone_verified_at=NOON if own else None,
        wishes=draw(wishes()),
    )


steps = st.builds(
    Step,
    after=st.just(timedelta(minutes=5)),
    by=some_ways.filter(bool),
    to=st.just((Audience.MEMBERS,)),
    exhausted=st.booleans(),
)


def _planned(person: Person, step: Step, triage: Triage) -> tuple[set[tuple[Way, bool]], set[Way]]:
    plan = list(reach.plan(person, step, triage))
    attempts = [(one.way, one.own) for one in plan if isinstance(one, reach.Attempt)]
    assert len(attempts) == len(set(attempts)), "nobody is told twice the same way"
    return set(attempts), {one.way for one in plan if isinstance(one, reach.Gap)}


def _without_wishes(person: Person) -> Person:
    return Person(
        **{
            name: getattr(person, name)
            for name in Person.__dataclass_fields__
            if name not in {"wishes", "own_phone", "own_phone_problem", "own_phone_verified_at"}
        }
    )


@given(people(), steps)
def test_whatever_somebody_wishes_every_way_of_an_urgent_step_is_still_tried(
    person: Person, step: Step
) -> None:
    attempts, gaps = _planned(person, step, Triage.URGENT)
    as_the_policy_says, _ = _planned(_without_wishes(person), step, Triage.URGENT)

    assert set(step.by) == {way for way in step.by if way in gaps or way in dict(attempts)}
    named = {(way, own) for way, own in as_the_policy_says if way in step.by}
    assert named <= attempts
    assert bool(attempts) >= bool(as_the_policy_says)
    wished = {way for way in person.wishes.of(Triage.URGENT) if person.reachable_by(way)}
    assert wished <= {way for way, _ in attempts}


@given(people(), steps, st.sampled_from([Triage.NORMAL, Triage.HIGH]))
def test_who_can_be_reached_at_all_is_reached_by_every_step(
    person: Person, step: Step, triage: Triage
) -> None:
    attempts, _ = _planned(person, step, triage)

    assert bool(attempts) is any(person.reachable_by(way) for way in PERSONAL)
    wished = [way for way in person.wishes.of(triage) if person.reachable_by(way)]
    if wished and not step.exhausted:
        assert {way for way, _ in attempts} == set(wished)
    if not step.exhausted and (Way.SMS, False) in attempts:
        assert person.own_phone is None or person.own_phone_problem, "one SMS goes to their own"
    if step.exhausted:
        assert {way for way in step.by if person.reachable_by(way)} <= {way for way, _ in attempts}


@given(people(), st.sampled_from(PERSONAL))
def test_what_fails_is_followed_by_the_way_they_wish_to_be_tried_first(
    person: Person, failed: Way
) -> None:
    first = person.wishes.first
    following = reach.instead(person, failed, {failed})

    if first and first is not failed and person.reachable_by(first):
        assert following is first
    else:
        others = [way for way in PERSONAL if way is not failed and person.reachable_by(way)]
        assert (following in others) if others else following is None
