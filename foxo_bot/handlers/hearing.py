"""What news from vendors changes."""

from foxo_bot.delivery import record
from foxo_bot.directory import leads, roster
from foxo_bot.directory import people as known_people
from foxo_bot.escalation import failures, marks, unshown
from foxo_bot.handlers.news import (
    ChannelMoved,
    ChannelSeen,
    ChannelTrouble,
    MessageDeleted,
    News,
    ProfileSeen,
    Reachable,
    Receipt,
    RosterSeen,
)
from foxo_bot.model import Way
from foxo_bot.store import cases, endings, messages, outbox, people, posts
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message


def hear(tx: Tx, news: News) -> None:
    """Take in one piece of news."""
    match news:
        case ProfileSeen(profile=profile, now=now):
            known_people.profile_seen(tx, profile, now=now)
        case RosterSeen() | ChannelSeen() | ChannelMoved():
            _channel(tx, news)
        case ChannelTrouble():
            _channel_trouble(tx, news)
        case MessageDeleted():
            _message_deleted(tx, news)
        case Receipt():
            _receipt(tx, news)
        case Reachable():
            _reachable(tx, news)


def _channel(tx: Tx, news: RosterSeen | ChannelSeen | ChannelMoved) -> None:
    where = {"transport": news.transport, "workspace": news.workspace}
    match news:
        case RosterSeen(address=address, profiles=profiles, now=now):
            roster.channel_members(tx, **where, address=address, profiles=profiles, now=now)
        case ChannelSeen(address=address, others=others, now=now):
            roster.channel_seen(tx, **where, address=address, others=others, now=now)
        case ChannelMoved(old=old, new=new, now=now):
            roster.channel_moved(tx, **where, old=old, new=new, now=now)


def _channel_trouble(tx: Tx, news: ChannelTrouble) -> None:
    """The leads of each team that stands there are told once that it fails, and once that it works.

    They are who can put it right, before a case has to find out.
    """
    concerned = roster.channel_trouble(
        tx,
        transport=news.transport,
        workspace=news.workspace,
        address=news.address,
        words=news.words,
        now=news.now,
    )
    what = messages.CHANNEL_LOST if news.words else messages.CHANNEL_BACK
    for team, channel in concerned:
        leads.tell(tx, team, what, news.now, {"channel": channel.id})


def _message_deleted(tx: Tx, news: MessageDeleted) -> None:
    found = posts.at(tx, news.transport, news.address, news.message)
    if found is not None:
        cases.lock(tx, found.organisation_id, found.case_id)
        unshown.taken_away(tx, posts.get(tx, found.organisation_id, found.id), news.now)


def _receipt(tx: Tx, news: Receipt) -> None:
    row = None
    if news.reference:
        row = outbox.by_reference(tx, news.reference)
    if row is None and news.vendor_id:
        row = next(iter(outbox.by_vendor_id(tx, news.transport, news.vendor_id)), None)
    if row is None or row.transport != news.transport:
        return
    if news.delivered:
        endings.delivered(tx, row, news.now)
    else:
        record.bounced(
            tx,
            row,
            reason=news.reason,
            words=news.words,
            address_dead=news.address_dead and _still_theirs(tx, row, news),
            now=news.now,
        )


def _still_theirs(tx: Tx, row: Message, news: Receipt) -> bool:
    """Whether the address that a late report is about is still the person's."""
    if not news.address or row.person_id is None:
        return True
    person = people.find(tx, row.person_id)
    if row.transport == "email":
        return news.address == (person.email or "").lower()
    number = person.number(own=bool(row.data.get(messages.OWN)))
    return number is not None and number.phone == news.address


def _reachable(tx: Tx, news: Reachable) -> None:
    """Everybody behind the number; what waits for them goes another way at once."""
    for person in people.by_phone(tx, news.phone):
        for number in person.numbers:
            if number.phone != news.phone:
                continue
            if news.reachable:
                marks.clear(tx, person, Way.SMS, news.now, own=number.own)
            elif number.problem != marks.STOPPED:
                marks.mark(tx, person, Way.SMS, marks.STOPPED, news.now, own=number.own)
                after = people.find(tx, person.id)
                failures.turned_away(tx, after, Way.SMS, marks.STOPPED, news.now, own=number.own)
