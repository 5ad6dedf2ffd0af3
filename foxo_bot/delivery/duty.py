"""Draws what the leads of a team are told of its roster, as it is now."""

from datetime import datetime

from foxo_bot.cards import duty as cards
from foxo_bot.cards.card import Card
from foxo_bot.delivery import news
from foxo_bot.delivery.transport import Parcel
from foxo_bot.delivery.work import Moot
from foxo_bot.directory.duty.coverage import gaps_ahead
from foxo_bot.model import Team
from foxo_bot.store import duty, messages, people, teams
from foxo_bot.store.db import Tx
from foxo_bot.store.duty import Roster
from foxo_bot.store.outbox import Message


def about_a_roster(tx: Tx, message: Message, now: datetime) -> Parcel | Moot:
    team = teams.get(tx, message.organisation_id, message.data["team"])
    roster = duty.of_team(tx, message.organisation_id, team.id) if team else None
    if team is None or roster is None:
        return Moot("no roster any more")
    card = _card(tx, message.data["what"], team, roster, now)
    if isinstance(card, Moot):
        return card
    reader = people.find(tx, message.person_id or 0)
    return news.without_case(message, reader, card, teams.zone(tx, team))


def _card(tx: Tx, what: str, team: Team, roster: Roster, now: datetime) -> Card | Moot:
    if what == messages.DUTY_GAP:
        found = gaps_ahead(tx, roster, now)
        hours = [(gap.starts_at, gap.ends_at) for gap in found]
        return cards.gap_news(team.name, hours) if hours else Moot("filled again")
    if bool(roster.problem) is not (what == messages.DUTY_LOST):
        return Moot("changed again")
    age = now - roster.read_at if roster.read_at else None
    return cards.feed_news(team.name, problem=roster.problem, age=age)
