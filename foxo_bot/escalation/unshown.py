"""A team's channel cannot show a case: who is told of it, and when it does not matter."""

from datetime import datetime

from foxo_bot.escalation import engine, shown
from foxo_bot.model import AWAITING, ENDED, TAKEN_AWAY, Post, PostRole, Recipient, Role
from foxo_bot.store import (
    attempts,
    cases,
    events,
    memberships,
    messages,
    outbox,
    people,
    posts,
    recipients,
)
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message

UNDELIVERABLE = "undeliverable"
"""The occasion of telling people that a team's channel cannot show a case."""


def stands(tx: Tx, recipient: Recipient) -> bool:
    """Whether the team can see the case in some channel of theirs."""
    return any(copy.vendor_id for copy in _of_team(tx, recipient))


def another_is_enough(tx: Tx, message: Message, recipient: Recipient | None, now: datetime) -> bool:
    """A platform that is not served here has a channel of the team's; False where it has no other.

    Nobody who uses this program reads there, so nothing is amiss.
    """
    if recipient is None or message.post_id is None:
        return False
    lost = posts.get(tx, message.organisation_id, message.post_id)
    others = [copy for copy in _of_team(tx, recipient) if copy.id != lost.id and not copy.problem]
    if lost.role is not PostRole.TEAM or not others:
        return False
    posts.set_problem(tx, lost, messages.NOT_SET_UP)
    if message.step is not None:
        _not_posted_again(tx, message, recipient, now)
    return True


def in_channel(
    tx: Tx, message: Message, recipient: Recipient | None, words: str, now: datetime
) -> None:
    """Tell the sender and the team's leads, and begin with the first people at once."""
    post = posts.get(tx, message.organisation_id, message.post_id or 0)
    posts.set_problem(tx, post, words)
    if recipient is None or post.role is not PostRole.TEAM:
        return
    if message.step is not None:
        _not_posted_again(tx, message, recipient, now)
        return
    _tell(tx, post, recipient, now)


def taken_away(tx: Tx, post: Post, now: datetime) -> None:
    """Somebody deleted the message that showed a case to a team; the case is held by the caller.

    It is not shown there again: whoever deletes a message may have had to, for what it said.
    """
    if post.problem or post.role is not PostRole.TEAM or post.recipient_id is None:
        return
    posts.set_problem(tx, post, TAKEN_AWAY)
    recipient = recipients.get(tx, post.organisation_id, post.recipient_id)
    if recipient is None:
        return
    events.about_recipient(tx, recipient, "taken_away", now, via=post.transport)
    if recipient.state not in ENDED:
        _tell(tx, post, recipient, now)


def _tell(tx: Tx, post: Post, recipient: Recipient, now: datetime) -> None:
    """The sender, the leads and every other copy say it; members are asked one by one at once."""
    case = cases.get(tx, post.organisation_id, post.case_id)
    concerned = {case.sender_id: people.find(tx, case.sender_id)} | {
        member.person.id: member.person
        for member in memberships.of_team(tx, recipient.team_organisation_id, recipient.team_id)
        if member.role is Role.LEAD
    }
    told = [
        messages.told(case, recipient.id, person, UNDELIVERABLE, key=f"lost:{post.id}:{key}")
        for key, person in concerned.items()
    ]
    outbox.put(tx, [*told, *shown.redraws(tx, case)], now)
    if recipient.state in AWAITING:
        engine.bring_forward(tx, recipient, now)


def _not_posted_again(tx: Tx, message: Message, recipient: Recipient, now: datetime) -> None:
    """The first post told whoever should know; a step that was nothing else gives way."""
    if recipient.state in AWAITING and not attempts.step_reached_anybody(tx, message):
        engine.bring_forward(tx, recipient, now)


def _of_team(tx: Tx, recipient: Recipient) -> list[Post]:
    copies = posts.of_case(tx, recipient.organisation_id, recipient.case_id)
    return [
        copy for copy in copies if copy.recipient_id == recipient.id and copy.role is PostRole.TEAM
    ]
