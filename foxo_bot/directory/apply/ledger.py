"""What applying a directory file changed: a sentence for the operator, an event for the trail."""

from dataclasses import dataclass, field
from datetime import datetime

from foxo_bot.store import events
from foxo_bot.store.db import Tx


@dataclass(slots=True)
class Ledger:
    """Collects the changes of one application, in the order in which they are made."""

    tx: Tx
    now: datetime
    changes: list[str] = field(default_factory=list)

    def add(self, organisation_id: int, sentence: str, what: str, **facts: str | int) -> None:
        """Note a change. `facts` are ids and names of teams, never contact details."""
        self.changes.append(sentence)
        event = events.Event(
            organisation_id, self.now, "directory_changed", "cli", data={"what": what, **facts}
        )
        events.append(self.tx, event)
