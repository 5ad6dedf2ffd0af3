"""What a team decides besides its steps: who must acknowledge, when it is asked whether somebody
is still on it, and its quiet hours. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from foxo_bot.model.nouns import Triage

ANY, ALL = 1, 0
"""How many must acknowledge: one is enough, or every member."""

MOST = 50
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the team's own wall clock; those that end before they begin go past midnight."""

    begins: time
    ends: time

    def holds(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether the instant falls into them."""
        wall = at.astimezone(zone).time()
        if self.begins < self.ends:
            return self.begins <= wall < self.ends
        return wall >= self.begins or wall < self.ends

    def until(self, at: datetime, zone: ZoneInfo) -> datetime:
        """The first instant, from `at` on, that does not fall into them.

        Minute by minute: so it is right where a clock is put forward or back among them.
        """
        if not self.holds(at, zone):
            return at
        at = at.replace(second=0, microsecond=0)
        while self.holds(at, zone):
            at += _MINUTE
        return at

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """`ask` after an acknowledgement that nothing followed, then `lapse` after the question."""

    ask: timedelta
    lapse: timedelta


FOLLOW_UP: Mapping[Triage, FollowUp | None] = {
    Triage.URGENT: FollowUp(timedelta(minutes=30), timedelta(minutes=15)),
    Triage.HIGH: None,
    Triage.NORMAL: None,
}
"""The default: only an Urgent case is asked after."""


@dataclass(frozen=True, slots=True)
class Rules:
    """A triage that is left out has the default: ANY acknowledges, FOLLOW_UP asks."""

    quiet: Quiet | None = None
    acknowledged_by: Mapping[Triage, int] = field(default_factory=dict)
    follow_up: Mapping[Triage, FollowUp | None] = field(default_factory=dict)

    def must_acknowledge(self, triage: Triage) -> int:
        return self.acknowledged_by.get(triage, ANY)

    def asks(self, triage: Triage) -> FollowUp | None:
        return self.follow_up.get(triage, FOLLOW_UP[triage])

    def quiet_for(self, triage: Triage) -> Quiet | None:
        """Nothing is ever quiet for an Urgent case."""
        return None if triage is Triage.URGENT else self.quiet


def to_json(rules: Rules) -> dict[str, Any]:
    """What is stored: only what differs from leaving it out."""
    stored: dict[str, Any] = {}
    if rules.quiet:
        stored["quiet"] = str(rules.quiet)
    if rules.acknowledged_by:
        stored["acknowledged_by"] = {t.value: n for t, n in rules.acknowledged_by.items()}
    if rules.follow_up:
        stored["follow_up"] = {
            triage.value: [int(asks.ask.total_seconds()), int(asks.lapse.total_seconds())]
            if asks
            else None
            for triage, asks in rules.follow_up.items()
        }
    return stored


def from_json(stored: Mapping[str, Any] | None) -> Rules:
    stored = stored or {}
    quiet = stored.get("quiet")
    return Rules(
        quiet=Quiet(*(time.fromisoformat(part) for part in quiet.split("-"))) if quiet else None,
        acknowledged_by={Triage(t): n for t, n in stored.get("acknowledged_by", {}).items()},
        follow_up={
            Triage(triage): FollowUp(*(timedelta(seconds=span) for span in spans))
            if spans
            else None
            for triage, spans in stored.get("follow_up", {}).items()
        },
    )
