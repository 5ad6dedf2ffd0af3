"""The page that takes files: many large ones at once must not fill the machine."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from foxo_bot.model import Upload, Waiting
from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.serving import Served
from foxo_bot.signing import UPLOAD, TrayGrant
from foxo_bot.web import files, multipart
from tests.stub_front import StubFront
from tests.web.conftest import Answer, Site, application

FORM = {"Content-Type": "multipart/form-data; boundary=b"}


class Trays(StubFront):
    """Takes files, and remembers what they are called."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    async def tray(self, grant: TrayGrant) -> list[Waiting]:
        return [Waiting(number, name, 1) for number, name in enumerate(self.names)]

    async def lay_in(
        self, grant: TrayGrant, uploads: tuple[Upload, ...], once: str, now: datetime
    ) -> tuple[list[Waiting], list[str]]:
        self.names += [upload.name for upload in uploads]
        return await self.tray(grant), []


@pytest.fixture
async def site(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    monkeypatch.setattr(files, "AT_ONCE", 1500)
    monkeypatch.setattr(multipart, "PATIENCE", 0.2)
    site = Site(Clock(datetime(2026, 3, 1, 3, 0, tzinfo=UTC), rate=0), front=Trays())
    served = Served(application(site))
    await served.start()
    site.url = served.url
    yield site
    await served.stop()


def page(site: Site) -> str:
    token = site.signer.token(TrayGrant(1, 2, "tray"), purpose=UPLOAD, now=site.clock.now())
    return f"/upload/{token}"


def body(name: str, size: int) -> bytes:
    head = f'--b\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    return head.encode() + b"x" * size + b"\r\n--b--\r\n"


async def adds(site: Site, name: str, size: int) -> Answer:
    return await site.asks("POST", page(site), data=body(name, size), headers=FORM)


async def test_who_finds_no_room_is_asked_to_try_again_and_then_is_taken(site: Site) -> None:
    arrived, goes_on = asyncio.Event(), asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        whole = body("first.png", 900)
        yield whole[:500]
        arrived.set()
        await goes_on.wait()
        yield whole[500:]

    first = asyncio.create_task(site.asks("POST", page(site), data=slowly(), headers=FORM))
    await arrived.wait()
    turned_away = await adds(site, "second.png", 1200)
    assert turned_away.status == 503
    assert "Try again in a minute" in turned_away.text
    goes_on.set()
    assert "first.png" in (await first).text
    assert "second.png" in (await adds(site, "second.png", 1200)).text


async def test_what_stops_arriving_is_given_up_and_holds_no_room(site: Site) -> None:
    async def stops() -> AsyncIterator[bytes]:
        yield body("lost.png", 1400)[:1400]
        await asyncio.sleep(30)

    given_up = await site.asks("POST", page(site), data=stops(), headers=FORM)
    assert given_up.status == 408
    assert "Try again" in given_up.text
    assert "next.png" in (await adds(site, "next.png", 1200)).text
