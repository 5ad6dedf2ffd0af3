"""Slack's rate limits: a tier for each method in each workspace, and posting to one channel."""

from collections import defaultdict, deque
from dataclasses import dataclass, field

from foxo_bot.sandbox.clock import Clock

WINDOW_SECONDS = 60.0
PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100, 5: 600}  # 5: chat.postMessage, "several hundred"
POSTS_BURST = 4  # Slack says "short bursts" without a number; this is a guess
POSTING = frozenset({"chat.postMessage", "chat.postEphemeral"})


@dataclass(slots=True)
class Rates:
    """Counts calls by the sandbox's clock; off unless `enforced`: a still clock never refills."""

    clock: Clock
    enforced: bool = False
    _calls: dict[tuple[str, str], deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _posts: dict[str, float] = field(default_factory=dict)

    def wait(self, *, team_id: str, method: str, tier: int, channel: str) -> int | None:
        """Seconds for Retry-After, or None when the call may go ahead (and is counted)."""
        if not self.enforced:
            return None
        now = self.clock.seconds()
        calls = self._calls[team_id, method]
        while calls and calls[0] <= now - WINDOW_SECONDS:
            calls.popleft()
        if len(calls) >= PER_MINUTE[tier]:
            return max(1, round(calls[0] + WINDOW_SECONDS - now))
        if method in POSTING:
            # The instant at which the channel's allowance would be whole again.
            whole_at = max(self._posts.get(channel, now), now)
            if whole_at - now > POSTS_BURST - 1:
                return 1
            self._posts[channel] = whole_at + 1
        calls.append(now)
        return None
