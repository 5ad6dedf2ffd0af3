"""People's words as Slack text that is never read as markup. Pure.

mrkdwn can escape `&`, `<` and `>` only. Words that hold any of its other marks are therefore drawn
as plain text where Slack takes no rich text; rich text is literal by itself.
"""

import re
from typing import Any

from foxo_bot.cards.card import Bold, Line, Link, Moment, Span
from foxo_bot.cards.lines import address, clean, is_web, line_text, literal
from foxo_bot.cards.words import cut, instant

Json = dict[str, Any]

DATE_FORMAT = "{date_short_pretty} {time}"
SECTION = 3000
"""Longest text of a section (docs.slack.dev, section block)."""

_MARKS = re.compile(r"[*_~`]|:[\w+'-]+:|^\s*>", re.MULTILINE)


def escaped(text: str) -> str:
    """Slack's three escapes: without them `<!channel>` would call everybody."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str, limit: int, *, otherwise: str = "-") -> Json:
    """A plain_text object of 1 to `limit` characters."""
    shown = cut(clean(text).strip(), limit) or otherwise
    return {"type": "plain_text", "text": shown, "emoji": False}


def text_object(line: Line, limit: int = SECTION) -> Json:
    """A line as mrkdwn where that cannot be misread, as plain text where it could be."""
    words = "".join(clean(literal(span)) for span in line)
    drawn = mrkdwn(line).strip()
    if not drawn or len(drawn) > limit or _MARKS.search(words):
        return plain(line_text(line), limit)
    return {"type": "mrkdwn", "text": drawn, "verbatim": True}


def mrkdwn(line: Line) -> str:
    """A line with Slack's marks for bold, instants and links, everything else escaped."""
    return "".join(_mrkdwn(span) for span in line)


def rich_text(line: Line) -> Json | None:
    """A rich_text block, literal in every character; None where there is nothing to draw."""
    leaves = [leaf for leaf in map(_leaf, line) if leaf]
    if not any(leaf["type"] != "text" or leaf["text"].strip() for leaf in leaves):
        return None
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": leaves}],
    }


def _mrkdwn(span: Span) -> str:
    match span:
        case Bold(text):
            words = escaped(clean(text).strip())
            return f"*{words}*" if words and "\n" not in words else words
        case Moment(at):
            return f"<!date^{int(at.timestamp())}^{DATE_FORMAT}|{instant(at)}>"
        case Link(text, url):
            return f"<{address(url)}|{escaped(clean(text))}>" if is_web(url) else escaped(text)
        case str():
            return escaped(clean(span))


def _leaf(span: Span) -> Json | None:
    match span:
        case Moment(at):
            seconds = int(at.timestamp())
            return {
                "type": "date",
                "timestamp": seconds,
                "format": DATE_FORMAT,
                "fallback": instant(at),
            }
        case Link(text, url) if is_web(url) and clean(text).strip():
            return {"type": "link", "url": address(url), "text": clean(text)}
        case _:
            return _text_leaf(clean(literal(span)), bold=isinstance(span, Bold))


def _text_leaf(words: str, *, bold: bool) -> Json | None:
    if not words:
        return None
    return {"type": "text", "text": words} | ({"style": {"bold": True}} if bold else {})
