"""Messages for Teams. Pure."""

from foxo_bot.cards.card import Card, Line, Paragraph
from foxo_bot.cards.lines import clean, cut_line, line_text
from foxo_bot.cards.teams.blocks import drawn
from foxo_bot.cards.teams.buttons import Pen
from foxo_bot.cards.teams.fitting import BYTES, adaptive, fitted
from foxo_bot.cards.teams.texts import Json
from foxo_bot.cards.words import cut

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
PREVIEW = 200
VIEW = "view"
"""The verb by which a reader's own view of a card is asked for."""
OPENS = frozenset(
    {
        "reply",
        "share",
        "decline",
        "retriage",
        "details",
        "new_case",
        "case_for",
        "case_with",
        "new_patient",
        "edit_policy",
        "edit_rules",
        "preview",
        "enter_code",
        "own_number",
        "wishes",
    }
)
"""The presses that a dialog answers: Teams must be told so on the button."""


def message(card: Card, *, opens: frozenset[str] = OPENS) -> Json:
    """An activity with the card alone: Teams splits a text from it, and then gives no id.

    `summary` is what notifications show.
    """
    return {
        "type": "message",
        "summary": summary(card),
        "attachments": [attachment(content(card, opens=opens))],
    }


def tell(line: Line) -> Json:
    """A short answer, as a message."""
    return message(Card(line_text(cut_line(line, PREVIEW)), (Paragraph(line),)))


def content(card: Card, *, opens: frozenset[str] = OPENS) -> Json:
    """The Adaptive Card of a message; presses named in `opens` open a dialog."""
    shown: Json = {"fallbackText": summary(card), "msteams": {"width": "Full"}}
    if card.personal:
        shown["refresh"] = {"action": _own_view(card.personal)}
    return adaptive(fitted(card.blocks, drawn, Pen(opens), room=BYTES)) | shown


def _own_view(value: str) -> Json:
    """Asks for the reader's own view as the card comes into their sight.

    Without a list of users Teams asks in conversations of up to 60 people; in larger ones, and in
    clients that know nothing of it, the card as it is serves everybody.
    """
    data = {"verb": VIEW, "post": value}
    return {"type": "Action.Execute", "title": "Refresh", "verb": VIEW, "data": data}


def summary(card: Card) -> str:
    """What a lock screen shows."""
    return cut(" ".join(clean(card.preview).split()), PREVIEW) or "Foxo Bot"


def attachment(card: Json) -> Json:
    """An Adaptive Card as Teams attaches it to a message or a dialog."""
    return {"contentType": CARD_TYPE, "content": card}
