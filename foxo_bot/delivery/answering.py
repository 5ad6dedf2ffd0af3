"""Whether a vendor takes anything at all, as the newest attempts show."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from foxo_bot.cards.notice import spoken_age
from foxo_bot.cards.words import counted
from foxo_bot.delivery.record import Ending
from foxo_bot.delivery.transport import Sent, TryLater, Undeliverable

ENOUGH = 4
"""So many failures in a row are no accident of one message."""

NOT_TRIED = timedelta(minutes=5)
"""After so long without an attempt nothing is known: what fails is tried again each minute."""


@dataclass(slots=True)
class Answering:
    """The attempts that failed in a row: how many, since when, and when the newest was."""

    failed: int = 0
    since: datetime | None = None
    newest: datetime | None = None

    def note(self, ending: Ending, now: datetime) -> None:
        """A refusal is an answer too, and so is a rate limit, which says when to come again."""
        if isinstance(ending, Sent | Undeliverable):
            self.failed, self.since = 0, None
        elif isinstance(ending, TryLater) and ending.after is None:
            self.failed, self.since, self.newest = self.failed + 1, self.since or now, now

    def trouble(self, now: datetime) -> str | None:
        """What is wrong, for whoever runs the program; None where it answers or nobody asked."""
        if self.since is None or self.newest is None or self.failed < ENOUGH:
            return None
        if now - self.newest > NOT_TRIED:
            return None
        attempts = counted(self.failed, "attempt", "attempts")
        return f"Nothing gets through: {attempts} failed in {spoken_age(now - self.since)}."
