"""How long the Slack transport waits for things; tests shorten them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """All in seconds. Slack wants an answer within 3 s, so `answer` leaves room for the commit."""

    request: float = 10.0
    connect: float = 5.0
    download: float = 60.0
    answer: float = 2.0
    retry_first: float = 1.0
    retry_most: float = 60.0
    link: float = 5.0
    roster_every: float = 3600.0
    roster_settles: float = 2.0
    profile_keeps: float = 24 * 3600.0
    lookups_per_minute: int = 90
    lookups_at_once: int = 50
    stop: float = 5.0
