"""People's words as Adaptive Card text that is never read as Markdown. Pure.

A TextRun is literal and keeps line breaks; a TextBlock is read as Markdown and loses them. Only a
TextBlock is promised to show an instant in the reader's time zone, so a line with an instant is
one where its words cannot be misread, and otherwise says the instant in UTC.
"""

import re
from datetime import UTC, datetime
from typing import Any

from foxo_bot.cards.card import Bold, Line, Link, Moment, Span
from foxo_bot.cards.lines import address, clean, cut_line, is_web, line_text, literal
from foxo_bot.cards.words import cut, instant

Json = dict[str, Any]

SMALL: Json = {"size": "Small", "isSubtle": True}
TITLE: Json = {"size": "Large", "weight": "Bolder"}

_FORMATTED = re.compile(r"(?<=\{)(?=\{(?:DATE|TIME)\()", re.IGNORECASE)
_MARKS = re.compile(r"[*_~`\\\[\]<>&{}|#$^=\n]|://|www\.|^\s*(?:[-+]|\d+[.)])")
_NEVER_AN_EDGE = "\u2060"


def plain(text: str, limit: int, *, otherwise: str = "-") -> str:
    """One line of 1 to `limit` characters for titles and labels (some clients format dates)."""
    shown = cut(" ".join(clean(text).split()), limit) or otherwise
    return _FORMATTED.sub(_NEVER_AN_EDGE, shown)


def has_marks(text: str) -> bool:
    """Whether Markdown would show the text as something else than it is."""
    return bool(_MARKS.search(text))


def runs(line: Line, look: Json | None = None) -> list[Json]:
    """The line as TextRuns, literal in every character."""
    return [run for span in line for run in _runs(span, look or {})]


def rich(line: Line, look: Json | None = None) -> Json | None:
    """A RichTextBlock; None where there is nothing to read."""
    if not line_text(line).strip():
        return None
    return {"type": "RichTextBlock", "inlines": runs(line, look)}


def texts(line: Line, limit: int, look: Json | None = None) -> list[Json]:
    """A line in at most `limit` characters, instants in the reader's own time where it is safe."""
    short = cut_line(line, limit)
    found = [_text(part, look or {}) for part in _parted(short)]
    elements = [element for element in found if element]
    return [{**e, "spacing": "None"} if later else e for later, e in enumerate(elements)]


def heading(words: str, limit: int) -> Json | None:
    """A title that screen readers announce as one, where Markdown leaves it as it is."""
    shown = cut(clean(words).strip(), limit)
    if not shown:
        return None
    if has_marks(shown):
        return rich((shown,), TITLE)
    return {"type": "TextBlock", "text": shown, "wrap": True, "style": "heading", **TITLE}


def _text(line: Line, look: Json) -> Json | None:
    if any(isinstance(span, Moment) for span in line):
        marked = _markdown(line)
        if marked is not None:
            return {"type": "TextBlock", "text": marked, "wrap": True, **look}
    return rich(line, look)


def _parted(line: Line) -> list[Line]:
    """Parted after the last line that has an instant, so that what follows cannot spoil it."""
    lines: list[list[Span]] = [[]]
    for span in line:
        first, *more = clean(span).split("\n") if isinstance(span, str) else [span]
        lines[-1].append(first)
        lines += [[words] for words in more]
    timed = [any(isinstance(span, Moment) for span in one) for one in lines]
    if len(lines) == 1 or not any(timed):
        return [line]
    until = len(timed) - timed[::-1].index(True)
    rest = [span for one in lines[until:] for span in ("\n", *one)][1:]
    return [*(tuple(one) for one in lines[:until]), tuple(rest)]


def _runs(span: Span, look: Json) -> list[Json]:
    extra: Json = {}
    words = literal(span)
    match span:
        case Bold():
            extra = {"weight": "Bolder"}
        case Moment(at):
            words = instant(at)
        case Link(_, url) if is_web(url):
            extra = {"selectAction": {"type": "Action.OpenUrl", "url": address(url)}}
        case _:
            pass
    pieces = _FORMATTED.split(clean(words))
    return [{"type": "TextRun", "text": piece, **look, **extra} for piece in pieces if piece]


def _markdown(line: Line) -> str | None:
    """The line as Markdown; None where that could be misread."""
    words = [clean(literal(span)) for span in line]
    if _MARKS.search("".join(words)):
        return None
    drawn = ""
    for position, span in enumerate(line):
        after = next((later for later in words[position + 1 :] if later), " ")
        piece = _marked(span, words[position], before=drawn[-1:] or " ", after=after[0])
        if piece is None:
            return None
        drawn += piece
    return drawn.strip()


def _marked(span: Span, words: str, *, before: str, after: str) -> str | None:
    match span:
        case Moment(at):
            return _in_own_time(at)
        case Link(_, url) if is_web(url):
            return f"[{words}]({_closed(url)})" if words.strip() else None
        case Bold() if words.strip():
            return _bold(words, before, after)
        case _:
            return words


def _bold(words: str, before: str, after: str) -> str | None:
    """Marks count only beside a space or a letter (CommonMark's flanking rule)."""
    core = words.strip()
    lead, tail = words[: words.index(core)], words[words.index(core) + len(core) :]
    opens = core[0].isalnum() or bool(lead) or before.isspace()
    closes = core[-1].isalnum() or bool(tail) or after.isspace()
    return f"{lead}**{core}**{tail}" if opens and closes else None


def _in_own_time(at: datetime) -> str:
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{{{{DATE({stamp},SHORT)}}}} {{{{TIME({stamp})}}}}"


def _closed(url: str) -> str:
    return address(url).replace("(", "%28").replace(")", "%29")
