"""An escalation policy as people write it: one step a line, "5m sms to leads every 5m". Pure."""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta

from foxo_bot.model.nouns import PERSONAL, Audience, Named, Naming, Step, Way, Whom

HELP = (
    "One step a line: when, how, to whom. For example: 2m dm to on-duty, or 5m sms, or 10m sms to "
    "members, leads every 5m, or 15m post, or 20m sms to @Lane Leed, team Cardiology. "
    "The line with exhausted tells the sender that nobody answered."
)
AUDIENCES = "members, leads, on-duty, sender, fallback, @ and a person's name, or team and its name"

_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
_DURATION = r"\d{1,5}\s*(?:s|sec|m|min|mins|minutes?|h|hours?|d|days?)\b"
_LINE = re.compile(rf"\s*({_DURATION})\s*(.*)", re.IGNORECASE)
_EXHAUSTED, _EVERY = "exhausted", "every"
_KEYWORDS = ("and", "to", _EVERY, _EXHAUSTED)
_QUOTES = '"“”'
_NAME_ENDS = rf"(?=\s*(?:[,+]|$)|\s+@|\s+(?:{'|'.join(_KEYWORDS)})(?:\s|$))"
_WORD = re.compile(
    rf"(?P<what>@|team\s+)\s*(?:[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)[{_QUOTES}]"
    rf"|(?P<bare>[^\s,+@{_QUOTES}][^,+{_QUOTES}]*?){_NAME_ENDS})"
    r"|(?P<word>[^\s,+]+)",
    re.IGNORECASE,
)
"""A person's or a team's name, in quotes where a word of the notation stands in it; or a word."""

LATEST_STEP = timedelta(days=90)
"""Later is of no use to anybody; `escalations.reached` counts its seconds in 32 bits."""

SHORTEST_REPEAT = timedelta(minutes=1)
_ALL_WHO_MUST_KNOW = (Audience.SENDER, Audience.LEADS, Audience.FALLBACK)
Find = Callable[[Named], Named]
"""Finds somebody by the name that is written; a ValueError says why that is not possible."""


class NotationError(ValueError):
    """A line that cannot be read; the text tells the person which one and what to write."""


def notation(steps: Iterable[Step]) -> str:
    """The steps as text that `parse_notation` reads back."""
    return "\n".join(_written(step) for step in steps)


def parse_notation(text: str, find: Find | None = None) -> tuple[Step, ...]:
    """The steps that the text says, in order of time; none for an empty text.

    Raises NotationError.
    """
    numbered = enumerate(text.splitlines(), start=1)
    steps = [_read(line, number, find) for number, line in numbered if line.strip()]
    return tuple(sorted(steps, key=lambda step: step.after))


def audience(text: str) -> Whom | None:
    """Whom one entry means, such as "on-duty", "@Lane Leed" or "team Cardiology"."""
    plain = " ".join(text.split())
    if plain.startswith("@") and plain[1:].strip():
        return Named(Naming.PERSON, plain[1:].strip())
    if plain.lower().startswith("team ") and plain[5:].strip():
        return Named(Naming.TEAM, plain[5:].strip())
    try:
        return Audience(plain.lower().replace("-", "_"))
    except ValueError:
        return None


def written(whom: Whom) -> str:
    """Whom a step is for, as it stands in a line; quotes within a name are left out."""
    if not isinstance(whom, Named):
        return whom.value.replace("_", "-")
    name = " ".join(re.sub(f"[{_QUOTES}]", "", whom.name).split())
    if re.search(r"[,+]|\B@", name) or set(name.lower().split()) & set(_KEYWORDS):
        name = f'"{name}"'
    return f"@{name}" if whom.what is Naming.PERSON else f"team {name}"


def _written(step: Step) -> str:
    words = [_duration(step.after)]
    words += [_EXHAUSTED] if step.exhausted else []
    if not (step.exhausted and step.by == PERSONAL):
        words.append(", ".join(way.value for way in step.by))
    if step.to != _usual(exhausted=step.exhausted):
        words.append("to " + ", ".join(written(whom) for whom in step.to))
    if step.every:
        words.append("every " + _duration(step.every))
    return " ".join(words)


def _read(line: str, number: int, find: Find | None) -> Step:
    where = f'Line {number}, "{line.strip()[:60]}":'
    found = _LINE.fullmatch(line)
    if not found:
        raise NotationError(f"{where} begin with a time, such as 2m, 1h or 2d.")
    after, rest = found.groups()
    named, every = _words(rest)
    exhausted = _EXHAUSTED in named
    named = [word for word in named if word != _EXHAUSTED]
    split = named.index("to") if "to" in named else len(named)
    by = tuple(_way(word, where) for word in named[:split])
    to = tuple(_whom(word, where, find) for word in named[split + 1 :])
    if not by and not exhausted:
        raise NotationError(f"{where} say how people are told: dm, sms, email or post.")
    return Step(
        after=_span(after, where),
        by=tuple(dict.fromkeys(by)) or PERSONAL,
        to=tuple(dict.fromkeys(to)) or _usual(exhausted=exhausted),
        every=_interval(every, where) if every is not None else None,
        exhausted=exhausted,
    )


def _words(rest: str) -> tuple[list[str | Named], str | None]:
    """What stands behind the time: words and names; and what stands behind the word every."""
    words: list[str | Named] = []
    for found in _WORD.finditer(rest):
        word = (found["word"] or "").lower()
        if word == _EVERY:
            return words, rest[found.end() :]
        if found["what"]:
            naming = Naming.PERSON if found["what"] == "@" else Naming.TEAM
            words.append(Named(naming, " ".join((found["quoted"] or found["bare"] or "").split())))
        elif word != "and":
            words.append(word)
    return words, None


def _usual(*, exhausted: bool) -> tuple[Whom, ...]:
    return _ALL_WHO_MUST_KNOW if exhausted else (Audience.MEMBERS,)


def _way(word: str | Named, where: str) -> Way:
    if isinstance(word, Named):
        raise NotationError(f"{where} write to before {written(word)}.")
    try:
        return Way(word)
    except ValueError:
        advice = "Write dm, sms, email or post."
        raise NotationError(f'{where} "{word}" is not a way. {advice}') from None


def _whom(word: str | Named, where: str, find: Find | None) -> Whom:
    if isinstance(word, Named):
        try:
            return find(word) if find else word
        except ValueError as error:
            raise NotationError(f"{where} {error}") from None
    whom = audience(word)
    if whom is None or isinstance(whom, Named):
        raise NotationError(f'{where} "{word}" is nobody known here. Write {AUDIENCES}.')
    return whom


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
    if not span:
        return "0m"
    days, rest = divmod(span, _UNITS["d"])
    if days > 1 and not rest:
        return f"{days}d"
    unit = next(unit for unit in ("h", "m", "s") if unit == "s" or not span % _UNITS[unit])
    return f"{span // _UNITS[unit]}{unit}"
