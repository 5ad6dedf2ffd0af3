"""The faults that the demo's page can switch on: each is a vendor having a bad day."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from foxo_bot.sandbox.cast import CAST
from foxo_bot.sandbox.faults import Fault
from foxo_bot.sandbox.story import Sandbox

UNREACHABLE = 30005
"""Twilio: unknown destination handset."""

STILL_DEAD = (
    "Texts arrive again. A number that failed meanwhile counts as out of order with the bot until "
    "its person tests it: Home, How I am reached, Test my number."
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One switch: its name in requests, and what stands beside it."""

    key: str
    label: str


TROUBLES = (
    Trouble("slack429", "Slack: too many requests (429)"),
    Trouble("slack500", "Slack: server error (500)"),
    Trouble("sms", "SMS: undeliverable"),
    Trouble("mail", "Mail: server down"),
)


@dataclass(slots=True)
class Switches:
    """What is switched on now."""

    sandbox: Sandbox
    on: set[str] = field(default_factory=set)
    _faults: dict[str, Fault] = field(default_factory=dict)

    async def turn(self, key: str) -> str:
        """Switch one on, or off again; answers what is to be known about it."""
        turning_on = key not in self.on
        acts: dict[str, Callable[[bool], Awaitable[None]]] = {
            "slack429": self._slack_429,
            "slack500": self._slack_500,
            "sms": self._sms,
            "mail": self._mail,
        }
        if key not in acts:
            return ""
        await acts[key](turning_on)
        (self.on.add if turning_on else self.on.discard)(key)
        return STILL_DEAD if key == "sms" and not turning_on else ""

    async def _slack_429(self, on: bool) -> None:
        self._slack("slack429", on, lambda: self.sandbox.slack.faults.rate_limited(retry_after=5))

    async def _slack_500(self, on: bool) -> None:
        self._slack("slack500", on, lambda: self.sandbox.slack.faults.broken(status=500))

    def _slack(self, key: str, on: bool, begin: Callable[[], Fault]) -> None:
        if on:
            self._faults[key] = begin()
        else:
            self.sandbox.slack.faults.on.remove(self._faults.pop(key))

    async def _sms(self, on: bool) -> None:
        for one in CAST:
            phone = self.sandbox.twilio.phone(one.phone)
            if on:
                phone.undeliverable(UNREACHABLE)
            else:
                phone.reachable()

    async def _mail(self, on: bool) -> None:
        await (self.sandbox.smtp.goes_down() if on else self.sandbox.smtp.comes_back())
