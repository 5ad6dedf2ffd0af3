"""A payload with what the transport already knows about where it came from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from foxo_bot.edges.payload import Json
from foxo_bot.handlers.news import Profile

NAME = "slack"
"""The name of this transport in every Interaction, Place and News."""


def _nobody(_user: str) -> Profile | None:
    return None


@dataclass(frozen=True, slots=True)
class Heard:
    """`via` is the workspace whose installation heard it; `known` a profile looked up before."""

    body: Json
    via: str
    now: datetime
    bot_user: str = ""
    url: str = ""
    known: Callable[[str], Profile | None] = _nobody
