"""Two databases with the same cases, one of them with many times as many."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from shutil import copyfile

from foxo_bot.cases import submit
from foxo_bot.cases.submit import Draft
from foxo_bot.cases.target import Act
from foxo_bot.directory import apply, file, people
from foxo_bot.model import Case, PostRole, Triage
from foxo_bot.sandbox.cast import DIRECTORY, NORTHSIDE
from foxo_bot.store import copies, endings, outbox, posts, schema, teams
from foxo_bot.store.copies import Original
from foxo_bot.store.db import Database, Tx, connect
from foxo_bot.store.vault import Vault

BEGAN = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""When every case was sent."""

ORIGINALS = 200
"""Cases that are sent as people send them; all others are copies of these."""

AT_ONCE = 25
"""Copies in one transaction: each rewrites much of the indexes."""

SENDER = "U00ROWAN"
TEAM = "Radiology Concierge"

_SUBJECT = "Wrist film {number} reads as a scaphoid fracture"
_DETAILS = "Please look at the left wrist of bed {number} and call me before the ward round. " * 3


@dataclass(frozen=True, slots=True)
class Ward:
    """A database and the posts in it, in no order, whose cases nobody has acknowledged."""

    database: Database
    waiting: list[int]


@asynccontextmanager
async def wards(folder: Path, vault: Vault, *, few: int, times: int) -> AsyncIterator[list[Ward]]:
    """A database with `few` cases, and one with `times` as many.

    `few` is at most ORIGINALS, or a multiple of it.
    """
    small, large = folder / "few.db", folder / "many.db"
    originals = min(few, ORIGINALS)
    copied = few // originals
    database = connect(f"sqlite:///{small}", vault)
    sent = await _fill(database, originals)
    source = await database.read(copies.original)
    await _copy(database, source, range(1, copied))
    await database.close()  # the last to leave folds the log of writes into the file
    copyfile(small, large)
    database = connect(f"sqlite:///{large}", vault)
    await _copy(database, source, range(copied, copied * times))
    await database.close()
    opened = [connect(f"sqlite:///{path}", vault) for path in (small, large)]
    try:
        yield [
            Ward(opened[0], _shuffled(source, sent, range(copied))),
            Ward(opened[1], _shuffled(source, sent, range(copied * times))),
        ]
    finally:
        for one in opened:
            await one.close()


async def _copy(database: Database, source: Original, numbers: range) -> None:
    for first in range(numbers.start, numbers.stop, AT_ONCE):
        await database.write(copies.add, source, range(first, min(first + AT_ONCE, numbers.stop)))


def _shuffled(source: Original, sent: list[int], numbers: range) -> list[int]:
    found = [post for number in numbers for post in copies.posts_of(source, sent, number)]
    Random(1).shuffle(found)  # noqa: S311 - an order, not a secret
    return found


async def _fill(database: Database, few: int) -> list[int]:
    await database.write(schema.upgrade)
    wanted = file.parse(DIRECTORY)
    await database.write(lambda tx: apply.apply(tx, wanted, now=BEGAN))
    return await database.write(_send, few)


def _send(tx: Tx, few: int) -> list[int]:
    """Send cases as a person does, and do as if every post had been made; the team's posts."""
    sender = people.recognise(
        tx,
        transport="slack",
        user=SENDER,
        workspace=NORTHSIDE,
        via=NORTHSIDE,
        name="Rowan Registrar",
        now=BEGAN,
    )
    act = Act(sender, "slack", BEGAN)
    team = next(one for one in teams.candidates(tx, sender.organisation_id) if one.name == TEAM)
    found = []
    for number in range(few):
        subject, details = (words.format(number=number) for words in (_SUBJECT, _DETAILS))
        draft = Draft((team.id,), subject, details, Triage.URGENT)
        found.append(posted(tx, submit.submit(tx, act, draft)))
    return found


def posted(tx: Tx, case: Case) -> int:
    """Do as if a case's posts had been made; the team's post."""
    team_post = 0
    for message in outbox.of_case(tx, case.organisation_id, case.id):
        endings.sent(tx, [(message, f"sent-{message.id}")], BEGAN)
    for post in posts.of_case(tx, case.organisation_id, case.id):
        posts.placed(tx, post, place=post.address, vendor_id=f"shown-{post.id}")
        if post.role is PostRole.TEAM:
            team_post = post.id
    return team_post
