"""Cards and forms as plain text, to look for words in."""

from foxo_bot.cards.card import (
    Block,
    Buttons,
    Card,
    Divider,
    Facts,
    Field,
    Form,
    Heading,
    Item,
    Note,
    Paragraph,
    UserText,
)
from foxo_bot.cards.lines import line_text
from foxo_bot.cards.words import cut


def card_text(card: Card) -> str:
    """Everything a card shows, top to bottom; a button is its label in brackets."""
    return "\n".join(filter(None, map(_block, card.blocks)))


def form_text(form: Form) -> str:
    """Everything a form shows; a field is its label followed by a colon."""
    shown = [f"{part.label}:" if isinstance(part, Field) else _block(part) for part in form.content]
    return "\n".join(filter(None, [form.title, *shown]))


def _block(block: Block) -> str:
    shown = ""
    match block:
        case Heading(text):
            shown = text
        case UserText(text, limit):
            shown = cut(text, limit)
        case Paragraph(line) | Note(line):
            shown = line_text(line)
        case Facts(pairs):
            shown = "\n".join(f"{label}: {line_text(line)}" for label, line in pairs)
        case Buttons(buttons):
            shown = " ".join(f"[{button.label}]" for button in buttons)
        case Item(line, button):
            shown = f"{line_text(line)} [{button.label}]"
        case Divider():
            pass
    return shown
