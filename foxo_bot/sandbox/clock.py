"""The stand-ins' clock, which a test or the demo page winds as it likes."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Time in the sandbox: runs at `rate` times real time (0 stands still), and can be advanced."""

    def __init__(self, start: datetime | None = None, *, rate: float = 1.0) -> None:
        self._base = start or datetime.now(UTC)  # noqa: TID251 - the sandbox is an edge
        self._since = time.monotonic()
        self._rate = rate

    @property
    def rate(self) -> float:
        """How many sandbox seconds pass in a real one."""
        return self._rate

    @rate.setter
    def rate(self, rate: float) -> None:
        self._base, self._since, self._rate = self.now(), time.monotonic(), rate

    def now(self) -> datetime:
        """The sandbox's time, aware, in UTC."""
        return self._base + timedelta(seconds=(time.monotonic() - self._since) * self._rate)

    def advance(self, by: timedelta) -> datetime:
        """Jump forward and answer the new time."""
        self._base += by
        return self.now()

    def seconds(self) -> float:
        """The sandbox's time as seconds since the epoch."""
        return self.now().timestamp()


def wall_seconds() -> float:
    """Real time: receivers check signatures against their own clock, not the sandbox's."""
    return time.time()  # noqa: TID251 - the sandbox is an edge
