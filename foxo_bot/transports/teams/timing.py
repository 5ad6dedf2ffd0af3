"""How long the Teams transport waits for things; tests shorten them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """All in seconds. Teams wants an invoke answered within 5 s, so look-ups give up early;
    a message within 15 s, which is what fetching a file may take."""

    request: float = 10.0
    connect: float = 5.0
    answer: float = 2.0
    say_again: tuple[float, ...] = (1.0, 3.0, 10.0)
    look_up: float = 2.0
    file: float = 8.0
    keys_keep: float = 24 * 3600.0
    keys_again: float = 300.0
    keys_retry: float = 5.0
    token_early: float = 300.0
    roster_every: float = 3600.0
    roster_settles: float = 2.0
    profile_keeps: float = 24 * 3600.0
    stop: float = 5.0
