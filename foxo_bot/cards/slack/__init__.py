"""Neutral cards and forms as Slack's Block Kit. Pure; nothing drawn is ever over Slack's limits."""

from foxo_bot.cards.slack.render import home, message, options, tell, view

__all__ = ["home", "message", "options", "tell", "view"]
