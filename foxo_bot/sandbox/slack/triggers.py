"""Trigger ids: the short permission to open a view that comes with a person's act."""

from dataclasses import dataclass, field

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.slack.errors import SlackError

VALID_SECONDS = 3.0


@dataclass(slots=True)
class Trigger:
    """Who acted, when, for which installation, and inside which modal if any."""

    user_id: str
    installed_team_id: str
    at: float
    view_id: str | None = None
    used: bool = False


@dataclass(slots=True)
class Triggers:
    """All trigger ids given out; each is good once, for three seconds."""

    clock: Clock
    issued: dict[str, Trigger] = field(default_factory=dict)

    def issue(self, user_id: str, installed_team_id: str, view_id: str | None = None) -> str:
        """A fresh trigger id."""
        number = len(self.issued) + 1
        trigger_id = f"{7_000_000_000 + number}.{installed_team_id}.{number:032x}"
        now = self.clock.seconds()
        self.issued[trigger_id] = Trigger(user_id, installed_team_id, now, view_id)
        return trigger_id

    def use(self, trigger_id: str, installed_team_id: str) -> Trigger:
        """Spend a trigger id; raises Slack's errors when it is unknown, old or spent."""
        trigger = self.issued.get(trigger_id)
        if trigger is None or trigger.installed_team_id != installed_team_id:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self.clock.seconds() - trigger.at > VALID_SECONDS:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger
