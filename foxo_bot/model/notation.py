"""An escalation policy as people write it: one step a line, "5m sms to leads every 5m". Pure."""

import re
from collections.abc import Iterable
from datetime import timedelta

from foxo_bot.model.nouns import Audience, Step, Way

HELP = (
    "One step a line: when, how, to whom. For example: 2m dm, or 5m sms, or 10m sms to members, "
    "leads every 5m. The line with exhausted tells the sender that nobody answered."
)

_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
_DURATION = r"\d{1,5}\s*(?:s|sec|m|min|mins|minutes?|h|hours?|d|days?)\b"
_LINE = re.compile(rf"\s*({_DURATION})\s*(.*?)\s*(?:\bevery\b\s*(.*?))?\s*", re.IGNORECASE)
_EXHAUSTED = "exhausted"
LATEST_STEP = timedelta(days=90)
"""Later is of no use to anybody; `escalations.reached` counts its seconds in 32 bits."""

SHORTEST_REPEAT = timedelta(minutes=1)
_EVERY_WAY = tuple(Way)
_ALL_WHO_MUST_KNOW = (Audience.SENDER, Audience.LEADS, Audience.FALLBACK)


class NotationError(ValueError):
    """A line that cannot be read; the text tells the person which one and what to write."""


def notation(steps: Iterable[Step]) -> str:
    """The steps as text that `parse_notation` reads back."""
    return "\n".join(_written(step) for step in steps)


def parse_notation(text: str) -> tuple[Step, ...]:
    """The steps that the text says, in order of time; none for an empty text.

    Raises NotationError.
    """
    numbered = enumerate(text.splitlines(), start=1)
    steps = [_read(line, number) for number, line in numbered if line.strip()]
    return tuple(sorted(steps, key=lambda step: step.after))


def _written(step: Step) -> str:
    words = [_duration(step.after)]
    words += [_EXHAUSTED] if step.exhausted else []
    if not (step.exhausted and step.by == _EVERY_WAY):
        words.append(", ".join(way.value for way in step.by))
    if step.to != _usual(exhausted=step.exhausted):
        words.append("to " + ", ".join(audience.value for audience in step.to))
    if step.every:
        words.append("every " + _duration(step.every))
    return " ".join(words)


def _read(line: str, number: int) -> Step:
    where = f'Line {number}, "{line.strip()[:60]}":'
    found = _LINE.fullmatch(line)
    if not found:
        raise NotationError(f"{where} begin with a time, such as 2m, 1h or 2d.")
    after, middle, every = found.groups()
    words = [word for word in re.split(r"[\s,+]+", middle.lower()) if word not in {"", "and"}]
    exhausted = _EXHAUSTED in words
    named = [word for word in words if word != _EXHAUSTED]
    split = named.index("to") if "to" in named else len(named)
    by = tuple(_way(word, where) for word in named[:split])
    to = tuple(_audience(word, where) for word in named[split + 1 :])
    if not by and not exhausted:
        raise NotationError(f"{where} say how people are told: dm, sms or email.")
    return Step(
        after=_span(after, where),
        by=tuple(dict.fromkeys(by)) or _EVERY_WAY,
        to=tuple(dict.fromkeys(to)) or _usual(exhausted=exhausted),
        every=_interval(every, where) if every is not None else None,
        exhausted=exhausted,
    )


def _usual(*, exhausted: bool) -> tuple[Audience, ...]:
    return _ALL_WHO_MUST_KNOW if exhausted else (Audience.MEMBERS,)


def _way(word: str, where: str) -> Way:
    try:
        return Way(word)
    except ValueError:
        raise NotationError(f'{where} "{word}" is not a way. Write dm, sms or email.') from None


def _audience(word: str, where: str) -> Audience:
    try:
        return Audience(word)
    except ValueError:
        advice = "Write members, leads, sender or fallback."
        raise NotationError(f'{where} "{word}" is nobody known here. {advice}') from None


def _interval(text: str, where: str) -> timedelta:
    if not re.fullmatch(_DURATION, text.strip(), re.IGNORECASE):
        raise NotationError(f"{where} after every comes a time, such as 5m or 1h.")
    if (interval := _span(text, where)) < SHORTEST_REPEAT:
        raise NotationError(f"{where} repeat at most once a minute: every 1m.")
    return interval


def _span(text: str, where: str) -> timedelta:
    digits = re.match(r"\s*(\d+)\s*", text)
    amount = int(digits.group(1)) if digits else 0
    unit = text[digits.end() if digits else 0 :][0].lower()
    if (span := amount * _UNITS[unit]) > LATEST_STEP:
        said = text.strip()
        raise NotationError(
            f"{where} {said} is too late to be of use. Write at most {LATEST_STEP.days}d."
        )
    return span


def _duration(span: timedelta) -> str:
    """In the largest unit that says it exactly; a day is 24h, as people on shifts say it."""
    days, rest = divmod(span, _UNITS["d"])
    if days > 1 and not rest:
        return f"{days}d"
    unit = next(unit for unit in ("h", "m", "s") if unit == "s" or not span % _UNITS[unit])
    return f"{span // _UNITS[unit]}{unit}"
