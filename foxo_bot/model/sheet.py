"""Everything there is to show of one case, gathered for drawing. Pure."""

from dataclasses import dataclass
from datetime import datetime

from foxo_bot.model.files import Attachment
from foxo_bot.model.nouns import (
    Case,
    PatientCard,
    Recipient,
    State,
    Way,
)


@dataclass(frozen=True, slots=True)
class RecipientSheet:
    """One receiving team's line. `changed_by` did the last move; times are aware UTC.

    `confirms_close` is the receiving organisation's setting; `trouble` says in words why the
    team's channel could not be reached. `acknowledged` of `must_acknowledge` people have, where it
    takes several; `asked_at` is when the holder was asked whether they are still on it, `absent_at`
    when the leads were told that the holder can no longer act.
    """

    recipient: Recipient
    team_name: str
    claimer_name: str | None = None
    changed_by: str | None = None
    exhausted_at: datetime | None = None
    next_due: datetime | None = None
    confirms_close: bool = True
    trouble: str | None = None
    acknowledged: int = 0
    must_acknowledge: int = 1
    asked_at: datetime | None = None
    absent_at: datetime | None = None

    @property
    def state(self) -> State:
        return self.recipient.state


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A reply as it is shown."""

    who: str
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """A case with everything its copies may show. `replies` are oldest first."""

    case: Case
    sender_name: str
    sender_organisation: str
    recipients: tuple[RecipientSheet, ...]
    patient: PatientCard | None = None
    attachments: tuple[Attachment, ...] = ()
    replies: tuple[SaidLine, ...] = ()

    def of(self, recipient_id: int) -> RecipientSheet:
        return next(sheet for sheet in self.recipients if sheet.recipient.id == recipient_id)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of what happened, oldest first: an event of the audit trail in plain words."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class TriedLine:
    """One attempt to reach somebody: who, how, and what came of it in words.

    `own_number` where an SMS went to the number they added themselves; `in_vain` where it will
    never arrive.
    """

    at: datetime
    who: str
    way: Way
    team_name: str
    outcome: str
    own_number: bool = False
    in_vain: bool = False
