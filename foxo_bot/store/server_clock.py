"""The database server's clock, as far as this machine can tell it.

Several machines work on one server, and their own clocks may be wrong, or be set while they work.
So they are not asked: between two answers of the server time is counted by a counter that nobody
can set.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from foxo_bot.edges.clock import machine_clock

Counter = Callable[[], float]


def _counter() -> Counter:
    """Seconds since some instant; where the system can tell, those of a machine's sleep as well."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic if boot is None else lambda: time.clock_gettime(boot)


class ServerClock:
    """Says the server's time; until it was asked first, this machine's."""

    def __init__(self, counter: Counter | None = None) -> None:
        self.counter = counter or _counter()
        self._told: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        if self._told is None:
            return machine_clock()
        base, since = self._told
        return base + timedelta(seconds=self.counter() - since)

    def heard(self, said: datetime, *, asked: float, answered: float) -> None:
        """The server said its time at some moment between two readings of the counter.

        What is believed already is kept where that does not contradict it: a slow answer says
        little, and a clock that trembles would be worse than one that is a little off.
        """
        latest = said + timedelta(seconds=answered - asked)
        if self._told is not None:
            base, since = self._told
            if said <= base + timedelta(seconds=answered - since) <= latest:
                return
        self._told = (said + (latest - said) / 2, answered)
