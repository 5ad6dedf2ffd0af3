"""Draws what a fallback contact is told that the program found wrong with itself."""

from datetime import datetime

from foxo_bot.cards import alarm as cards
from foxo_bot.cards.alarm import AlarmWords
from foxo_bot.delivery import news
from foxo_bot.delivery.transport import Parcel
from foxo_bot.delivery.work import Moot
from foxo_bot.escalation import reach
from foxo_bot.model import Way
from foxo_bot.store import messages, organisations, people
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message


def about_the_program(tx: Tx, message: Message, now: datetime) -> Parcel | Moot:
    person = people.find(tx, message.person_id or 0)
    words = _words(tx, message, now)
    if messages.way_of(message.transport) is not Way.SMS:
        return news.without_case(message, person, cards.card(words))
    number = reach.number_for(person)
    if number is None:
        return Moot("no address any more")
    return Parcel(
        reference=message.reference,
        address=number.phone,
        body=cards.sms(words),
        uncertain=message.uncertain,
    )


def _words(tx: Tx, message: Message, now: datetime) -> AlarmWords:
    number = int(message.data["number"])
    since = datetime.fromisoformat(message.data["since"])
    return AlarmWords(
        kind=message.data["alarm"],
        organisation=organisations.get(tx, message.organisation_id).name,
        number=number,
        lasting=(message.created_at or now) - since,
        over=not number,
    )
