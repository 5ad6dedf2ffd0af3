"""What the layers below tell whoever counts: plain numbers, never data of people. Pure."""

from typing import Protocol

from foxo_bot.model.nouns import Triage


class Observer(Protocol):
    """Hears of everything that is counted."""

    def case_sent(self, triage: Triage) -> None:
        """A case was submitted."""
        ...

    def acknowledged(self, triage: Triage, seconds: float) -> None:
        """A team acknowledged, so many seconds after the case had reached it."""
        ...

    def handed_over(self, transport: str, outcome: str) -> None:
        """An attempt to send ended: `outcome` is sent, later, undeliverable or dropped."""
        ...

    def step_taken(self, triage: Triage, late: float) -> None:
        """A step of an escalation was taken, `late` seconds after it was due."""
        ...
