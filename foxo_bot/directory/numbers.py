"""What a person settles about how they are reached: a number proven by a code, and their wishes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum, auto

from foxo_bot.escalation import marks
from foxo_bot.model import NoNumber, Person, TooManyCodes, Way, Wishes
from foxo_bot.store import events, messages, number_checks, outbox, people
from foxo_bot.store.db import Tx
from foxo_bot.store.number_checks import Check

LIFE = timedelta(minutes=10)
TRIES = 5
MOST = ((3, timedelta(minutes=15), "in 15 minutes"), (10, timedelta(days=1), "tomorrow"))
"""So many codes in so long, to one person and to one number; when to ask again."""


class Outcome(Enum):
    """What came of a code that a person typed."""

    VERIFIED = auto()
    WRONG = auto()
    RUN_OUT = auto()
    SPENT = auto()


def prove_known(tx: Tx, person: Person, now: datetime) -> str:
    """Send a code to the number at which the person is reached; the number. Raises Refusal."""
    unproven = sorted(person.numbers, key=lambda number: (number.verified, not number.problem))
    if not unproven:
        raise NoNumber
    return prove(tx, person, unproven[0].phone, now)


def prove(tx: Tx, person: Person, phone: str, now: datetime) -> str:
    """Send a code to a number, to be entered within LIFE; the number. Raises TooManyCodes."""
    for most, span, when in MOST:
        if number_checks.count_since(tx, person, phone, now - span) >= most:
            raise TooManyCodes(when=when)
    check = number_checks.begin(tx, person, phone, now)
    outbox.put(tx, [messages.number_check(person, check.id)], now)
    _note(tx, person, "number_asked", now)
    return phone


def under_way(tx: Tx, person: Person, now: datetime) -> Check | None:
    """The number whose code is waited for."""
    return number_checks.live(tx, person, now - LIFE)


def confirm(tx: Tx, person: Person, typed: str, now: datetime) -> Outcome:
    """Take the number as the person's if this is the code that was sent to it."""
    check = under_way(tx, person, now)
    if check is None:
        return Outcome.RUN_OUT
    if check.tries >= TRIES:
        return Outcome.SPENT
    if typed != check.code:
        number_checks.note_try(tx, check)
        return Outcome.SPENT if check.tries + 1 >= TRIES else Outcome.WRONG
    number_checks.end(tx, person, now)
    if check.phone == person.phone:
        people.change(tx, person, phone_verified_at=now)
        marks.clear(tx, person, Way.SMS, now)
    else:
        if check.phone == person.own_phone:
            marks.clear(tx, person, Way.SMS, now, own=True)
        columns = {"own_phone_problem": None, "own_phone_verified_at": now}
        people.change(tx, person, own_phone=check.phone, **columns)
    _note(tx, person, "number_verified", now, own=check.phone != person.phone)
    return Outcome.VERIFIED


def drop_own(tx: Tx, person: Person, now: datetime) -> None:
    """Forget the number that the person added."""
    columns = dict.fromkeys(("own_phone", "own_phone_problem", "own_phone_verified_at"))
    people.change(tx, person, **columns)
    _note(tx, person, "number_dropped", now, own=True)


def email_again(tx: Tx, person: Person, now: datetime) -> None:
    """The person says that their mailbox works: the next mail shows it."""
    marks.clear(tx, person, Way.EMAIL, now)


def wish(tx: Tx, person: Person, wishes: Wishes, now: datetime) -> None:
    """Keep how the person wishes to be reached."""
    if wishes != person.wishes:
        people.change(tx, person, wishes=people.wishes_json(wishes))
        ways = {triage.value: " ".join(chosen) for triage, chosen in wishes.ways}
        _note(tx, person, "wishes_changed", now, first=wishes.first or "", **ways)


def _note(tx: Tx, person: Person, kind: str, now: datetime, **facts: str | bool) -> None:
    data: Mapping[str, str | bool | int] = {"person": person.id, **facts}
    event = events.Event(
        person.organisation_id, now, kind, "person", actor_id=person.id, data=dict(data)
    )
    events.append(tx, event)
