"""The demo, served on a free port, and browser windows on it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
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


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    path = chromium.needed()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=chromium.ARGS)
        expect.set_options(timeout=PATIENCE)
        yield browser
        await browser.close()


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    async with opened(tmp_path / "foxo.db", Clock(NOON)) as demo:
        yield demo


@pytest.fixture
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
