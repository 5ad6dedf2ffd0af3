"""What every platform's renderer does with lines of people's words, before any markup. Pure."""

import re
from datetime import UTC, tzinfo
from urllib.parse import quote

from foxo_bot.cards.card import Bold, Line, Link, Moment, Span
from foxo_bot.cards.words import cut, instant

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_URL_SAFE = ":/?#[]@!$&'()*+,;=%-._~"


def clean(text: str) -> str:
    """The text with plain line breaks and without the control characters that platforms refuse."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def literal(span: Span) -> str:
    """The words of a span; an instant has none of its own."""
    match span:
        case Bold(text) | Link(text, _):
            return text
        case Moment():
            return ""
        case str():
            return span


def cut_line(line: Line, limit: int) -> Line:
    """The line in at most `limit` characters of people's words."""
    kept: list[Span] = []
    room = limit
    for span in line:
        words = literal(span)
        if len(words) > room:
            short = cut(words, room) if room else ""
            return (*kept, Bold(short) if isinstance(span, Bold) else short)
        kept.append(span)
        room -= len(words)
    return tuple(kept)


def line_text(line: Line, zone: tzinfo = UTC) -> str:
    """A line without any markup; instants are told in `zone`, which is named beside them."""
    return "".join(_span(span, zone) for span in line)


def is_web(url: str) -> bool:
    """Whether a link may be drawn as one: anything but the web is only text."""
    return url.startswith(("https://", "http://"))


def address(url: str) -> str:
    """The address with what no URL may hold escaped."""
    return quote(url, safe=_URL_SAFE)


def _span(span: Span, zone: tzinfo) -> str:
    match span:
        case Bold(text):
            return text
        case Moment(at):
            return instant(at, zone)
        case Link(text, url):
            return f"{text} ({url})"
        case str():
            return span
