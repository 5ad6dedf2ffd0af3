"""Teams: the only folder that knows Microsoft's SDKs. It translates both ways, decides nothing."""

from foxo_bot.transports.teams.build import build
from foxo_bot.transports.teams.check import check
from foxo_bot.transports.teams.timing import Timing
from foxo_bot.transports.teams.transport import TeamsTransport

__all__ = ["TeamsTransport", "Timing", "build", "check"]
