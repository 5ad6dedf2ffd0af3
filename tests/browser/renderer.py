"""A page on which Microsoft's own renderer draws Adaptive Cards."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright

from tests.browser import chromium
from tests.node import packages

HOSTS = Path(__file__).parents[3] / "shared" / "data" / "teams"
LOOKS = ("plain", "light", "dark")
USUAL, NARROW = 560, 360
"""Pixels: a card in a channel of the desktop client, and on a phone."""

Json = dict[str, Any]


def looks() -> dict[str, Json]:
    """How the renderer draws by itself, and where they lie beside us, how Teams has it draw."""
    paths = {name: HOSTS / f"hostconfig-microsoft-teams-{name}.json" for name in LOOKS[1:]}
    teams = {name: json.loads(path.read_text()) for name, path in paths.items() if path.exists()}
    return {LOOKS[0]: {}, **teams}


@asynccontextmanager
async def renderer() -> AsyncIterator[Page]:
    """The page; the functions that can be called there are in `renderer.js`."""
    modules = packages.needed()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium.needed(), args=chromium.ARGS
        )
        page = await browser.new_page(locale="en-AU", timezone_id="Australia/Sydney")
        await page.set_content("<main></main>")
        await page.add_style_tag(path=modules / "adaptivecards/dist/adaptivecards.css")
        for script in ("adaptivecards/dist/adaptivecards.min.js", _MARKDOWN):
            await page.add_script_tag(path=modules / script)
        await page.add_script_tag(path=Path(__file__).with_name("renderer.js"))
        await page.evaluate("hostsCards({})")
        yield page
        await browser.close()


_MARKDOWN = "markdown-it/dist/browser/markdown-it.umd.min.js"
"""Reads the Markdown of TextBlocks; Teams' own reader is in no package."""
