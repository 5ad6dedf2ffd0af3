"""Every state, verb and relation: it leads where the table says, or is refused in plain words."""

import itertools
import string
from datetime import UTC, datetime

import pytest

from foxo_bot import access
from foxo_bot.cards import refusal as refusals
from foxo_bot.cards.case_buttons import case_buttons
from foxo_bot.cards.example_cases import recipient
from foxo_bot.cards.lines import line_text
from foxo_bot.model import (
    AWAITING,
    ENDED,
    MOVES,
    NotAllowed,
    NotPossibleNow,
    Person,
    Refusal,
    Relation,
    Role,
    State,
    Team,
    Verb,
)

HELD = [
    frozenset(some)
    for size in range(len(Relation) + 1)
    for some in itertools.combinations(Relation, size)
]


READERS = list(itertools.product(HELD, (True, False)))
"""What somebody is to a case, and whether its sender must confirm that it is closed."""


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", State)
def test_a_move_leads_where_the_table_says_or_is_refused_with_the_reason(
    state: State, verb: Verb
) -> None:
    for held, confirms in READERS:
        may = bool(held & access.allowed(verb, sender_confirms_close=confirms))
        try:
            to = access.check(verb, state=state, held=held, sender_confirms_close=confirms)
        except NotAllowed as refusal:
            assert not may
            _reads_well(refusal)
        except NotPossibleNow as refusal:
            assert may
            assert (state, verb) not in MOVES
            _reads_well(refusal)
        else:
            assert may
            assert to is MOVES[state, verb]


@pytest.mark.parametrize("state", State)
def test_the_buttons_are_the_verbs_that_would_not_be_refused(state: State) -> None:
    for held, confirms in READERS:
        offered = access.buttons([state], held, sender_confirms_close=confirms)
        assert offered == tuple(verb for verb in Verb if _passes(verb, state, held, confirms))


@pytest.mark.parametrize("relation", Relation)
@pytest.mark.parametrize("state", State)
def test_a_drawn_card_has_exactly_these_buttons(state: State, relation: Relation) -> None:
    for confirms in (True, False):
        drawn = case_buttons([recipient(state, confirms_close=confirms)], relation, post_id=31)
        assert [button.action for button in drawn.buttons] == [
            verb.value for verb in Verb if _passes(verb, state, frozenset({relation}), confirms)
        ]
        assert {button.value for button in drawn.buttons} <= {"31"}


def test_nobody_but_sender_and_members_may_do_anything() -> None:
    for state, verb in itertools.product(State, Verb):
        with pytest.raises(NotAllowed):
            access.check(verb, state=state, held=frozenset(), sender_confirms_close=True)


def test_somebody_can_act_in_every_state_in_which_the_clock_runs() -> None:
    for state in AWAITING:
        assert MOVES[state, Verb.ACKNOWLEDGE] is State.CLAIMED


@pytest.mark.parametrize("role", [None, *Role])
def test_nobody_but_a_lead_sets_a_team_up(role: Role | None) -> None:
    assert access.may_set_up(role) is (role is Role.LEAD)


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize(("home", "external"), [(1, False), (1, True), (2, False), (2, True)])
def test_people_send_to_active_teams_of_their_own_and_to_open_ones(
    home: int, external: bool, is_open: bool, active: bool
) -> None:
    person = Person(1, home, "Rowan", external=external)
    team = Team(1, 1, "Radiology", accepts_external=is_open, active=active)
    own = home == 1 and not external
    assert access.may_send_to(person, team) is (active and (own or is_open))


def test_what_has_ended_can_only_be_looked_at_or_reopened() -> None:
    verbs = {verb for state, verb in MOVES if state in ENDED}
    assert verbs == {Verb.DETAILS, Verb.REOPEN}


@pytest.mark.parametrize("kind", Refusal.__subclasses__(), ids=lambda kind: kind.__name__)
def test_every_refusal_is_a_short_text_with_its_facts_filled_in(kind: type[Refusal]) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(kind().template) if name}
    facts: dict[str, str | datetime] = dict.fromkeys(names, "Something")
    if "when" in names:
        facts["when"] = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    if "why" in names:
        facts["why"] = "Something was so."
    _reads_well(kind(**facts))


def _passes(verb: Verb, state: State, held: frozenset[Relation], confirms: bool) -> bool:
    try:
        access.check(verb, state=state, held=held, sender_confirms_close=confirms)
    except Refusal:
        return False
    return True


def _reads_well(refusal: Refusal) -> None:
    text = line_text(refusals.line(refusal))
    assert text.endswith(".")
    assert text[0].isupper()
    assert "{" not in text
    assert len(text) <= 160
    assert not set(text.split()) & {verb.value for verb in Verb if "_" in verb.value}
