"""Takes the picture at the top of the README: an Urgent case that stands and escalates.

Run by `make screenshots`.
"""

import asyncio
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from playwright.async_api import Playwright, async_playwright, expect

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.demo import opened
from foxo_bot.sandbox.page import routes
from foxo_bot.sandbox.serving import Served
from tests.browser import chromium
from tests.browser.window import Window

TO = Path("docs/images/demo.png")
MORNING = datetime(2026, 3, 2, 9, 40).astimezone()
SUBJECT = "Wrist film of an invented patient"
DETAILS = "Possible scaphoid fracture. Please look at the film and call me on ward 4 east."


async def main() -> None:
    path = chromium.find()
    if path is None:
        sys.exit("screenshots: no Chromium here; install it with: apt-get install chromium")
    TO.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with opened(Path(folder) / "foxo.db", Clock(MORNING)) as demo:
            served = Served(routes.build(demo))
            await served.start()
            async with async_playwright() as playwright:
                await _play(playwright, path, served.url)
            await served.stop()


async def _play(playwright: Playwright, path: str, url: str) -> None:
    browser = await playwright.chromium.launch(executable_path=path, args=chromium.ARGS)
    page = await browser.new_page(viewport={"width": 1440, "height": 860}, device_scale_factor=1.5)
    window = Window(page, url)
    await window.looks("rowan", "C00WARD")
    await window.sends_a_case(
        teams=("Radiology Concierge", "Cardiology"), subject=SUBJECT, details=DETAILS
    )
    await window.looks("cleo", "C00RAD")
    for _ in range(2):
        await window.jumps()
    await expect(window.texts.last).to_contain_text("Urgent case")
    await expect(window.ledger.first).to_contain_text("sms")
    await page.mouse.move(700, 700)
    await page.screenshot(path=TO, animations="disabled")
    await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
