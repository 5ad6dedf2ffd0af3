"""The people and teams that steps name: found once when a policy is set, and again when it is due.

Names are kept beside ids, so that a policy can be written out, and somebody whose row was joined
with another's is found by name.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from foxo_bot.model import Named, Naming, Person, Step, Team
from foxo_bot.store import people, teams
from foxo_bot.store.db import Tx


class NotFound(ValueError):
    """Nobody, or not just one, has this name; the text says what to write instead."""


def person(tx: Tx, organisation_id: int, named: Named) -> Person | None:
    """Who is meant, if there is exactly one such person of the organisation who has an address."""
    everybody = _reachable(tx, organisation_id)
    known = next((one for one in everybody if one.id == named.id), None)
    if known is not None:
        return known
    same = _called(everybody, named.name)
    return same[0] if len(same) == 1 else None


def team(tx: Tx, organisation_id: int, named: Named) -> Team | None:
    """The active team that is meant."""
    standing = [one for one in teams.of_organisation(tx, organisation_id) if one.active]
    known = next((one for one in standing if one.id == named.id), None)
    return known or next((one for one in standing if _same(one.name, named.name)), None)


def finder(tx: Tx, organisation_id: int) -> Callable[[Named], Named]:
    """Gives each name the id it has in the organisation; raises NotFound."""

    def find(named: Named) -> Named:
        found = _find_team if named.what is Naming.TEAM else _find_person
        return found(tx, organisation_id, named)

    return find


def refresher(tx: Tx, organisation_id: int) -> Callable[[Named], Named]:
    """Gives each person and team the name they have now, so that what is shown can be saved."""

    def refresh(named: Named) -> Named:
        if named.what is Naming.TEAM:
            now = team(tx, organisation_id, named)
            return named if now is None else replace(named, name=now.name)
        one = person(tx, organisation_id, named)
        if one is None or _same(named.name, one.name) or _same(named.name, one.email or ""):
            return named
        return replace(named, name=one.name)

    return refresh


def with_names(steps: Iterable[Step], find: Callable[[Named], Named]) -> tuple[Step, ...]:
    """The steps with everybody they name found, or named anew."""
    return tuple(
        replace(step, to=tuple(find(one) if isinstance(one, Named) else one for one in step.to))
        for step in steps
    )


def _find_person(tx: Tx, organisation_id: int, named: Named) -> Named:
    found = _called(_reachable(tx, organisation_id), named.name)
    if len(found) > 1:
        raise NotFound(f"several people are called {named.name}. Write the email of one.")
    if not found:
        raise NotFound(f"nobody of your organisation is called {named.name}.")
    return replace(named, id=found[0].id)


def _find_team(tx: Tx, organisation_id: int, named: Named) -> Named:
    found = team(tx, organisation_id, replace(named, id=0))
    if found is None:
        raise NotFound(f"your organisation has no team {named.name}.")
    return Named(Naming.TEAM, found.name, found.id)


def _reachable(tx: Tx, organisation_id: int) -> list[Person]:
    """A row without any address is somebody who turned out to be another."""
    return [
        one
        for one in people.of_organisation(tx, organisation_id)
        if not one.external and (one.slack_user or one.teams_user or one.email or one.phone)
    ]


def _called(everybody: Iterable[Person], name: str) -> list[Person]:
    return [one for one in everybody if _same(one.name, name) or _same(one.email or "", name)]


def _same(one: str, other: str) -> bool:
    """Quotes do not count: in the notation they stand around a name."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return " ".join(re.sub('["“”]', "", name).split()).casefold()
