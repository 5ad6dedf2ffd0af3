"""Two stored people who are one human: known by the email that their organisation vouches for."""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from foxo_bot.directory import sighting
from foxo_bot.directory.sighting import SLACK, Home
from foxo_bot.model import Person, Wishes
from foxo_bot.store import one_person, people
from foxo_bot.store.db import Tx

_ADDRESSES = (
    *("slack_workspace", "slack_user", "slack_via", "teams_user", "last_chat"),
    *("email", "phone"),
)
_OWN = ("own_phone", "own_phone_problem", "own_phone_verified_at")


class WithEmail(Protocol):
    @property
    def transport(self) -> str: ...
    @property
    def email(self) -> str | None: ...


def twin(tx: Tx, profile: WithEmail, home: Home, *, of: Person | None) -> Person | None:
    """The other stored person with this profile's email, unless both are known on one platform.

    An outsider's email is vouched for by nobody here, so it never counts.
    """
    if home.external or not profile.email:
        return None
    same = people.by_email(tx, home.organisation.id, profile.email.lower())
    others = [person for person in same if of is None or person.id != of.id]
    if len(others) != 1 or others[0].external:
        return None
    if of is not None:
        return None if _clash(of, others[0]) else others[0]
    taken = others[0].slack_user if profile.transport == SLACK else others[0].teams_user
    return None if taken else others[0]


def join(tx: Tx, one: Person, other: Person, *, via: str, now: datetime) -> Person:
    """Make one of two; the one that the directory file lists stays, else the older."""
    older, newer = sorted((one, other), key=lambda person: person.id)
    swap = people.listed_columns(tx, newer) and not people.listed_columns(tx, older)
    keep, gone = (newer, older) if swap else (older, newer)
    one_person.absorb(tx, keep=keep, gone=gone)
    addresses = {column: getattr(keep, column) or getattr(gone, column) for column in _ADDRESSES}
    if not keep.phone:
        addresses["phone_verified_at"] = gone.phone_verified_at
    if not keep.own_phone:
        addresses |= {column: getattr(gone, column) for column in _OWN}
    if keep.wishes == Wishes():
        people.change(tx, keep, wishes=people.wishes_json(gone.wishes))
        keep = replace(keep, wishes=gone.wishes)
    people.change(tx, keep, **addresses)
    sighting.note(tx, keep, "person_joined", via=via, now=now, other=gone.id)
    return replace(keep, **addresses)


def _clash(one: Person, other: Person) -> bool:
    """Whether both have an id on the same platform, which no human has twice."""
    return bool((one.slack_user and other.slack_user) or (one.teams_user and other.teams_user))
