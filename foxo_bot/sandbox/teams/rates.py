"""The connector's rate limits, by the sandbox's clock."""

from collections import deque
from dataclasses import dataclass, field

from foxo_bot.sandbox.clock import Clock

PER_THREAD = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
"""So many sends or creations in so many seconds, per conversation (Microsoft's rate-limit page)."""
READING_MEMBERS = ((14, 1.0), (16, 2.0), (120, 30.0), (3600, 3600.0))
"""The same for asking who is in a conversation."""
PER_TENANT = ((30, 1.0),)
"""30 in one version of that page, 50 in another."""


@dataclass(slots=True)
class Rates:
    """Off until `enforced`: on a clock that stands still an allowance never comes back."""

    clock: Clock
    enforced: bool = False
    _taken: dict[str, deque[float]] = field(default_factory=dict)

    def exceeded(self, tenant_id: str, thread: str, *, reads: bool = False) -> bool:
        """Whether one more call is too much; counted when it is not.

        `reads`: it asks for members, which has an allowance of its own.
        """
        if not self.enforced:
            return False
        allowed = READING_MEMBERS if reads else PER_THREAD
        lane = f"{'members' if reads else 'thread'} {thread}"
        lanes = ((f"tenant {tenant_id}", PER_TENANT), (lane, allowed))
        if any(self._full(lane, limits) for lane, limits in lanes):
            return True
        for lane, _ in lanes:
            self._taken.setdefault(lane, deque()).append(self.clock.seconds())
        return False

    def _full(self, lane: str, limits: tuple[tuple[int, float], ...]) -> bool:
        now, taken = self.clock.seconds(), self._taken.get(lane, deque())
        return any(sum(at > now - span for at in taken) >= most for most, span in limits)
