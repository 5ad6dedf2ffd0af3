"""What all couriers of a process share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from foxo_bot.signing import Links
from foxo_bot.store.db import Database

LEASE = timedelta(seconds=60)
"""More than twice any transport's own time limit: what is begun in a lease's first half ends in it,
so that nobody takes over what is still being sent."""

SLOTS = 64
"""How many of one transport are being sent at once. So many more are drawn meanwhile, and wait for
a slot: what is claimed together is drawn together, and of one case much is the same for all."""

SAFETY = 5.0
"""Seconds after which the outbox is looked at even if nobody called."""


class Observer(Protocol):
    """Counts what is handed over."""

    def handed_over(self, transport: str, outcome: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Depot:
    """What all couriers of a process share; `safety` is in seconds."""

    database: Database
    links: Links
    clock: Callable[[], datetime]
    owner: str
    observer: Observer
    slots: int = SLOTS
    lease: timedelta = LEASE
    safety: float = SAFETY
