"""Each neutral block as Slack blocks, within the limits of Slack's block reference. Pure."""

from collections.abc import Iterator

from foxo_bot.cards.card import (
    Block,
    Bold,
    Button,
    Buttons,
    Confirm,
    Divider,
    Facts,
    Heading,
    Item,
    Note,
    Paragraph,
    Tone,
    UserText,
)
from foxo_bot.cards.lines import clean, cut_line, line_text
from foxo_bot.cards.slack.texts import (
    SECTION,
    Json,
    plain,
    rich_text,
    text_object,
)
from foxo_bot.cards.words import cut

HEADER, FIELD, FIELDS, ACTIONS = 150, 2000, 10, 25
BUTTON_TEXT, BUTTON_VALUE, URL, ID = 75, 2000, 3000, 255
_STYLES = {Tone.GOOD: "primary", Tone.DANGER: "danger"}


def drawn(block: Block, longest: int = SECTION) -> list[Json]:
    """The Slack blocks of one neutral block; none for an empty one.

    `longest` cuts people's words further where the whole would be too large.
    """
    match block:
        case Buttons(buttons):
            return [{"type": "actions", "elements": row} for row in _rows(buttons)]
        case Item(line, button):
            shown = text_object(line, longest)
            return [{"type": "section", "text": shown, "accessory": button_element(button)}]
        case Facts():
            return list(_facts(block, min(FIELD, longest)))
        case Divider():
            return [{"type": "divider"}]
        case _:
            return [found] if (found := _words(block, longest)) else []


def _words(block: Heading | Paragraph | UserText | Note, longest: int) -> Json | None:
    match block:
        case Heading(text):
            return {"type": "header", "text": plain(text, min(HEADER, longest))}
        case Paragraph(line):
            return rich_text(cut_line(line, longest))
        case UserText(text, limit):
            return rich_text((cut(clean(text).strip(), min(limit, longest)),))
        case Note(line) if line_text(line).strip():
            return {"type": "context", "elements": [text_object(line, longest)]}
        case _:
            return None


def button_element(button: Button) -> Json:
    """A button; its `action_id` is what the press is called."""
    element: Json = {
        "type": "button",
        "action_id": button.action[:ID] or "none",
        "text": plain(button.label, BUTTON_TEXT),
    }
    if button.value:
        element["value"] = button.value[:BUTTON_VALUE]
    if button.url and len(button.url) <= URL:
        element["url"] = button.url
    if button.tone in _STYLES:
        element["style"] = _STYLES[button.tone]
    if button.confirm:
        element["confirm"] = _confirm(button.confirm, button.tone)
    return element


def _facts(facts: Facts, longest: int) -> Iterator[Json]:
    fields = [
        text_object((Bold(label), "\n", *cut_line(line, longest - 200)), longest)
        for label, line in facts.pairs
    ]
    for start in range(0, len(fields), FIELDS):
        yield {"type": "section", "fields": fields[start : start + FIELDS]}


def _rows(buttons: tuple[Button, ...]) -> Iterator[list[Json]]:
    """Rows of buttons: an `action_id` may stand only once in one block."""
    row: dict[str, Json] = {}
    for button in buttons:
        element = button_element(button)
        if element["action_id"] in row or len(row) == ACTIONS:
            yield list(row.values())
            row = {}
        row[element["action_id"]] = element
    if row:
        yield list(row.values())


def _confirm(confirm: Confirm, tone: Tone) -> Json:
    drawn_confirm = {
        "title": plain(confirm.title, 100),
        "text": plain(confirm.text, 300),
        "confirm": plain(confirm.yes, 30, otherwise="Yes"),
        "deny": plain(confirm.no, 30, otherwise="Go back"),
    }
    return drawn_confirm | ({"style": _STYLES[tone]} if tone in _STYLES else {})
