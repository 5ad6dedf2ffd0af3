"""An escalation policy as people write it, and the mistakes they make."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foxo_bot.cards.policy_words import describe, own_times
from foxo_bot.escalation.policy import DEFAULTS
from foxo_bot.model import PERSONAL, Audience, Named, Naming, Step, Triage, Way
from foxo_bot.model.notation import NotationError, notation, parse_notation


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


spans = st.integers(1, 99_999).map(lambda seconds: timedelta(seconds=seconds))
repeats = st.integers(60, 99_999).map(lambda seconds: timedelta(seconds=seconds))
names = st.builds(
    Named,
    st.sampled_from(Naming),
    st.lists(
        st.sampled_from(
            ["Lane", "and", "to", "every", "exhausted", "Ear,", "+1", "team", "Ö'Neill"]
        ),
        min_size=1,
        max_size=4,
    ).map(" ".join)
    | st.sampled_from(["lane@northside.example", "5m", "on-duty", "members"]),
)
steps = st.builds(
    Step,
    after=spans,
    by=st.lists(st.sampled_from(Way), min_size=1, unique=True).map(tuple),
    to=st.lists(st.sampled_from(Audience) | names, min_size=1, max_size=4, unique=True).map(tuple),
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
    text = "10m sms to members and leads every 5m\n\n2m dm\n30m exhausted every 1h\n0m email\n"
    assert notation(parse_notation(text)).startswith("0m email\n2m dm\n")
    assert parse_notation(text) == (
        Step(minutes(0), (Way.EMAIL,)),
        Step(minutes(2), (Way.DM,)),
        Step(minutes(10), (Way.SMS,), (Audience.MEMBERS, Audience.LEADS), minutes(5)),
        Step(
            minutes(30),
            PERSONAL,
            (Audience.SENDER, Audience.LEADS, Audience.FALLBACK),
            every=minutes(60),
            exhausted=True,
        ),
    )


def test_people_and_teams_are_named_as_they_are_called() -> None:
    text = "5m dm to on-duty\n10m dm to @Lane Leed and @cleo@north.example\n15m post\n"
    text += '20m sms to team Cardiology, leads every 5m\n25m sms to team "Ear, Nose and Throat"'
    lane, cleo = Named(Naming.PERSON, "Lane Leed"), Named(Naming.PERSON, "cleo@north.example")
    ears = Named(Naming.TEAM, "Ear, Nose and Throat")
    cardiology = Named(Naming.TEAM, "Cardiology")
    assert parse_notation(text) == (
        Step(minutes(5), (Way.DM,), (Audience.ON_DUTY,)),
        Step(minutes(10), (Way.DM,), (lane, cleo)),
        Step(minutes(15), (Way.POST,)),
        Step(minutes(20), (Way.SMS,), (cardiology, Audience.LEADS), minutes(5)),
        Step(minutes(25), (Way.SMS,), (ears,)),
    )


def test_a_name_that_nobody_has_is_a_mistake_of_its_line() -> None:
    def find(named: Named) -> Named:
        raise ValueError(f"nobody of your organisation is called {named.name}.")

    with pytest.raises(NotationError, match=r'^Line 2, "5m sms to @Nil": nobody of your'):
        parse_notation("2m dm\n5m sms to @Nil", find)


def test_an_empty_text_is_no_policy_of_its_own() -> None:
    assert parse_notation(" \n\n") == ()


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("2m dm\nsoon sms", 'Line 2, "soon sms": begin with a time, such as 2m, 1h or 2d.'),
        ("5m", 'Line 1, "5m": say how people are told: dm, sms, email or post.'),
        ("5m fax", 'Line 1, "5m fax": "fax" is not a way. Write dm, sms, email or post.'),
        (
            "5m sms to all",
            'Line 1, "5m sms to all": "all" is nobody known here. '
            "Write members, leads, on-duty, sender, fallback, @ and a person's name, or team and "
            "its name.",
        ),
        ("5m sms every", 'Line 1, "5m sms every": after every comes a time, such as 5m or 1h.'),
        ("5m sms every day", 'Line 1, "5m sms every day": after every comes a time, such as'),
        ("5m sms every 10s", 'Line 1, "5m sms every 10s": repeat at most once a minute'),
        ("91d sms", 'Line 1, "91d sms": 91d is too late to be of use. Write at most 90d.'),
        (
            "5m sms every 2161h",
            'Line 1, "5m sms every 2161h": 2161h is too late to be of use. Write at most 90d.',
        ),
        ("5m @Lane", 'Line 1, "5m @Lane": write to before @Lane.'),
        ("5m sms to @", 'Line 1, "5m sms to @": "@" is nobody known here.'),
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


@given(st.text('0123456789mhd smsdmeiltoveryexhausted,+@"\n', max_size=60))
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


@pytest.mark.parametrize(
    ("written", "said", "beside"),
    [
        ("3m sms every 2m", "SMS at 3 min and then every 2 min", "Urgent SMS at 3 min"),
        (
            "1h dm\n65m sms every 5m",
            "DM at 1 h, SMS at 1 h 5 min and then every 5 min",
            "Urgent SMS at 1 h 5 min",
        ),
        ("0m email\n5m sms", "Email at once, SMS at 5 min", "Urgent email at once"),
        (
            "1m dm\n9m exhausted",
            "DM at 1 min; sender told at 9 min",
            "Urgent DM at 1 min",
        ),
        ("1m sms\n5m sms every 4m", "SMS at 1 min, then SMS every 4 min", "Urgent SMS at 1 min"),
    ],
)
def test_a_repetition_says_when_it_begins_unless_it_goes_on_with_what_was(
    written: str, said: str, beside: str
) -> None:
    steps = parse_notation(written)
    assert describe(steps) == said
    assert own_times({Triage.URGENT: steps}) == f"Own times: {beside}"


def test_no_steps_are_said_too() -> None:
    assert describe(()) == "No reminders"


def test_ninety_days_are_the_longest_and_are_taken() -> None:
    (step,) = parse_notation("90d email every 90d")
    assert (step.after, step.every) == (timedelta(days=90), timedelta(days=90))
