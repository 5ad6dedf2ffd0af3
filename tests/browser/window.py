"""A browser window on the demo's page, used as a person uses it."""

import re
from urllib.parse import urlencode

from playwright.async_api import Locator, Page, expect


class Window:
    """One window. `page` is Playwright's, for what a story needs besides."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self._url = url

    @property
    def messages(self) -> Locator:
        """The messages of the conversation."""
        return self.page.get_by_role("region", name="Messages").get_by_role("article")

    @property
    def case(self) -> Locator:
        """The newest case that stands in the conversation."""
        titled = self.messages.filter(has=self.page.get_by_role("heading", level=3))
        return titled.filter(has_text=re.compile(r"Case \d")).last

    @property
    def form(self) -> Locator:
        """The form on top."""
        return self.page.locator("dialog[data-view]")

    @property
    def texts(self) -> Locator:
        """The texts on this person's phone."""
        return self.page.locator(".sms")

    @property
    def ledger(self) -> Locator:
        """What the bot did."""
        return self.page.get_by_role("region", name="What the bot did").get_by_role("listitem")

    async def looks(self, who: str, where: str = "", **looking: str) -> None:
        """Be somebody and look at a conversation."""
        query = urlencode({"as": who, "in": where, **looking})
        await self.page.goto(f"{self._url}/?{query}")

    async def opens(self, conversation: str) -> None:
        """Click a conversation at the left."""
        sidebar = self.page.get_by_role("navigation", name="Conversations")
        await sidebar.get_by_role("link", name=conversation).click()

    async def types(self, line: str) -> None:
        """Type a line into the conversation's box and send it."""
        box = self.page.locator("#conversation .composer textarea")
        await box.fill(line)
        await box.press("Enter")

    async def presses(self, button: str) -> None:
        """Press a button on the newest message that has it."""
        await self.messages.get_by_role("button", name=button, exact=True).last.click()

    async def picks(self, label: str, *options: str) -> None:
        """Choose in a select that searches."""
        combo = self.form.get_by_role("combobox", name=label)
        for option in options:
            await combo.fill(option[:4])
            await self.form.get_by_role("option", name=option).click()

    async def fills(
        self,
        *,
        teams: tuple[str, ...] = ("Radiology Concierge",),
        subject: str = "Wrist film of an invented patient",
        details: str = "Please call me about the left wrist.",
        triage: str = "Urgent",
    ) -> None:
        """Fill in the form of a new case."""
        await expect(self.form).to_be_visible()
        await self.picks("Send to", *teams)
        await self.form.get_by_label("Subject").fill(subject)
        await self.form.get_by_label("Details").fill(details)
        await self.form.get_by_role("radio", name=triage).check()

    async def submits(self) -> None:
        """Press the form's Send."""
        await self.form.get_by_role("button", name="Send", exact=True).click()

    async def sends_a_case(self, **case: object) -> None:
        """The whole way from the command to the closed form."""
        await self.types("/foxo case")
        await self.fills(**case)  # type: ignore[arg-type]  # passed on as it came
        await self.submits()
        await expect(self.form).to_have_count(0)

    async def jumps(self) -> None:
        """Jump to the next escalation, and wait until the page shows a later time."""
        time = self.page.locator("#clock time")
        before = await time.get_attribute("datetime")
        await self.page.get_by_role("button", name="Jump to the next escalation").click()
        await self.page.wait_for_function(
            "before => document.querySelector('#clock time').dateTime.slice(0, 16) !== before",
            arg=(before or "")[:16],
        )
