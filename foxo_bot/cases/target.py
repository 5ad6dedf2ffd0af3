"""What an act is about: a case and those of its receiving teams that the pressed copy shows."""

from dataclasses import dataclass
from datetime import datetime

from foxo_bot import access
from foxo_bot.model import Case, NoSuchPost, Person, Post, Recipient, Relation
from foxo_bot.store import acknowledgements, cases, memberships, organisations, posts, recipients
from foxo_bot.store.db import Tx


@dataclass(frozen=True, slots=True)
class Act:
    """Who does it, through what (a transport's name), and when (aware UTC)."""

    person: Person
    via: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Target:
    """A locked case and the recipients an act is about, with the copy it was done on."""

    case: Case
    recipients: tuple[Recipient, ...]
    post: Post | None = None


def of_post(tx: Tx, post_id: int | None) -> Target:
    """What a press on a copy is about: its own team, or all of them on the sender's copy."""
    post = posts.find(tx, post_id) if post_id is not None else None
    if post is None:
        raise NoSuchPost
    case = cases.lock(tx, post.organisation_id, post.case_id)
    found = recipients.of_case(tx, case.organisation_id, case.id)
    shown = [r for r in found if post.recipient_id in {None, r.id}]
    return Target(case, tuple(shown), post)


def of_recipient(tx: Tx, organisation_id: int, recipient_id: int) -> Target:
    """What a link or an SMS code is about."""
    recipient = recipients.get(tx, organisation_id, recipient_id)
    if recipient is None:
        raise NoSuchPost
    case = cases.lock(tx, organisation_id, recipient.case_id)
    fresh = recipients.get(tx, organisation_id, recipient_id)
    return Target(case, (fresh or recipient,))


def of_case(tx: Tx, case: Case) -> Target:
    """A whole case, as its number names it."""
    locked = cases.lock(tx, case.organisation_id, case.id)
    return Target(locked, tuple(recipients.of_case(tx, case.organisation_id, case.id)))


def relations(tx: Tx, person: Person, case: Case, recipient: Recipient) -> frozenset[Relation]:
    """What the person is to one receiving team of the case."""
    is_member = recipient.team_id in memberships.teams_of(tx, person.id)
    return access.relations(
        person,
        sender_id=case.sender_id,
        member_ids={person.id} if is_member else set(),
        called_ids=() if is_member else acknowledgements.called_to(tx, recipient),
        claimer_id=recipient.claimer_id,
    )


def confirms_close(tx: Tx, recipient: Recipient) -> bool:
    """The receiving organisation's setting: only the sender closes."""
    return organisations.get(tx, recipient.team_organisation_id).sender_confirms_close
