"""Draws what people are told of numbers and addresses: their own, or those of their team."""

from datetime import datetime

from foxo_bot.cards import addresses
from foxo_bot.cards.policy_words import WAYS
from foxo_bot.cards.words import joined
from foxo_bot.delivery.news import without_case
from foxo_bot.delivery.transport import Parcel
from foxo_bot.delivery.work import Moot
from foxo_bot.directory.numbers import LIFE
from foxo_bot.model import PERSONAL, Person, Way
from foxo_bot.store import messages, number_checks, people
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message


def lost(tx: Tx, message: Message, now: datetime) -> Parcel | Moot:  # noqa: ARG001 - as its siblings
    """An address of `person` no longer works; moot where it does again."""
    about = people.find(tx, int(message.data["person"]))
    way = Way(message.data["way"])
    problem = _problem(about, way, own=bool(message.data["own"]))
    if problem is None:
        return Moot("works again")
    reader = people.find(tx, message.person_id or 0)
    number = _one_of_two(about, way, own=bool(message.data["own"]))
    if message.data["what"] == messages.ADDRESS_LOST:
        return without_case(message, reader, addresses.lost(way, problem, number=number))
    card = addresses.lost_of_member(about.name, way, problem, _ways(about), number=number)
    return without_case(message, reader, card)


def back(tx: Tx, message: Message, now: datetime) -> Parcel | Moot:  # noqa: ARG001 - as its siblings
    """An address of `person` is used again; moot where it is not, or their number is gone."""
    about = people.find(tx, int(message.data["person"]))
    way, own = Way(message.data["way"]), bool(message.data["own"])
    if _problem(about, way, own=own) is not None or not about.reachable_by(way):
        return Moot("changed again")
    number = _one_of_two(about, way, own=own) if len(about.numbers) > 1 else ""
    reader = people.find(tx, message.person_id or 0)
    card = addresses.back_of_member(about.name, way, _ways(about), number=number)
    return without_case(message, reader, card)


def check(tx: Tx, message: Message, now: datetime) -> Parcel | Moot:
    """The code that proves a number is somebody's; moot once it has run out."""
    asked = number_checks.find(tx, int(message.data["check"]))
    if asked is None or now - asked.at > LIFE:
        return Moot("too late")
    text = addresses.check_sms(asked.code, int(LIFE.total_seconds()) // 60)
    return Parcel(
        reference=message.reference,
        address=asked.phone,
        body=text,
        uncertain=message.uncertain,
    )


def check_failed(tx: Tx, message: Message, now: datetime) -> Parcel | Moot:  # noqa: ARG001 - as its siblings
    reader = people.find(tx, message.person_id or 0)
    words, dead = str(message.data["words"]), bool(message.data.get("dead"))
    card = addresses.check_failed(words, dead=dead)
    return without_case(message, reader, card)


def _ways(person: Person) -> str:
    return joined([WAYS[way] for way in PERSONAL if person.reachable_by(way)])


def _one_of_two(person: Person, way: Way, *, own: bool) -> str:
    """The number that fails, where SMS still reach the person at another; else empty."""
    if way is not Way.SMS or not person.reachable_by(way):
        return ""
    return next((number.phone for number in person.numbers if number.own is own), "")


def _problem(person: Person, way: Way, *, own: bool) -> str | None:
    if way is Way.EMAIL:
        return person.email_problem
    return next((number.problem for number in person.numbers if number.own is own), None)
