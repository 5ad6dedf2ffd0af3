"""The rules of a team as people write them: "22:00-07:00", "urgent 2", "high 1h 30m". Pure."""

import re
from collections.abc import Mapping
from datetime import time, timedelta

from foxo_bot.model.nouns import Triage
from foxo_bot.model.rules import ALL, ANY, MOST, FollowUp, Quiet, Rules

QUIET_HELP = "For example 22:00-07:00, in the team's time zone. Urgent cases are never held."
ACKNOWLEDGED_HELP = "One is enough unless you say so. For example: urgent 2, high all."
FOLLOW_UP_HELP = (
    "Asked how long after an acknowledgement that nothing followed, and how long until the case "
    "waits again. For example: urgent 30m 15m, high 4h 1h, normal off."
)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_LONGEST = timedelta(days=30)


class RuleError(ValueError):
    """Why a rule cannot be read; the text says what to write."""


def quiet(text: str) -> Quiet | None:
    """None for an empty text."""
    if not text.strip():
        return None
    parts = [part.strip() for part in text.split("-")]
    if len(parts) != 2:
        raise RuleError("Write from when to when, such as 22:00-07:00.")
    return between(clock_time(parts[0]), clock_time(parts[1]))


def between(begins: time, ends: time) -> Quiet:
    if begins == ends:
        raise RuleError("Quiet hours must end at another time than they begin.")
    return Quiet(begins, ends)


def clock_time(text: str) -> time:
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text)
    if not found:
        raise RuleError(f'"{text[:20]}" is not a time of day. Write it like 22:00 or 07:30.')
    return time(int(found[1]), int(found[2]))


def how_many(text: str) -> int:
    """ "any", "all" or a number."""
    word = text.strip().lower()
    if word in {"any", "all"}:
        return ANY if word == "any" else ALL
    if not re.fullmatch(r"\d{1,2}", word) or not 1 <= int(word) <= MOST:
        raise RuleError(f'"{text[:20]}" is not how many. Write any, all, or a number up to {MOST}.')
    return int(word)


def span(text: str) -> timedelta:
    found = re.fullmatch(r"(\d{1,4})([mhd])", text.strip().lower())
    length = int(found[1]) * _UNITS[found[2]] if found else timedelta()
    if not timedelta() < length <= _LONGEST:
        raise RuleError(f'"{text[:20]}" is no length of time. Write 1m to 30d, such as 30m or 4h.')
    return length


def acknowledged_by(text: str) -> dict[Triage, int]:
    return {triage: how_many(rest) for triage, rest in _each(text)}


def follow_up(text: str) -> dict[Triage, FollowUp | None]:
    found: dict[Triage, FollowUp | None] = {}
    for triage, rest in _each(text):
        if rest.lower() == "off":
            if triage is Triage.URGENT:
                raise RuleError("Urgent cannot be off. Write two times, such as 30m 15m.")
            found[triage] = None
            continue
        spans = rest.split()
        if len(spans) != 2:
            off = "" if triage is Triage.URGENT else ", or off"
            raise RuleError(f"After {triage.value} write two times, such as 30m 15m{off}.")
        found[triage] = FollowUp(span(spans[0]), span(spans[1]))
    return found


def said(rules: Rules) -> dict[str, str]:
    """What differs from the defaults in plain words: what each rule is about -> the rule."""
    every = {
        "Must acknowledge": [
            f"{_people(number)} for {triage.value.capitalize()}"
            for triage, number in rules.acknowledged_by.items()
        ],
        "Quiet hours": [_hours(rules.quiet)] if rules.quiet else [],
        "Asked if still on it": [
            _asked(triage.value.capitalize(), asks) for triage, asks in rules.follow_up.items()
        ],
    }
    return {name: "; ".join(words) for name, words in every.items() if words}


def _hours(quiet: Quiet) -> str:
    return f"{quiet.begins:%H:%M} to {quiet.ends:%H:%M}, never for Urgent"


def _people(number: int) -> str:
    return {ANY: "one person", ALL: "all members"}.get(number, f"{number} people")


def _asked(triage: str, asks: FollowUp | None) -> str:
    if asks is None:
        return f"never for {triage}"
    return f"after {_said(asks.ask)} for {triage}, and {_said(asks.lapse)} later it waits again"


def say_acknowledged_by(rules: Mapping[Triage, int]) -> str:
    return ", ".join(f"{triage.value} {say_number(rules[triage])}" for triage in rules)


def say_number(number: int) -> str:
    return {ANY: "any", ALL: "all"}.get(number, str(number))


def say_follow_up(rules: Mapping[Triage, FollowUp | None]) -> str:
    return ", ".join(
        f"{triage.value} {f'{_said(asks.ask)} {_said(asks.lapse)}' if asks else 'off'}"
        for triage, asks in rules.items()
    )


def _each(text: str) -> list[tuple[Triage, str]]:
    """The entries between commas: a triage and what is said of it."""
    found: list[tuple[Triage, str]] = []
    for entry in filter(None, (part.strip() for part in re.split(r"[,\n]", text))):
        word, _, rest = entry.partition(" ")
        if word.lower() not in set(Triage):
            raise RuleError(f'"{word[:20]}" is no triage. Begin with urgent, high or normal.')
        if any(word.lower() == triage.value for triage, _ in found):
            raise RuleError(f"{word.lower()} stands twice. Keep one.")
        found.append((Triage(word.lower()), rest.strip()))
    return found


def _said(length: timedelta) -> str:
    unit = next(unit for unit in ("d", "h", "m") if not length % _UNITS[unit])
    return f"{length // _UNITS[unit]}{unit}"
