"""A card as an email, for news of the program and of teams that holds nothing of a case. Pure.

Its buttons are left out: they only work in chat.
"""

from collections.abc import Iterator
from datetime import tzinfo
from html import escape

from foxo_bot.cards.card import Bold, Card, Line, Link, Moment, Note, Paragraph, Span
from foxo_bot.cards.notice import Mail


def card_mail(card: Card, zone: tzinfo) -> Mail:
    """With a plain and an HTML part that say the same; instants by the wall clock of `zone`."""
    lines = list(_lines(card))
    plain = "\n\n".join("".join(_plain(span, zone) for span in line) for line in lines)
    body = "".join(f"<p>{''.join(_html(span, zone) for span in line)}</p>" for line in lines)
    html = (
        '<!doctype html><html lang="en"><body style="font-family:sans-serif;font-size:16px">'
        f"{body}</body></html>"
    )
    return Mail(subject=" ".join(card.preview.split()), plain=f"{plain}\n", html=html)


def _lines(card: Card) -> Iterator[Line]:
    return (block.line for block in card.blocks if isinstance(block, Paragraph | Note))


def _plain(span: Span, zone: tzinfo) -> str:
    match span:
        case Bold(text):
            return text
        case Moment(at):
            return f"{at.astimezone(zone):%a %d %b %H:%M %Z}"
        case Link(text, url):
            return f"{text} ({url})"
        case str():
            return span


def _html(span: Span, zone: tzinfo) -> str:
    words = escape(_plain(span, zone)).replace("\n", "<br>")
    return f"<strong>{words}</strong>" if isinstance(span, Bold) else words
