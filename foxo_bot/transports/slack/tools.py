"""What the parts of the Slack transport share, made once in `build`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from foxo_bot.edges.background import Background
from foxo_bot.handlers.ports import Front
from foxo_bot.transports.slack.calls import Web
from foxo_bot.transports.slack.people import People
from foxo_bot.transports.slack.timing import Timing
from foxo_bot.transports.slack.workspaces import Workspaces


@dataclass(frozen=True, slots=True)
class Tools:
    """The Front, Slack's Web API, the installations, and the clock."""

    front: Front
    web: Web
    workspaces: Workspaces
    people: People
    background: Background
    clock: Callable[[], datetime]
    timing: Timing
