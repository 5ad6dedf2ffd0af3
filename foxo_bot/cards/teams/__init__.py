"""Neutral cards and forms as Adaptive Cards for Teams. Pure; nothing drawn is over its limits."""

from foxo_bot.cards.teams.forms import dialog, form_content, options
from foxo_bot.cards.teams.render import OPENS, VIEW, attachment, content, message, summary, tell

__all__ = [
    "OPENS",
    "VIEW",
    "attachment",
    "content",
    "dialog",
    "form_content",
    "message",
    "options",
    "summary",
    "tell",
]
