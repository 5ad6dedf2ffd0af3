"""Whole messages, views and answers for Slack, fitted to its limits. Pure."""

import json
from collections.abc import Sequence
from functools import cache

from foxo_bot.cards.card import Block, Card, Field, Form, Line, Option, Paragraph
from foxo_bot.cards.lines import clean, cut_line
from foxo_bot.cards.slack.blocks import ID, drawn
from foxo_bot.cards.slack.inputs import field_block, option_objects
from foxo_bot.cards.slack.texts import (
    SECTION,
    Json,
    escaped,
    mrkdwn,
    plain,
    text_object,
)
from foxo_bot.cards.words import cut

MESSAGE_BLOCKS, VIEW_BLOCKS, VIEW_TITLE = 50, 100, 24
MESSAGE_BYTES = 80_000
"""Slack names no number for msg_blocks_too_long; far longer than anybody reads."""
VIEW_BYTES = 240_000
"""Slack refuses a view over 250 KB; the rest is for its title and the ids that it keeps."""
KEPT = 3000
PREVIEW = 600
_LENGTHS = (SECTION, 600, 120)
_NEEDED = {"actions": 1, "input": 2}
_NOTHING = {"type": "context", "elements": [text_object(("Nothing to show.",))]}
_MORE = {"type": "context", "elements": [text_object(("There is more than can be shown here.",))]}


def message(card: Card) -> Json:
    """A message's `text` (what notifications show) and `blocks`, shared: nobody changes it."""
    return _once(card) if card.fixed else _message(card)


@cache
def _once(card: Card) -> Json:
    return _message(card)


def _message(card: Card) -> Json:
    return {
        "text": escaped(cut(clean(card.preview).strip(), PREVIEW)) or "Foxo Bot",
        "blocks": _fitted(card.blocks, most=MESSAGE_BLOCKS, most_bytes=MESSAGE_BYTES),
    }


def tell(line: Line) -> Json:
    """A short answer to one person, as a message."""
    blocks = _fitted((Paragraph(line),), most=MESSAGE_BLOCKS, most_bytes=MESSAGE_BYTES)
    return {"text": mrkdwn(cut_line(line, PREVIEW)).strip() or "Foxo Bot", "blocks": blocks}


def view(form: Form) -> Json:
    """A modal. What the form keeps must fit in 3000 characters: ids do, and data must not."""
    modal: Json = {
        "type": "modal",
        "callback_id": form.id[:ID],
        "title": plain(form.title, VIEW_TITLE, otherwise="Foxo Bot"),
        "close": plain(form.close, VIEW_TITLE, otherwise="Close"),
        "private_metadata": _kept(form),
        "blocks": _page(form.content),
    }
    return modal | ({"submit": plain(form.submit, VIEW_TITLE)} if form.submit else {})


def home(card: Card) -> Json:
    """The App Home tab."""
    return {"type": "home", "blocks": _page(card.blocks)}


def options(found: Sequence[Option]) -> Json:
    """The answer to a searchable field that asked what to offer."""
    return {"options": option_objects(found)}


def _page(content: Sequence[Block | Field]) -> list[Json]:
    blocks = _fitted(content, most=VIEW_BLOCKS, most_bytes=VIEW_BYTES)
    return blocks or [_NOTHING]  # Slack refuses a view without blocks


def _kept(form: Form) -> str:
    kept = json.dumps(dict(form.keeps), separators=(",", ":"))
    return kept if len(kept) <= KEPT else "{}"


def _fitted(content: Sequence[Block | Field], *, most: int, most_bytes: int) -> list[Json]:
    """All of it in so many blocks and bytes: long words are cut first, then blocks left out."""
    for longest in _LENGTHS:
        blocks = _shortened([block for part in content for block in _drawn(part, longest)], most)
        if _size(blocks) <= most_bytes:
            return blocks
    while _size(blocks) > most_bytes:
        blocks = _shortened(blocks, len(blocks) - 1)
    return blocks


def _drawn(part: Block | Field, longest: int) -> list[Json]:
    return [field_block(part)] if isinstance(part, Field) else drawn(part, longest)


def _shortened(blocks: list[Json], most: int) -> list[Json]:
    """At most so many blocks; what can be pressed is left out late, what is filled in last."""
    if len(blocks) <= most:
        return blocks
    kept = [block for block in blocks if block != _MORE]
    at = len(kept)
    while len(kept) > most - 1:
        at = min(range(len(kept)), key=lambda i: (_NEEDED.get(kept[i]["type"], 0), -i))
        del kept[at]
    return [*kept[:at], _MORE, *kept[at:]]


def _size(blocks: list[Json]) -> int:
    return len(json.dumps(blocks))
