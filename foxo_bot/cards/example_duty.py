"""Examples of what is said of duty rosters. Pure."""

from datetime import timedelta

from foxo_bot.cards import duty
from foxo_bot.cards.card import Card, Form
from foxo_bot.cards.duty import DutySheet
from foxo_bot.cards.example_cases import NOW
from foxo_bot.model import Shift

_HOUR = timedelta(hours=1)
_TEAM = "Radiology Concierge"


def _shift(name: str, start: int, end: int) -> Shift:
    return Shift(5, _TEAM, 2, name, NOW + start * _HOUR, NOW + end * _HOUR)


ON_DUTY = DutySheet(
    now=[_shift("Alex Invented", -3, 5)],
    next=[_shift("Concierge Lead", 5, 17)],
    known_until=NOW + 800 * _HOUR,
    by_calendar=True,
    age=timedelta(minutes=190),
    problem="its server answers 503",
    unmatched=[("On call: Dr Locum", NOW + 40 * _HOUR), ("Every second", None)],
)
OWN = duty.own_shifts(
    [_shift("Alex Invented", -3, 5), _shift("Alex Invented", 29, 41)],
    "https://foxo.example/shifts/token.ics",
)


def examples() -> dict[str, Card | Form]:
    gaps = [(NOW + 17 * _HOUR, NOW + 20 * _HOUR), (NOW + 23 * _HOUR, None)]
    return {
        "duty_gap": duty.gap_news(_TEAM, gaps),
        "duty_lost": duty.feed_news(_TEAM, problem=ON_DUTY.problem, age=ON_DUTY.age),
        "duty_never_read": duty.feed_news(_TEAM, problem="its server cannot be reached", age=None),
        "duty_back": duty.feed_news(_TEAM, problem=None, age=None),
    }
