"""Each neutral block as Adaptive Card elements. Pure."""

from collections.abc import Sequence

from foxo_bot.cards.card import (
    Block,
    Bold,
    Buttons,
    Divider,
    Facts,
    Heading,
    Item,
    Line,
    Note,
    Paragraph,
    UserText,
)
from foxo_bot.cards.lines import clean
from foxo_bot.cards.teams.buttons import Pen, action, rows
from foxo_bot.cards.teams.texts import SMALL, Json, heading, rich, texts
from foxo_bot.cards.words import cut
from foxo_bot.model import Triage

TITLE, FACT = 150, 600
_SIDE_BY_SIDE = 2
_COLOURS = {Triage.URGENT: "attention", Triage.HIGH: "warning", Triage.NORMAL: "accent"}
"""Teams has red, yellow and blue under these names, light or dark as the reader's screen."""


def drawn(block: Block, pen: Pen) -> list[Json]:
    """The elements of one neutral block; none for an empty one."""
    match block:
        case Buttons(buttons):
            return rows(buttons, pen)
        case Item(line, button):
            words = _column(texts(line, pen.longest), width="stretch")
            press = {"type": "ActionSet", "actions": [action(button, pen)]}
            return [_columns([words, _column([press], width="auto")])]
        case Facts(pairs):
            return _facts(pairs, pen)
        case Divider():
            return []
        case _:
            return _words(block, pen.longest)


def _words(block: Heading | Paragraph | UserText | Note, longest: int) -> list[Json]:
    match block:
        case Heading(words, triage):
            found = heading(words, min(TITLE, longest))
            if found and triage:
                band = {"type": "Container", "style": _COLOURS[triage], "bleed": True}
                found = {**band, "items": [found]}
        case UserText(words, limit):
            found = rich((cut(clean(words).strip(), min(limit, longest)),))
        case Paragraph(line):
            return texts(line, longest)
        case Note(line):
            return texts(line, longest, SMALL)
    return [found] if found else []


def _facts(pairs: Sequence[tuple[str, Line]], pen: Pen) -> list[Json]:
    """Two beside each other. (A FactSet would read its values as Markdown.)"""
    limit = min(FACT, pen.longest)
    columns = [
        _column(texts((Bold(label),), limit, SMALL) + texts(line, limit), width="stretch")
        for label, line in pairs
    ]
    return [
        _columns(columns[start : start + _SIDE_BY_SIDE])
        for start in range(0, len(columns), _SIDE_BY_SIDE)
    ]


def _columns(columns: list[Json]) -> Json:
    return {"type": "ColumnSet", "columns": columns}


def _column(items: list[Json], *, width: str) -> Json:
    shown = [{**item, "spacing": "None"} if later else item for later, item in enumerate(items)]
    return {"type": "Column", "width": width, "items": shown}
