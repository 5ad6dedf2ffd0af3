"""What a transaction did that this process acts on once it has committed. Pure."""

from dataclasses import dataclass

from foxo_bot.model.nouns import Triage


@dataclass(frozen=True, slots=True)
class CaseSent:
    triage: Triage


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A team acknowledged, so many seconds after the case had reached it."""

    triage: Triage
    seconds: float


@dataclass(frozen=True, slots=True)
class EscalationStopped:
    """Nothing that is in hand for this recipient, or one person of it, may leave any more."""

    recipient_id: int
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class StepTaken:
    """An escalation took a step, so many seconds after it was due."""

    triage: Triage
    late: float


Happened = CaseSent | Acknowledged | EscalationStopped | StepTaken
