"""Slack: the only folder that knows Slack's SDKs. It translates both ways and decides nothing."""

from foxo_bot.transports.slack.build import build
from foxo_bot.transports.slack.check import Named, check
from foxo_bot.transports.slack.installations import INSTALLATION
from foxo_bot.transports.slack.timing import Timing
from foxo_bot.transports.slack.transport import SlackTransport

__all__ = ["INSTALLATION", "Named", "SlackTransport", "Timing", "build", "check"]
