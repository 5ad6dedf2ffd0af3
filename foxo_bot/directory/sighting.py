"""One sight of somebody on a chat platform: where they belong, and which stored person they are."""

from dataclasses import dataclass, replace
from datetime import datetime

from foxo_bot.model import Organisation, Person
from foxo_bot.store import events, organisations, people
from foxo_bot.store.db import Tx

SLACK = "slack"
NAME_LENGTH = 200
Columns = dict[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Sighting:
    """`workspace` is where they belong (None: not told), `via` whose installation saw them."""

    transport: str
    user: str
    workspace: str | None
    via: str
    name: str


@dataclass(frozen=True, slots=True)
class Home:
    """The organisation somebody belongs to, or (`external`) the one that met them."""

    organisation: Organisation
    external: bool


def home_of(tx: Tx, seen: Sighting) -> Home | None:
    """None where nobody claims the workspace, nor the one that saw them."""
    if seen.workspace:
        claimed = organisations.of_workspace(tx, seen.transport, seen.workspace)
        if claimed:
            return Home(claimed, external=False)
    host = organisations.of_workspace(tx, seen.transport, seen.via)
    return Home(host, external=True) if host else None


def known(tx: Tx, seen: Sighting) -> Person | None:
    if seen.transport != SLACK:
        return people.by_teams(tx, seen.user)
    person = people.by_slack(tx, seen.workspace, seen.user) if seen.workspace else None
    if person:
        return person
    met_here = people.by_slack_user(tx, seen.via, seen.user)
    if met_here and seen.workspace and met_here.slack_workspace:
        return None  # somebody of another workspace whose id happens to be the same
    return met_here


def address(seen: Sighting, home: Home) -> Columns:
    """How they are reached: through their own workspace where it is one of ours."""
    if seen.transport != SLACK:
        return {"teams_user": seen.user}
    reached = seen.via if home.external else seen.workspace
    return {"slack_workspace": seen.workspace, "slack_user": seen.user, "slack_via": reached}


def news_of(tx: Tx, person: Person, seen: Sighting, home: Home) -> Columns:
    """What this sight tells of a stored person: their home, how they are reached, a first name."""
    news: Columns = {}
    elsewhere = person.external or person.organisation_id != home.organisation.id
    # Whom the directory file lists belongs where it says, whatever their tenant.
    if elsewhere and not home.external and not people.listed_columns(tx, person):
        news |= {"organisation_id": home.organisation.id, "external": False}
    if seen.workspace:
        news |= address(seen, home)
    elif seen.transport == SLACK and person.slack_via is None:
        news["slack_via"] = seen.via
    if seen.name and person.name == seen.user:
        news["name"] = seen.name[:NAME_LENGTH]
    return news


def change(tx: Tx, person: Person, wanted: Columns, *, via: str, now: datetime) -> Person:
    """Store what differs; the person as they are then."""
    new = {column: value for column, value in wanted.items() if getattr(person, column) != value}
    if not new:
        return person
    people.change(tx, person, **new)
    changed = replace(person, **new)  # type: ignore[arg-type]  # the fields are the columns
    if new.keys() - {"slack_via", "last_chat"}:
        note(tx, changed, "person_changed", via=via, now=now, columns=" ".join(sorted(new)))
    return changed


def note(tx: Tx, person: Person, kind: str, *, via: str, now: datetime, **facts: str | int) -> None:
    data = {"person": person.id, **facts}
    events.append(tx, events.Event(person.organisation_id, now, kind, via, data=data))
