"""People of chat platforms: recognised when they act, known better from their profiles."""

from datetime import datetime
from typing import Protocol

from foxo_bot.directory import following, one_human, phones, sighting
from foxo_bot.directory.sighting import NAME_LENGTH, SLACK, Columns, Home, Sighting
from foxo_bot.model import NoOrganisation, Person
from foxo_bot.store import people
from foxo_bot.store.db import Tx


class Profile(Protocol):
    """A person as a chat platform describes them; `phone` is free text as they typed it."""

    @property
    def transport(self) -> str: ...
    @property
    def user(self) -> str: ...
    @property
    def workspace(self) -> str: ...
    @property
    def via(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def active(self) -> bool: ...


def recognise(
    tx: Tx,
    *,
    transport: str,
    user: str,
    workspace: str | None,
    via: str,
    name: str,
    now: datetime,
) -> Person:
    """The person that a platform user is, stored if they are new.

    `workspace` is where they belong (None where the platform does not tell), `via` the workspace
    whose installation heard them. Who belongs to a workspace that nobody claims is an outsider
    of the organisation of `via`. Raises NoOrganisation where neither is claimed.
    """
    seen = Sighting(transport, user, workspace, via, name)
    home = sighting.home_of(tx, seen)
    if home is None:
        raise NoOrganisation
    person = sighting.known(tx, seen)
    if person is None:
        person = _meet(tx, seen, home, now)
    news = sighting.news_of(tx, person, seen, home) | {"last_chat": transport}
    return sighting.change(tx, person, news, via=transport, now=now)


def known(tx: Tx, transport: str, user: str, *, workspace: str | None, via: str) -> Person | None:
    """Who a platform user is, where they are stored; changes nothing."""
    return sighting.known(tx, Sighting(transport, user, workspace, via, ""))


def profile_seen(tx: Tx, profile: Profile, *, now: datetime) -> Person | None:
    """Fill in what a platform tells about a person; what the directory file lists wins.

    None for who is neither known nor, by email, a colleague who is: nobody is stored who has
    nothing to do with the bot. Who was deactivated leaves the teams that follow their channels.
    """
    seen = _sighting(profile)
    home = sighting.home_of(tx, seen)
    if home is None:
        return None
    person = _found(tx, profile, seen, home, now)
    if person is None:
        return None
    if not profile.active:
        following.left(tx, person, transport=profile.transport, now=now)
    news = sighting.news_of(tx, person, seen, home) | _told(tx, person, profile, home)
    return sighting.change(tx, person, news, via=profile.transport, now=now)


def colleague(tx: Tx, profile: Profile, *, now: datetime) -> Person | None:
    """Like profile_seen, for somebody in a team's channel: who is new there is stored.

    Outsiders are not: they are met when they act.
    """
    home = sighting.home_of(tx, _sighting(profile))
    person = profile_seen(tx, profile, now=now)
    if person or home is None or home.external or not profile.active:
        return person
    _meet(tx, _sighting(profile), home, now)
    return profile_seen(tx, profile, now=now)


def _sighting(profile: Profile) -> Sighting:
    return Sighting(profile.transport, profile.user, profile.workspace, profile.via, profile.name)


def _found(tx: Tx, profile: Profile, seen: Sighting, home: Home, now: datetime) -> Person | None:
    person = sighting.known(tx, seen)
    twin = one_human.twin(tx, profile, home, of=person)
    if person and twin:
        return one_human.join(tx, person, twin, via=profile.transport, now=now)
    return person or twin


def _meet(tx: Tx, seen: Sighting, home: Home, now: datetime) -> Person:
    person = people.insert_if_new(
        tx,
        home.organisation.id,
        name=(seen.name or seen.user)[:NAME_LENGTH],
        external=home.external,
        **sighting.address(seen, home),
    )
    if person is None:  # another transaction has met them this instant
        person = sighting.known(tx, seen)
        assert person is not None  # noqa: S101 - the row that was in the way
        return person
    sighting.note(tx, person, "person_met", via=seen.transport, now=now)
    return person


def _told(tx: Tx, person: Person, profile: Profile, home: Home) -> Columns:
    """What the profile says of the columns that the directory file leaves open."""
    country = None if home.external else home.organisation.country
    told = {
        "name": profile.name[:NAME_LENGTH],
        "email": (profile.email or "").lower(),
        "phone": phones.mobile(profile.phone, country),
    }
    fixed = people.listed_columns(tx, person)
    news: Columns = {
        column: value for column, value in told.items() if value and column not in fixed
    }
    if not profile.active and profile.transport == SLACK:
        news["slack_via"] = None
    return news
