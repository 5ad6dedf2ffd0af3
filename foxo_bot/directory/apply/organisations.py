"""Makes the stored directory what a directory file says, and says what that changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from foxo_bot.directory.apply.ledger import Ledger
from foxo_bot.directory.apply.people import apply_people, delist
from foxo_bot.directory.apply.teams import apply_teams
from foxo_bot.directory.file import DirectoryError, DirectoryFile, Mistake, OrganisationEntry
from foxo_bot.model import Organisation, Person
from foxo_bot.store import organisations
from foxo_bot.store.db import Tx

_PLATFORMS = {"slack": "Slack workspace", "teams": "Entra tenant"}


@dataclass(frozen=True, slots=True)
class Applied:
    """Sentences in the order of the file: what changed, and what was left alone on purpose."""

    changes: tuple[str, ...]
    left_alone: tuple[str, ...]


class OnlyPreviewed(Exception):
    """Carries what would change out of a transaction, which it rolls back."""

    def __init__(self, applied: Applied) -> None:
        super().__init__("previewed")
        self.applied = applied


def apply(tx: Tx, file: DirectoryFile, *, now: datetime) -> Applied:
    """Make the database what the file says; nothing changes the second time.

    The file wins over what leads changed in chat. Teams that it no longer names become inactive:
    their open cases stay and go on escalating. Organisations that it does not name are left
    alone. Raises DirectoryError where it claims a workspace of one of those.
    """
    ledger = Ledger(tx, now)
    before = organisations.every(tx)
    named = {entry.name for entry in file.organisations}
    _refuse_taken_workspaces(tx, file, named)
    present = {organisation.name: organisation for organisation in before}
    made = [_organisation(ledger, present.get(entry.name), entry) for entry in file.organisations]
    pairs = list(zip(file.organisations, made, strict=True))
    _claim(ledger, pairs)
    people = apply_people(ledger, pairs)
    for (entry, organisation), known in zip(pairs, people, strict=True):
        _settings(ledger, organisation, entry, known)
        apply_teams(ledger, organisation, entry, known)
    for (_, organisation), known in zip(pairs, people, strict=True):
        delist(ledger, organisation, known)
    return Applied(
        tuple(ledger.changes),
        tuple(
            f"{name} is not in the file: left as it is." for name in sorted(present.keys() - named)
        ),
    )


def preview(tx: Tx, file: DirectoryFile, *, now: datetime) -> NoReturn:
    """Raises OnlyPreviewed with what apply would do, so that the transaction is rolled back."""
    raise OnlyPreviewed(apply(tx, file, now=now))


def _refuse_taken_workspaces(tx: Tx, file: DirectoryFile, named: set[str]) -> None:
    mistakes = []
    for entry in file.organisations:
        for transport in _PLATFORMS:
            for workspace in entry.claims(transport):
                holder = organisations.of_workspace(tx, transport, workspace)
                if holder and holder.name not in named:
                    words = (
                        f"{workspace} belongs to {holder.name}, which is not in this file; "
                        f"add {holder.name} without it, or take it out here"
                    )
                    mistakes.append(Mistake(entry.line, 1, words))
    if mistakes:
        raise DirectoryError(mistakes)


def _organisation(
    ledger: Ledger, organisation: Organisation | None, entry: OrganisationEntry
) -> Organisation:
    if organisation:
        return organisation
    new_id = organisations.insert_one(ledger.tx, name=entry.name)
    ledger.add(new_id, f"{entry.name}: new organisation.", "organisation_added")
    return organisations.get(ledger.tx, new_id)


def _claim(ledger: Ledger, pairs: list[tuple[OrganisationEntry, Organisation]]) -> None:
    """Give workspaces up before others take them, so that one may pass from hand to hand."""
    for adding in (False, True):
        for entry, organisation in pairs:
            for transport in _PLATFORMS:
                _claim_on(ledger, organisation, transport, entry.claims(transport), adding=adding)


def _claim_on(
    ledger: Ledger,
    organisation: Organisation,
    transport: str,
    wanted: tuple[str, ...],
    *,
    adding: bool,
) -> None:
    there = organisations.workspaces_of(ledger.tx, organisation.id, transport)
    kept = [name for name in there if name in wanted]
    added = [name for name in wanted if adding and name not in there]
    if kept + added == there:
        return
    organisations.set_workspaces(ledger.tx, organisation.id, transport, kept + added)
    for names, what in (([n for n in there if n not in kept], "removed"), (added, "added")):
        for name in names:
            sentence = f"{organisation.name}: {_PLATFORMS[transport]} {name} {what}."
            ledger.add(organisation.id, sentence, f"workspace_{what}", workspace=name)


def _settings(
    ledger: Ledger, organisation: Organisation, entry: OrganisationEntry, known: list[Person]
) -> None:
    fallback = None if entry.fallback is None else known[entry.fallback]
    fallback_id = fallback.id if fallback else None
    sentences = {
        "timezone": (
            entry.timezone != organisation.timezone,
            f"time zone is {entry.timezone or 'UTC'}",
        ),
        "country": (entry.country != organisation.country, f"country is {entry.country or 'none'}"),
        "sender_confirms_close": (
            entry.sender_confirms_close != organisation.sender_confirms_close,
            "only the sender closes a case"
            if entry.sender_confirms_close
            else "members may close a case without the sender",
        ),
        "fallback": (
            fallback_id != organisation.fallback_person_id,
            f"fallback contact is {fallback.name if fallback else 'nobody'}",
        ),
    }
    for what, (differs, words) in sentences.items():
        if differs:
            ledger.add(organisation.id, f"{organisation.name}: {words}.", f"{what}_set")
    if any(differs for differs, _ in sentences.values()):
        organisations.save(
            ledger.tx,
            organisation.id,
            country=entry.country,
            sender_confirms_close=entry.sender_confirms_close,
            fallback_person_id=fallback_id,
            timezone=entry.timezone,
        )
