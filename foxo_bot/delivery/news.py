"""Draws the news that people are told: of a case by direct message only."""

from datetime import UTC, datetime, tzinfo

from foxo_bot.cards import told
from foxo_bot.cards.card import Card
from foxo_bot.cards.mailed import card_mail
from foxo_bot.cards.notice import Occasion
from foxo_bot.delivery import tried
from foxo_bot.delivery.transport import Parcel
from foxo_bot.delivery.work import Moot, Work, reader_of
from foxo_bot.escalation.reach import answers_for
from foxo_bot.model import AWAITING, Person, RecipientSheet, Triage, Way
from foxo_bot.store import channels, messages, people, posts, teams
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message


def about_case(work: Work) -> Parcel | Moot:
    person = people.find(work.tx, work.message.person_id or 0)
    return to_person(work.message, person, told.told(_news(work, person)))


def about_team(tx: Tx, message: Message, now: datetime) -> Parcel | Moot:  # noqa: ARG001 - as its siblings
    """News of a team's channel, as it is now."""
    team = teams.get(tx, message.organisation_id, message.data["team"])
    standing = {channel.id: channel for channel in channels.of_team(tx, team)} if team else {}
    channel = standing.get(message.data["channel"])
    if team is None or channel is None:
        return Moot("no channel any more")
    if (channel.problem is None) is not (message.data["what"] == messages.CHANNEL_BACK):
        return Moot("changed again")
    person = people.find(tx, message.person_id or 0)
    card = told.channel_news(team.name, channel)
    return without_case(message, person, card, teams.zone(tx, team))


def to_person(message: Message, person: Person, card: Card) -> Parcel | Moot:
    """A direct message to a person, who may have lost their account since the row was written."""
    chat = person.slack_via if message.transport == "slack" else ""
    user = person.slack_user if message.transport == "slack" else person.teams_user
    if not user:
        return Moot("no address any more")
    return Parcel(
        reference=message.reference,
        workspace=chat or "",
        address=user,
        body=card,
        uncertain=message.uncertain,
    )


def without_case(message: Message, person: Person, card: Card, zone: tzinfo = UTC) -> Parcel | Moot:
    """News that holds nothing of a case: by direct message or, where that is no way, by email."""
    if messages.way_of(message.transport) is not Way.EMAIL:
        return to_person(message, person, card)
    if not person.email:
        return Moot("no address any more")
    return Parcel(
        reference=message.reference,
        address=person.email,
        body=card_mail(card, zone),
        uncertain=message.uncertain,
    )


def _news(work: Work, person: Person) -> told.Told:
    shown = work.shown
    occasion = Occasion(str(work.message.data["what"]))
    who_id = work.message.data.get(messages.WHO)
    member = answers_for(work.tx, person, shown.recipient)
    exhausted = occasion is Occasion.EXHAUSTED
    return told.Told(
        occasion=occasion,
        number=work.case.number,
        triage=work.case.triage,
        team=shown.team_name,
        at=work.message.created_at or work.now,
        reader=reader_of(work, person, member=member),
        who=people.find(work.tx, who_id).name if who_id else "",
        words=_words(occasion, shown),
        age=work.now - work.case.created_at,
        tried=tried.in_search(work.tx, work.sheet, shown) if exhausted else (),
        given=shown.acknowledged,
        needed=shown.must_acknowledge,
        post_id=_own_copy(work, person),
        unclaimed=shown.state in AWAITING,
        other=_other(work),
        was=Triage(was) if (was := work.message.data.get("was")) else None,
    )


def _other(work: Work) -> str:
    """The second name that some news has: who held it before, or the team it was shared with."""
    held_by = work.message.data.get("held_by")
    if held_by:
        return people.find(work.tx, held_by).name
    team = teams.find(work.tx, work.message.data.get("with_team") or 0)
    return team.name if team else ""


def _words(occasion: Occasion, shown: RecipientSheet) -> str:
    if occasion is Occasion.DECLINED:
        return shown.recipient.decline_reason or ""
    if occasion is Occasion.UNDELIVERABLE:
        return shown.trouble or ""
    return ""


def _own_copy(work: Work, person: Person) -> int | None:
    """The copy whose buttons this person may press: their own, or their team's."""
    found = posts.of_case(work.tx, work.case.organisation_id, work.case.id)
    mine = [post.id for post in found if post.person_id == person.id]
    about = work.message.recipient_id
    team = [post.id for post in found if post.recipient_id == about and not post.person_id]
    return next(iter(mine + team), None)
