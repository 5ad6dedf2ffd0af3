"""A refusal as the person reads it: its docstring with the facts filled in. Pure."""

from datetime import datetime
from string import Formatter

from foxo_bot.cards.card import Line, Moment, Span
from foxo_bot.model import Refusal


def line(refusal: Refusal) -> Line:
    """The refusal's sentence; instants are shown in the reader's own time."""
    spans: list[Span] = []
    for text, name, _, _ in Formatter().parse(" ".join(refusal.template.split())):
        if text:
            spans.append(text)
        if name:
            fact = refusal.facts[name]
            spans.append(Moment(fact) if isinstance(fact, datetime) else fact)
    return tuple(spans)
