"""Weekly shifts: whose hours they are by the team's own clock, on every day of the year."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from foxo_bot.directory.duty import gaps, weekly
from foxo_bot.directory.duty.coverage import coverage
from foxo_bot.directory.duty.weekly import WeeklyShift
from foxo_bot.model import Shift

SYDNEY = ZoneInfo("Australia/Sydney")
ZONES = st.sampled_from(
    ["Australia/Sydney", "Australia/Lord_Howe", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata"]
)
QUARTERS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
SHIFTS = st.builds(
    WeeklyShift,
    days=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    begins=QUARTERS,
    ends=QUARTERS,
    people=st.just(("Cleo",)),
)
INSTANTS = st.integers(0, 4 * 366 * 24 * 4).map(
    lambda quarter: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarter)
)


def by_the_wall(shift: WeeklyShift, local: datetime) -> bool:
    """Whether somebody who looks at the clock and the shift's words would say: on duty."""
    overnight = shift.ends <= shift.begins
    today, yesterday = local.weekday() in shift.days, (local.weekday() - 1) % 7 in shift.days
    if not overnight:
        return today and shift.begins <= local.time() < shift.ends
    return (today and local.time() >= shift.begins) or (yesterday and local.time() < shift.ends)


def near_a_change(local: datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks go on or back within two hours: there the wall does not decide."""
    offsets = {
        (local.astimezone(UTC) + timedelta(hours=hours)).astimezone(zone).utcoffset()
        for hours in (-2, 0, 2)
    }
    return len(offsets) > 1


@given(shift=SHIFTS, at=INSTANTS, zone=ZONES)
def test_on_duty_is_what_the_clock_on_the_wall_says(
    shift: WeeklyShift, at: datetime, zone: str
) -> None:
    local = at.astimezone(ZoneInfo(zone))
    if near_a_change(local, ZoneInfo(zone)):
        return
    found = weekly.expand([shift], ZoneInfo(zone), at, at + timedelta(minutes=1))
    on = any(entry.starts_at <= at < entry.ends_at for entry in found)
    assert on is by_the_wall(shift, local.replace(tzinfo=None))


@given(start=INSTANTS, zone=ZONES, cuts=st.sets(QUARTERS, min_size=2, max_size=4))
def test_shifts_that_follow_one_another_leave_no_gap_when_the_clocks_change(
    start: datetime, zone: str, cuts: set[time]
) -> None:
    order = sorted(cuts)
    every_day = tuple(range(7))
    shifts = [
        WeeklyShift(every_day, begins, ends, ("Cleo",))
        for begins, ends in zip(order, order[1:] + order[:1], strict=True)
    ]
    end = start + timedelta(days=30)
    found = weekly.expand(shifts, ZoneInfo(zone), start, end)
    hours = [(entry.starts_at, entry.ends_at) for entry in found]
    assert list(gaps.between(hours, start, end)) == []


def test_a_night_shift_is_an_hour_longer_when_summer_time_ends() -> None:
    night = WeeklyShift((5,), time(20), time(8), ("Cleo",))
    (entry,) = weekly.expand(
        [night], SYDNEY, datetime(2026, 4, 4, tzinfo=UTC), datetime(2026, 4, 6, tzinfo=UTC)
    )
    assert entry.ends_at - entry.starts_at == timedelta(hours=13)


def test_gaps_are_named_from_end_to_end() -> None:
    def at(hour: int) -> datetime:
        return datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=hour)

    hours = [(at(8), at(12)), (at(10), at(11)), (at(13), at(20)), (at(40), at(50))]
    assert list(gaps.between(hours, at(9), at(33))) == [
        gaps.Gap(at(12), at(13)),
        gaps.Gap(at(20), at(40)),
    ]
    assert list(gaps.between([], at(0), at(1))) == [gaps.Gap(at(0), None)]
    assert list(gaps.between([(at(0), at(1))], at(0), at(1))) == []


def test_shifts_of_one_member_that_touch_are_one_turn_of_duty() -> None:
    def shift(person: int, start: int, end: int) -> Shift:
        first = datetime(2026, 3, 2, tzinfo=UTC)
        until = first + timedelta(hours=end)
        return Shift(1, "Team", person, f"P{person}", first + timedelta(hours=start), until)

    now = datetime(2026, 3, 2, 6, tzinfo=UTC)
    turns = [shift(1, 0, 8), shift(1, 8, 16), shift(1, 16, 20), shift(2, 20, 30), shift(1, 30, 40)]
    found = coverage(turns, now)
    assert [(turn.person_id, turn.ends_at.hour) for turn in found.now] == [(1, 20)]
    assert [turn.person_id for turn in found.next] == [2]
