"""Draws what a row of the outbox asks for, from the state of this moment; or finds it moot."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from foxo_bot.cards import case_card, notice, told
from foxo_bot.cards.card import Card
from foxo_bot.cards.notice import Mail, Notice, Occasion, Reader
from foxo_bot.delivery import tried
from foxo_bot.delivery.transport import Parcel
from foxo_bot.model import (
    AWAITING,
    CaseSheet,
    Person,
    Post,
    PostRole,
    RecipientSheet,
    State,
    Triage,
)
from foxo_bot.signing import Grant, Signer
from foxo_bot.store import messages, people, posts, replies, sheets, teams
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Kind, Message, newer_redraw


@dataclass(frozen=True, slots=True)
class Moot:
    """There is nothing left to say; `why` is a short code."""

    why: str


@dataclass(frozen=True, slots=True)
class Links:
    """Makes the links of notices."""

    base: str
    signer: Signer

    def acknowledge(self, grant: Grant, now: datetime) -> str:
        token = self.signer.token(grant, purpose="acknowledge", now=now)
        return f"{self.base}/ack/{token}"


def compose(tx: Tx, message: Message, codes: "Codes", links: Links, now: datetime) -> Parcel | Moot:
    """The parcel for a row, or why it need not be sent any more."""
    if message.case_id is None:
        return _about_team(tx, message)
    sheet = sheets.read(tx, message.organisation_id, message.case_id)
    recipient = sheet.of(message.recipient_id) if message.recipient_id else None
    if message.step is not None and recipient and recipient.state not in AWAITING:
        return Moot("acknowledged")
    return _BY_KIND[message.kind](_Work(tx, message, sheet, recipient, codes, links, now))


Codes = Callable[[Message], str]
"""The SMS code for a row, made in the transaction that claimed it."""


@dataclass(frozen=True, slots=True)
class _Work:
    tx: Tx
    message: Message
    sheet: CaseSheet
    recipient: RecipientSheet | None
    codes: Codes
    links: Links
    now: datetime


def _post(work: _Work) -> Parcel | Moot:
    post = posts.get(work.tx, work.message.organisation_id, work.message.post_id or 0)
    if work.recipient and work.recipient.state is State.WITHDRAWN and post.vendor_id is None:
        return Moot("withdrawn")
    return _to_chat(work, post, _card(work, post))


def _redraw(work: _Work) -> Parcel | Moot:
    if newer_redraw(work.tx, work.message):
        return Moot("drawn later")
    post = posts.get(work.tx, work.message.organisation_id, work.message.post_id or 0)
    if post.vendor_id is None:
        return Moot("never shown")
    return _to_chat(work, post, _card(work, post), replaces=post.vendor_id)


def _reply(work: _Work) -> Parcel | Moot:
    post = posts.get(work.tx, work.message.organisation_id, work.message.post_id or 0)
    if post.vendor_id is None:
        return Moot("never shown")
    said = replies.get(work.tx, work.message.organisation_id, work.message.reply_id or 0)
    shown = work.recipient or work.sheet.recipients[0]
    news = told.Told(
        occasion=Occasion.REPLIED,
        number=work.sheet.case.number,
        triage=work.sheet.case.triage,
        team=shown.team_name,
        at=said.at,
        reader=Reader.SENDER if post.role is PostRole.SENDER else Reader.TEAM,
        who=people.find(work.tx, said.person_id).name,
        words=said.body,
        post_id=post.id if post.role is not PostRole.SENDER else None,
        unclaimed=shown.state in AWAITING,
    )
    return _to_chat(work, post, told.told(news), thread=post.vendor_id)


def _notice(work: _Work) -> Parcel | Moot:
    person = people.find(work.tx, work.message.person_id or 0)
    assert work.recipient is not None  # noqa: S101 - a notice is always about one team
    text = _notice_for(work, person, work.recipient)
    body: Mail | str = notice.sms(text) if work.message.transport == "sms" else notice.mail(text)
    address = person.phone if work.message.transport == "sms" else person.email
    if not address:
        return Moot("no address any more")
    return Parcel(
        reference=work.message.reference,
        address=address,
        body=body,
        uncertain=work.message.uncertain,
    )


def _told(work: _Work) -> Parcel | Moot:
    person = people.find(work.tx, work.message.person_id or 0)
    return _to_person(work.message, person, told.told(_news(work, person)))


def _about_team(tx: Tx, message: Message) -> Parcel | Moot:
    """News of a team's channel, as it is now."""
    team = teams.get(tx, message.organisation_id, message.data["team"])
    standing = {channel.id: channel for channel in teams.channels_of(tx, team)} if team else {}
    channel = standing.get(message.data["channel"])
    if team is None or channel is None:
        return Moot("no channel any more")
    if (channel.problem is None) is not (message.data["what"] == messages.CHANNEL_BACK):
        return Moot("changed again")
    person = people.find(tx, message.person_id or 0)
    return _to_person(message, person, told.channel_news(team.name, channel))


