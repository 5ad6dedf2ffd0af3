"""Keeps background look-ups under Slack's rate, letting the first few through at once."""

import asyncio


class Pace:
    """So many a minute, after a burst (Slack's tier 4 is 100 a minute and more, with bursts)."""

    def __init__(self, per_minute: int, burst: int) -> None:
        self._interval = 60 / per_minute
        self._burst = burst
        self._free_at = float("-inf")

    async def wait(self) -> None:
        """Return when the next one may go."""
        now = asyncio.get_running_loop().time()
        earliest = now - self._burst * self._interval
        self._free_at = max(self._free_at, earliest) + self._interval
        await asyncio.sleep(self._free_at - now)
