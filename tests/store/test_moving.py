"""Where a case stands changes only if it still stands as whoever changes it has read."""

from dataclasses import dataclass

import pytest

from foxo_bot.model import Recipient, State
from foxo_bot.store import recipients
from foxo_bot.store.db import Database, Tx
from tests.cases import town

HOME = 1


@dataclass(frozen=True)
class Claim:
    """Somebody acknowledges, or takes over, what they have read."""

    read: Recipient
    by: int

    def made(self, tx: Tx) -> bool:
        return recipients.move(
            tx, self.read, to=State.CLAIMED, by=self.by, claimer_id=self.by, now=town.NOON
        )


@pytest.fixture
async def members(database: Database) -> list[int]:
    """Three members of a team that has been sent a case."""

    def fill(tx: Tx) -> list[int]:
        here = town.build(tx)
        town.send(tx, here)
        return [here.people[name].id for name in ("Cleo", "Casey", "Lane")]

    return await database.write(fill)


async def _read(database: Database) -> Recipient:
    found = await database.read(lambda tx: recipients.get(tx, HOME, 1))
    assert found
    return found


async def test_of_two_who_read_that_it_waits_the_first_has_it(
    database: Database, members: list[int]
) -> None:
    cleo, casey, _ = members
    waits = await _read(database)

    assert await database.write(Claim(waits, cleo).made)
    assert not await database.write(Claim(waits, casey).made)
    assert (await _read(database)).claimer_id == cleo


async def test_of_two_who_take_over_from_the_same_holder_the_first_has_it(
    database: Database, members: list[int]
) -> None:
    cleo, casey, lane = members
    await database.write(Claim(await _read(database), cleo).made)
    held = await _read(database)

    assert await database.write(Claim(held, casey).made)
    assert not await database.write(Claim(held, lane).made)
    assert (await _read(database)).claimer_id == casey


async def test_who_read_that_it_waits_cannot_have_what_was_withdrawn_meanwhile(
    database: Database, members: list[int]
) -> None:
    waits = await _read(database)

    def withdraw(tx: Tx) -> bool:
        return recipients.move(
            tx, waits, to=State.WITHDRAWN, by=None, claimer_id=None, now=town.NOON
        )

    assert await database.write(withdraw)
    assert not await database.write(Claim(waits, members[0]).made)
    assert (await _read(database)).state is State.WITHDRAWN
