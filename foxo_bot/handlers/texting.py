"""What people write back to an SMS."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from foxo_bot.cards import refusal as refusals
from foxo_bot.cards import sms_answers
from foxo_bot.cards.lines import line_text
from foxo_bot.cases import still_on_it, target
from foxo_bot.cases.target import Act
from foxo_bot.handlers import answered
from foxo_bot.handlers.interaction import Done, Interaction, Reply, Tell
from foxo_bot.handlers.reading import Reading, read
from foxo_bot.model import (
    AWAITING,
    NotByCode,
    Person,
    Recipient,
    Refusal,
    spoken,
)
from foxo_bot.store import cases, codes, idle_answers, people, recipients, teams
from foxo_bot.store.codes import Code
from foxo_bot.store.db import Tx

WRONG_TRIES, WITHIN = 5, timedelta(minutes=15)
IDLE_ANSWERS, IDLE_WITHIN = 8, timedelta(hours=1)
"""So many answers in a row that change nothing: a person needs fewer, and a machine that answers
us falls silent when we do."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """One SMS: from where, from whom it may be, and their codes that are not expired."""

    phone: str
    behind: Sequence[Person]
    codes: Sequence[Code]
    reading: Reading
    now: datetime

    def hits(self, *, used: bool) -> list[Code]:
        return [
            code
            for code in self.codes
            if code.code in self.reading.codes and (code.used_at is not None) is used
        ]


def on_sms_reply(tx: Tx, act: Interaction, phone: str) -> Reply:
    """One live code of somebody behind the number acknowledges; all else is told what to do."""
    behind = people.by_phone(tx, phone)
    found = codes.of_people(tx, [person.id for person in behind], act.now)
    heard = _Heard(phone, behind, found, read(act.text), act.now)
    hits = heard.hits(used=False)
    if len(hits) == 1 and not heard.reading.refuses and not _shut(tx, heard):
        by = next(person for person in behind if person.id == hits[0].person_id)
        if by.verified(phone):
            return _acknowledge(tx, by, hits[0], act.now)
    return _idle(tx, heard, _why_not(tx, heard))


def _acknowledge(tx: Tx, by: Person, code: Code, now: datetime) -> Reply:
    """Which case it was about is said with a refusal too, by the clock that the team lives by."""
    about = target.of_recipient(tx, code.organisation_id, code.recipient_id)
    try:
        recipient = still_on_it.answer(tx, Act(by, "sms", now), about)
    except Refusal as refusal:
        why = line_text(refusals.line(refusal), _zone(tx, code))
        raise NotByCode(number=spoken(about.case.number), why=why) from None
    codes.use(tx, code, now)
    return Done((answered.words(about.case, by, recipient),))


def _why_not(tx: Tx, heard: _Heard) -> str:
    """Why the SMS changed nothing, and what to do instead."""
    hits, reading = heard.hits(used=False), heard.reading
    if not heard.behind:
        return sms_answers.UNKNOWN
    if reading.codes and _shut(tx, heard):
        return sms_answers.TOO_MANY
    if len(hits) > 1:
        return sms_answers.SEVERAL
    if hits:
        return sms_answers.NOT_A_YES if reading.refuses else sms_answers.NOT_VERIFIED
    return _no_live_code(tx, heard)


def _no_live_code(tx: Tx, heard: _Heard) -> str:
    reading = heard.reading
    if used := heard.hits(used=True):
        return sms_answers.used(_number(tx, used[0]))
    if reading.codes:
        for person in heard.behind:
            codes.note_wrong(tx, person.organisation_id, person.id, heard.now)
        return sms_answers.WRONG
    return sms_answers.STOP if reading.stops else sms_answers.how(_waiting(tx, heard))


def _idle(tx: Tx, heard: _Heard, words: str) -> Reply:
    """An answer to what changed nothing, or silence where there were too many.

    The last one says so, whatever it answers: whoever is left alone knows what works instead, and
    nobody learns from a silence whether a code was right.
    """
    given = idle_answers.count_since(tx, heard.phone, heard.now - IDLE_WITHIN)
    if given >= IDLE_ANSWERS:
        return Done()
    idle_answers.note(tx, heard.phone, heard.now)
    last = f" {sms_answers.LAST}" if given == IDLE_ANSWERS - 1 else ""
    return Tell((f"{words}{last}",))


def _shut(tx: Tx, heard: _Heard) -> bool:
    """Whether somebody behind the number has guessed too often of late."""
    since = heard.now - WITHIN
    return any(
        codes.wrong_since(tx, person.organisation_id, person.id, since) >= WRONG_TRIES
        for person in heard.behind
    )


def _waiting(tx: Tx, heard: _Heard) -> list[int]:
    """The numbers of the cases whose code has not been used and that still wait."""
    return sorted(
        {
            _number(tx, code)
            for code in heard.codes
            if code.used_at is None and _recipient(tx, code).state in AWAITING
        }
    )


def _number(tx: Tx, code: Code) -> int:
    recipient = _recipient(tx, code)
    return cases.get(tx, recipient.organisation_id, recipient.case_id).number


def _zone(tx: Tx, code: Code) -> tzinfo:
    return teams.zone_of(tx, _recipient(tx, code))


def _recipient(tx: Tx, code: Code) -> Recipient:
    found = recipients.get(tx, code.organisation_id, code.recipient_id)
    assert found is not None  # noqa: S101 - the code's row names it
    return found
