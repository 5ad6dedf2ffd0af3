"""The demo's cases are played in Slack on its page, and in Teams in the Playground."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

from playwright.async_api import expect

from foxo_bot.sandbox.cast import RADIOLOGY, WARD
from foxo_bot.sandbox.demo import opened
from foxo_bot.sandbox.page import routes
from foxo_bot.sandbox.playground import NIGHTS
from foxo_bot.sandbox.serving import Served
from foxo_bot.sandbox.story import eventually
from tests.browser import chromium
from tests.node import packages
from tests.playground.client import free_port, serving, window


async def test_who_takes_a_case_in_one_is_named_in_the_other(tmp_path: Path) -> None:
    packages.needed()
    chromium.needed()
    async with AsyncExitStack() as stack:
        demo = await stack.enter_async_context(opened(tmp_path / "foxo.db"))
        page = Served(routes.build(demo))
        await page.start()
        stack.push_async_callback(page.stop)
        url = await asyncio.to_thread(stack.enter_context, serving(page.url, free_port()))
        async with window(url) as tess:
            rowan = demo.sandbox.slack.person("U00ROWAN")
            await rowan.types("/foxo case", channel=WARD)
            assert rowan.modal is not None
            rowan.modal.fill(
                teams=["Radiology Concierge", NIGHTS],
                subject="Invented",
                details="Sore wrist",
                triage="🔴 Urgent",
            )
            await rowan.modal.submit()

            await tess.opens("Radiology")
            await tess.case.get_by_role("button", name="Acknowledge").click()
            slack = demo.sandbox.slack.channel(RADIOLOGY)
            await eventually(lambda: "by Tess Teamsworth" in slack.last.text_shown(), seconds=30)

            await demo.sandbox.slack.person("U00CLEO").press(slack.last, "Take over")
            await expect(tess.case).to_contain_text("Acknowledged by Cleo Concierge")
            await tess.opens("General")
            await expect(tess.case).to_contain_text("Waiting for someone to acknowledge.")
