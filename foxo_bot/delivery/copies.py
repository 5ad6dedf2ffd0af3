"""Draws the copies of a case, and the replies under them."""

from foxo_bot.cards import case_card, told
from foxo_bot.cards.card import Card
from foxo_bot.cards.notice import Occasion, Reader
from foxo_bot.delivery.transport import Parcel
from foxo_bot.delivery.work import Moot, Work
from foxo_bot.model import AWAITING, Post, PostRole, State
from foxo_bot.store import people, posts, replies
from foxo_bot.store.outbox import newer_redraw


def post(work: Work) -> Parcel | Moot:
    post = posts.get(work.tx, work.message.organisation_id, work.message.post_id or 0)
    if work.recipient and work.recipient.state is State.WITHDRAWN and post.vendor_id is None:
        return Moot("withdrawn")
    return _to_chat(work, post, _card(work, post))


def redraw(work: Work) -> Parcel | Moot:
    if newer_redraw(work.tx, work.message):
        return Moot("drawn later")
    post = posts.get(work.tx, work.message.organisation_id, work.message.post_id or 0)
    if post.vendor_id is None:
        return Moot("never shown")
    return _to_chat(work, post, _card(work, post), replaces=post.vendor_id)


def reply(work: Work) -> Parcel | Moot:
    post = posts.get(work.tx, work.message.organisation_id, work.message.post_id or 0)
    if post.vendor_id is None:
        return Moot("never shown")
    said = replies.get(work.tx, work.message.organisation_id, work.message.reply_id or 0)
    shown = work.shown
    news = told.Told(
        occasion=Occasion.REPLIED,
        number=work.case.number,
        triage=work.case.triage,
        team=shown.team_name,
        at=said.at,
        reader=Reader.SENDER if post.role is PostRole.SENDER else Reader.TEAM,
        who=people.find(work.tx, said.person_id).name,
        words=said.body,
        post_id=post.id if post.role is not PostRole.SENDER else None,
        unclaimed=shown.state in AWAITING,
    )
    return _to_chat(work, post, told.told(news), thread=post.vendor_id)


def _card(work: Work, post: Post) -> Card:
    if post.recipient_id is None:
        return case_card.sender_copy(work.sheet, post_id=post.id, now=work.now)
    draw = case_card.personal_copy if post.role is PostRole.PERSONAL else case_card.team_post
    return draw(work.sheet, post.recipient_id, post_id=post.id, now=work.now)


def _to_chat(
    work: Work,
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
