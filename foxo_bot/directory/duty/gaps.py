"""The hours in which nobody is on duty. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """From `starts_at` nobody is on duty until `ends_at`; None where the roster ends there."""

    starts_at: datetime
    ends_at: datetime | None


def between(
    hours: Iterable[tuple[datetime, datetime]], start: datetime, end: datetime
) -> Iterator[Gap]:
    """The gaps that begin, or go on, between two instants; `hours` are anybody's, in any order."""
    covered = start
    for starts_at, ends_at in sorted(hours):
        if starts_at > covered:
            if covered >= end:
                return
            yield Gap(covered, starts_at)
        covered = max(covered, ends_at)
    if covered < end:
        yield Gap(covered, None)
