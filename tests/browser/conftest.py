"""The demo, served on a free port, and browser windows on it."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ViewportSize, async_playwright, expect

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.demo import Demo, opened
from foxo_bot.sandbox.page import routes
from foxo_bot.sandbox.serving import Served
from tests.browser import chromium
from tests.browser.window import Window

PATIENCE = 30_000
"""Milliseconds that a busy machine may take; a page that works takes far less."""

SIZE: ViewportSize = {"width": 1280, "height": 800}
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

Opens = Callable[..., Awaitable[Window]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all journeys, because they share the browser."""
    for item in items:
        here = Path(__file__).parent in item.path.parents
        if here and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = chromium.needed()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=chromium.ARGS)
        expect.set_options(timeout=PATIENCE)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path: Path, migrated: Path) -> AsyncIterator[Demo]:
    database = shutil.copy(migrated, tmp_path / "foxo.db")
    async with opened(database, Clock(NOON)) as demo:
        slack = demo.sandbox.slack  # its three seconds stand still: a busy machine is no slow app
        slack.courier.patience, slack.triggers.clock.rate = PATIENCE / 1000, 0
        yield demo


@pytest_asyncio.fixture(loop_scope="session")
async def window(demo: Demo, browser: Browser) -> AsyncIterator[Opens]:
    """Opens windows as one of the people, at one conversation; their scripts must not fail."""
    served = Served(routes.build(demo))
    await served.start()
    broken: list[str] = []

    async def opens(who: str, where: str = "", *, script: bool = True, **looking: str) -> Window:
        page = await browser.new_page(viewport=SIZE, java_script_enabled=script)
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: broken.append(str(error)))
        one = Window(page, served.url)
        await one.looks(who, where, **looking)
        return one

    yield opens
    for context in browser.contexts:
        await context.close()
    await served.stop()
    assert broken == []
