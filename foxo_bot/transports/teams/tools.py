"""What the parts of the Teams transport share, made once in `build`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from foxo_bot.edges.background import Background
from foxo_bot.handlers.ports import Front
from foxo_bot.transports.teams.connector import Connector
from foxo_bot.transports.teams.given import Given
from foxo_bot.transports.teams.inbound.heard import Heard
from foxo_bot.transports.teams.people import People
from foxo_bot.transports.teams.references import References
from foxo_bot.transports.teams.roster import Roster
from foxo_bot.transports.teams.sender import Sender
from foxo_bot.transports.teams.talk import Talk
from foxo_bot.transports.teams.timing import Timing


@dataclass(frozen=True, slots=True)
class Tools:
    """The Front, the connector, what was learnt of conversations and people, and the clock."""

    front: Front
    connector: Connector
    references: References
    people: People
    given: Given
    roster: Roster
    sender: Sender
    background: Background
    clock: Callable[[], datetime]
    timing: Timing

    def talk(self, heard: Heard) -> Talk:
        """The means to answer where an activity came from."""
        return Talk(
            heard=heard,
            connector=self.connector,
            sender=self.sender,
            background=self.background,
            patience=self.timing.answer,
            pauses=self.timing.say_again,
        )