_BY_KIND: dict[Kind, Callable[[_Work], Parcel | Moot]] = {
    Kind.POST: _post,
    Kind.REDRAW: _redraw,
    Kind.REPLY: _reply,
    Kind.NOTICE: _notice,
    Kind.TOLD: _told,
}


def _card(work: _Work, post: Post) -> Card:
    if post.recipient_id is None:
        return case_card.sender_copy(work.sheet, post_id=post.id, now=work.now)
    draw = case_card.personal_copy if post.role is PostRole.PERSONAL else case_card.team_post
    return draw(work.sheet, post.recipient_id, post_id=post.id, now=work.now)


def _to_person(message: Message, person: Person, card: Card) -> Parcel | Moot:
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


def _to_chat(
    work: _Work,
    post: Post,
    card: Card,
    *,
    replaces: str | None = None,
    thread: str | None = None,
) -> Parcel:
    return Parcel(
        reference=work.message.reference,
        workspace=post.workspace,
        address=post.address,
        place=post.vendor_place,
        body=card,
        replaces=replaces,
        thread=thread,
        uncertain=work.message.uncertain,
    )


def _notice_for(work: _Work, person: Person, recipient: RecipientSheet) -> Notice:
    member = _is_member(work.tx, person, recipient)
    grant = Grant(work.message.organisation_id, recipient.recipient.id, person.id)
    by_sms = work.message.transport == "sms"
    return Notice(
        occasion=Occasion(str(work.message.data.get("occasion", "waiting"))),
        number=work.sheet.case.number,
        triage=work.sheet.case.triage,
        team=recipient.team_name,
        age=work.now - work.sheet.case.created_at,
        link=work.links.acknowledge(grant, work.now) if member else "",
        code=work.codes(work.message) if member and by_sms else "",
        reader=_reader(work, person, member=member),
    )


def _is_member(tx: Tx, person: Person, recipient: RecipientSheet) -> bool:
    return recipient.recipient.team_id in people.teams_of(tx, person.id)


def _reader(work: _Work, person: Person, *, member: bool) -> Reader:
    if member:
        return Reader.TEAM
    return Reader.SENDER if person.id == work.sheet.case.sender_id else Reader.FALLBACK


def _news(work: _Work, person: Person) -> told.Told:
    shown = work.recipient or work.sheet.recipients[0]
    occasion = Occasion(str(work.message.data["what"]))
    who_id = work.message.data.get("who")
    member = _is_member(work.tx, person, shown)
    return told.Told(
        occasion=occasion,
        number=work.sheet.case.number,
        triage=work.sheet.case.triage,
        team=shown.team_name,
        at=work.message.created_at or work.now,
        reader=_reader(work, person, member=member),
        who=people.find(work.tx, who_id).name if who_id else "",
        words=_words(occasion, shown),
        age=work.now - work.sheet.case.created_at,
        tried=tried.lines(work.tx, work.sheet, shown) if occasion is Occasion.EXHAUSTED else (),
        post_id=_own_copy(work, person),
        unclaimed=shown.state in AWAITING,
        other=_other(work),
        was=Triage(was) if (was := work.message.data.get("was")) else None,
    )


def _other(work: _Work) -> str:
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


def _own_copy(work: _Work, person: Person) -> int | None:
    """The copy whose buttons this person may press: their own, or their team's."""
    found = posts.of_case(work.tx, work.sheet.case.organisation_id, work.sheet.case.id)
    mine = [post.id for post in found if post.person_id == person.id]
    about = work.message.recipient_id
    team = [post.id for post in found if post.recipient_id == about and not post.person_id]
    return next(iter(mine + team), None)
