"""Adaptive Cards kept within the size that Teams takes. Pure."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from foxo_bot.cards.card import Divider
from foxo_bot.cards.teams.buttons import VERSION, Pen
from foxo_bot.cards.teams.texts import SMALL, Json, rich

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
BYTES = 26_000
"""28 KB is the smallest size that Microsoft names for a message; the rest is for its envelope."""
_SHORTER = ((2500, 100), (600, 100), (120, 40), (120, 10))
_NEEDED = {"ActionSet": 1, "ColumnSet": 1, "Input.Text": 2, "Input.ChoiceSet": 2}
_NOTHING = rich(("Nothing to show.",), SMALL) or {}
_MORE = rich(("There is more than can be shown here.",), SMALL) or {}

Part = TypeVar("Part")


def adaptive(body: list[Json]) -> Json:
    """A card with this body; Teams shows nothing of one that is empty."""
    shown = body or [_NOTHING]
    return {"type": "AdaptiveCard", "$schema": SCHEMA, "version": VERSION, "body": shown}


def size(drawn_json: object) -> int:
    """Bytes as UTF-8, with the comma or bracket that follows."""
    return len(json.dumps(drawn_json, ensure_ascii=False).encode()) + 2


def fitted(
    parts: Sequence[Part], one: Callable[[Part, Pen], list[Json]], pen: Pen, *, room: int
) -> list[Json]:
    """All parts in so many bytes: long words are cut first, then elements left out."""
    body: list[Json] = []
    for longest, most in _SHORTER:
        body = _drawn(parts, one, replace(pen, longest=longest, options=most))
        if size(body) <= room:
            return body
    return _shortened(body, room - size(_MORE))


def _drawn(parts: Sequence[Part], one: Callable[[Part, Pen], list[Json]], pen: Pen) -> list[Json]:
    """Everything in order; a divider is a line above what follows it."""
    body: list[Json] = []
    divided = False
    for part in parts:
        if isinstance(part, Divider):
            divided = bool(body)
            continue
        elements = one(part, pen)
        if elements and divided:
            elements[0] = {**elements[0], "separator": True, "spacing": "Medium"}
            divided = False
        body += elements
    return body


def _shortened(body: list[Json], room: int) -> list[Json]:
    """What can be pressed is left out late, what is filled in never."""
    kept = [(size(element), element) for element in body]
    total, at = sum(one for one, _ in kept), len(kept)
    while total > room:
        spare = [i for i, (_, element) in enumerate(kept) if _need(element) < 2]
        if not spare:
            break
        at = min(spare, key=lambda i: (_need(kept[i][1]), -i))
        total -= kept.pop(at)[0]
    shown = [element for _, element in kept]
    return [*shown[:at], _MORE, *shown[at:]]


def _need(element: Json) -> int:
    return _NEEDED.get(element["type"], 0)
