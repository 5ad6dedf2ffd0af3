"""What drawing a row of the outbox needs: the row, its case as it stands, and makers of links."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from foxo_bot.cards.notice import Reader
from foxo_bot.model import Case, CaseSheet, Person, RecipientSheet
from foxo_bot.signing import Links
from foxo_bot.store import sheets
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message


@dataclass(frozen=True, slots=True)
class Moot:
    """There is nothing left to say; `why` is a short code."""

    why: str


Codes = Callable[[Message], str]
"""The SMS code for a row, made in the transaction that claimed it."""


@dataclass(frozen=True, slots=True)
class Work:
    """A row with everything its drawing needs.

    `recipients` are all teams of the case; `recipient` is the one that the row is about, if any.
    """

    tx: Tx
    message: Message
    case: Case
    recipients: tuple[RecipientSheet, ...]
    recipient: RecipientSheet | None
    codes: Codes
    links: Links
    now: datetime

    @property
    def shown(self) -> RecipientSheet:
        """The team that is named: the first, where the row is about the whole case."""
        return self.recipient or self.recipients[0]

    @property
    def sheet(self) -> CaseSheet:
        """Everything there is to show of the case, for what shows it all: it takes many reads."""
        return sheets.read(self.tx, self.case.organisation_id, self.case.id)


def reader_of(work: Work, person: Person, *, member: bool) -> Reader:
    """As what the person is told: what they can do next differs."""
    if member:
        return Reader.TEAM
    return Reader.SENDER if person.id == work.case.sender_id else Reader.FALLBACK
