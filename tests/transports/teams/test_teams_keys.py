"""Microsoft's signing keys: fetched once, again after a rotation, and not for every forger."""

from datetime import UTC, datetime, timedelta

import pytest

from foxo_bot.edges.payload import Json
from foxo_bot.sandbox.teams.keys import KeyRing
from foxo_bot.transports.teams.keys import Keys, NoKeys
from foxo_bot.transports.teams.timing import Timing

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Publisher:
    """Microsoft's two documents; `down` while they cannot be had."""

    def __init__(self) -> None:
        self.ring = KeyRing("connector")
        self.now = NOON
        self.fetches = 0
        self.down = False

    async def fetch(self, url: str) -> Json:
        if self.down:
            raise OSError
        if url == "https://keys.example/metadata":
            self.fetches += 1
            return {"jwks_uri": "https://keys.example/keys"}
        return self.ring.published()

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)

    def keys(self) -> Keys:
        return Keys("https://keys.example/metadata", self.fetch, lambda: self.now, Timing())


async def test_a_known_key_is_fetched_once_a_day() -> None:
    publisher = Publisher()
    keys = publisher.keys()
    for _ in range(3):
        key = await keys.find(publisher.ring.current.kid)
        assert key is not None
        assert key.endorsements == ("msteams",)
    assert publisher.fetches == 1
    publisher.passes(hours=25)
    await keys.find(publisher.ring.current.kid)
    assert publisher.fetches == 2


async def test_a_rotation_is_noticed_at_the_first_new_signature() -> None:
    publisher = Publisher()
    keys = publisher.keys()
    await keys.find(publisher.ring.current.kid)
    fresh = publisher.ring.rotate()
    assert await keys.find(fresh.kid) is not None


async def test_forgers_cost_one_fetch_in_five_minutes() -> None:
    publisher = Publisher()
    keys = publisher.keys()
    await keys.find(publisher.ring.current.kid)
    for number in range(20):
        assert await keys.find(f"forged-{number}") is None
    assert publisher.fetches == 2
    publisher.passes(minutes=5)
    assert await keys.find("forged-again") is None
    assert publisher.fetches == 3


async def test_old_keys_serve_on_while_microsoft_is_away() -> None:
    publisher = Publisher()
    keys = publisher.keys()
    await keys.find(publisher.ring.current.kid)
    publisher.passes(hours=25)
    publisher.down = True
    assert await keys.find(publisher.ring.current.kid) is not None


async def test_without_any_keys_nobody_is_called_a_forger() -> None:
    publisher = Publisher()
    publisher.down = True
    keys = publisher.keys()
    with pytest.raises(NoKeys):
        await keys.find(publisher.ring.current.kid)
    publisher.down = False
    publisher.passes(seconds=6)
    assert await keys.find(publisher.ring.current.kid) is not None
