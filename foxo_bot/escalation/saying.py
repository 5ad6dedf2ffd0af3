"""The rows by which a step tells people, and the team's channels, that a case waits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from foxo_bot.escalation import reach, shown
from foxo_bot.model import PERSONAL, Case, Named, Person, PostRole, Recipient, State, Step, Way
from foxo_bot.store import acknowledgements, messages, outbox, posts, teams
from foxo_bot.store.db import Tx
from foxo_bot.store.escalations import Escalation
from foxo_bot.store.outbox import Message, Outcome


@dataclass(frozen=True, slots=True)
class Saying:
    """What there is to say: of which case to which team, and why.

    `step` is the offset of an escalation's step in seconds, None for other news.
    """

    case: Case
    recipient: Recipient
    step: int | None
    occasion: str

    @classmethod
    def of(cls, case: Case, recipient: Recipient, at: int, step: Step) -> "Saying":
        return cls(case, recipient, at, messages.EXHAUSTED if step.exhausted else "waiting")


@dataclass(frozen=True, slots=True)
class Said:
    """What a step wrote, whom it names that there is no more, and whether nobody was on duty."""

    rows: tuple[Message, ...]
    vanished: tuple[Named, ...] = ()
    off_duty: bool = False


Told = set[tuple[int, Way, bool]]
"""Who (a person's id) is told at an instant by which way, and whether at their own number."""


def of_step(
    tx: Tx, clock: Escalation, saying: Saying, taken: Step, told: Told, now: datetime
) -> Said:
    """The rows of one step of a clock; `saying.step` is the offset at which it is taken.

    Whom another step tells at that offset is not told again the same way: see `told`, and added.
    """
    prefix = f"step:{clock.recipient_id}:{clock.started_at.timestamp()}:{saying.step}"
    to_people = any(way in PERSONAL for way in taken.by)
    asked = reach.audience(tx, saying.case, saying.recipient, taken, now)
    acknowledgements.call(tx, saying.recipient, asked.called if to_people else (), now)
    rows: list[Message | None] = list(_posted_again(tx, saying)) if Way.POST in taken.by else []
    for person in _still_asked(tx, saying, asked) if to_people else ():
        for planned in reach.plan(person, taken, clock.triage):
            key = f"{prefix}:{person.id}:{planned.way.value}"
            if isinstance(planned, reach.Gap):
                rows.append(_gap(saying, planned, key))
            elif (by := (person.id, planned.way, planned.own)) not in told:
                told.add(by)
                rows.append(say(tx, saying, planned, f"{key}:own" if planned.own else key))
    written = tuple(row for row in rows if row is not None)
    return Said(written, asked.vanished, asked.off_duty) if to_people else Said(written)


def _still_asked(tx: Tx, saying: Saying, asked: reach.Asked) -> list[Person]:
    """Who has acknowledged is told no more; a sender hears all the same that nobody else has."""
    done: set[int] = set()
    if saying.recipient.state is State.PARTLY:
        done = acknowledgements.given(tx, saying.recipient)
    if saying.occasion == messages.EXHAUSTED:
        done -= {saying.case.sender_id}
    return [person for person in asked.people if person.id not in done]


def _posted_again(tx: Tx, saying: Saying) -> Iterator[Message]:
    """The case once more at the end of each channel of the team: what stands above is read."""
    recipient = saying.recipient
    team = teams.get(tx, recipient.team_organisation_id, recipient.team_id)
    for post in shown.in_channels(tx, saying.case, recipient, team) if team else ():
        yield messages.post(post, step=saying.step, occasion=saying.occasion)


def say(tx: Tx, saying: Saying, attempt: reach.Attempt, key: str) -> Message | None:
    """The row by which one person is told one way that a case waits."""
    case, recipient, person = saying.case, saying.recipient, attempt.person
    if attempt.way is not Way.DM:
        return messages.notice(
            recipient,
            person,
            attempt.way,
            step=saying.step,
            occasion=saying.occasion,
            key=key,
            own=attempt.own,
        )
    if saying.occasion == messages.EXHAUSTED or not reach.answers_for(tx, person, recipient):
        return messages.told(case, recipient.id, person, saying.occasion, step=saying.step, key=key)
    chat = messages.chat_of(person)
    if chat is None:
        return None
    post = posts.insert_one(
        tx, case, PostRole.PERSONAL, chat, recipient_id=recipient.id, person_id=person.id
    )
    return messages.post(post, step=saying.step, occasion=saying.occasion)


def _gap(saying: Saying, gap: reach.Gap, key: str) -> Message:
    """A row that only records that a way was missing, so that it stands on the case."""
    return Message(
        organisation_id=saying.case.organisation_id,
        transport=messages.TRANSPORT.get(gap.way, "chat"),
        kind=outbox.Kind.NOTICE,
        case_id=saying.case.id,
        recipient_id=saying.recipient.id,
        person_id=gap.person.id,
        step=saying.step,
        dedupe_key=key,
        data={"occasion": saying.occasion},
        state=Outcome.FAILED,
        reason="no_address",
        words=gap.why,
    )
