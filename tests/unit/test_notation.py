"""An escalation policy as people write it, and the mistakes they make."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foxo_bot.cards.policy_words import describe
from foxo_bot.escalation.policy import DEFAULTS
from foxo_bot.model import Audience, Step, Triage, Way
from foxo_bot.model.notation import NotationError, notation, parse_notation


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


spans = st.integers(1, 99_999).map(lambda seconds: timedelta(seconds=seconds))
repeats = st.integers(60, 99_999).map(lambda seconds: timedelta(seconds=seconds))
steps = st.builds(
    Step,
    after=spans,
    by=st.lists(st.sampled_from(Way), min_size=1, unique=True).map(tuple),
    to=st.lists(st.sampled_from(Audience), min_size=1, unique=True).map(tuple),
    every=st.none() | repeats,
    exhausted=st.booleans(),
)


@given(st.lists(steps, max_size=6))
def test_every_policy_is_read_back_as_it_was_written(policy: list[Step]) -> None:
    in_order = tuple(sorted(policy, key=lambda step: step.after))
    assert parse_notation(notation(in_order)) == in_order


@pytest.mark.parametrize("triage", Triage)
def test_the_defaults_are_read_back_as_they_were_written(triage: Triage) -> None:
    assert parse_notation(notation(DEFAULTS[triage])) == DEFAULTS[triage]


@pytest.mark.parametrize(
    "line",
    ["5m sms, email", "5 min SMS and Email", "5 minutes sms + email", "  5M  sms email  "],
)
def test_people_may_write_it_as_they_speak(line: str) -> None:
    assert parse_notation(line) == (Step(minutes(5), (Way.SMS, Way.EMAIL)),)


def test_a_whole_policy_is_read_in_order_of_time_whatever_the_order_of_lines() -> None:
    text = "10m sms to members and leads every 5m\n\n2m dm\n30m exhausted every 1h\n"
    assert parse_notation(text) == (
        Step(minutes(2), (Way.DM,)),
        Step(minutes(10), (Way.SMS,), (Audience.MEMBERS, Audience.LEADS), minutes(5)),
        Step(
            minutes(30),
            tuple(Way),
            (Audience.SENDER, Audience.LEADS, Audience.FALLBACK),
            every=minutes(60),
            exhausted=True,
        ),
    )


def test_an_empty_text_is_no_policy_of_its_own() -> None:
    assert parse_notation(" \n\n") == ()


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("2m dm\nsoon sms", 'Line 2, "soon sms": begin with a time, such as 2m, 1h or 2d.'),
        ("5m", 'Line 1, "5m": say how people are told: dm, sms or email.'),
        ("5m fax", 'Line 1, "5m fax": "fax" is not a way. Write dm, sms or email.'),
        (
            "5m sms to all",
            'Line 1, "5m sms to all": "all" is nobody known here. '
            "Write members, leads, sender or fallback.",
        ),
        ("5m sms every", 'Line 1, "5m sms every": after every comes a time, such as 5m or 1h.'),
        ("5m sms every day", 'Line 1, "5m sms every day": after every comes a time, such as'),
        ("5m sms every 10s", 'Line 1, "5m sms every 10s": repeat at most once a minute'),
        ("91d sms", 'Line 1, "91d sms": 91d is too late to be of use. Write at most 90d.'),
        (
            "5m sms every 2161h",
            'Line 1, "5m sms every 2161h": 2161h is too late to be of use. Write at most 90d.',
        ),
        ("-5m sms", 'Line 1, "-5m sms": begin with a time'),
        ("999999999d sms", 'Line 1, "999999999d sms": begin with a time'),
    ],
)
def test_a_mistake_names_the_line_and_what_to_write(text: str, advice: str) -> None:
    with pytest.raises(NotationError) as raised:
        parse_notation(text)
    assert str(raised.value).startswith(advice)


def outcome(text: str) -> str:
    """What a person gets for a text: their policy, or the mistake."""
    try:
        return notation(parse_notation(text))
    except NotationError as mistake:
        return str(mistake)


@given(st.text("0123456789mhd smsdmeiltoveryexhausted,+\n", max_size=60))
def test_any_text_is_a_policy_or_a_mistake_that_is_explained(text: str) -> None:
    said = outcome(text)
    assert said.startswith("Line ") or parse_notation(said) == parse_notation(text)


@pytest.mark.parametrize(
    ("triage", "said"),
    [
        (
            Triage.URGENT,
            "DM at 2 min, SMS at 5 min, then SMS every 5 min; sender told at 30 min",
        ),
        (
            Triage.HIGH,
            "Email and DM at 10 min, email and SMS to leads at 1 h; sender told at 2 h",
        ),
        (Triage.NORMAL, "Email at 24 h, email to leads at 2 days; sender told at 3 days"),
    ],
)
def test_the_defaults_in_words_fit_beside_a_choice(triage: Triage, said: str) -> None:
    assert describe(DEFAULTS[triage]) == said
    assert len(said) <= 75, "an option's description on Slack"


def test_no_steps_are_said_too() -> None:
    assert describe(()) == "No reminders"


def test_ninety_days_are_the_longest_and_are_taken() -> None:
    (step,) = parse_notation("90d email every 90d")
    assert (step.after, step.every) == (timedelta(days=90), timedelta(days=90))
