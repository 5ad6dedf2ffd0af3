"""Slack: the only folder that knows Slack's SDKs. It translates both ways and decides nothing."""

from foxo_bot.transports.slack.build import build
from foxo_bot.transports.slack.check import check
from foxo_bot.transports.slack.timing import Timing
from foxo_bot.transports.slack.transport import SlackTransport

__all__ = ["SlackTransport", "Timing", "build", "check"]
