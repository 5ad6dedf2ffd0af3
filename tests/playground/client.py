"""The Playground as a process of its own, on this machine alone, and what a person does in it."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Locator, Page, Route, async_playwright, expect

from foxo_bot.sandbox import playground
from tests.browser import chromium
from tests.browser.conftest import PATIENCE, SIZE
from tests.node import packages

LOOK_AGAIN = 0.1
"""Seconds between two looks whether the process listens: it says so in no other way."""

STARTS_WITHIN = 120.0
"""Seconds; npm's packages are read for the first time on a busy machine."""

_LOOPBACK = Path(__file__).with_name("loopback.cjs")


@contextmanager
def serving(bot: str, port: int) -> Iterator[str]:
    """Runs the Playground on a port for a bot's address; yields the address of its page."""
    cli = packages.installed() / "@microsoft/m365agentsplayground/cli.js"
    words = [packages.tool("node"), "--require", str(_LOOPBACK), str(cli), "start", "--dt"]
    words += ["-e", f"{bot}/api/messages", "-c", "msteams", "-p", str(port)]
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "playground.yml"
        config.write_text(playground.config(), "utf-8")
        settings = {
            "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(config),
            "TEAMSAPPTESTER_BROWSER": "none",
        }
        with running(words, settings, Path(folder), port):
            yield f"http://localhost:{port}"


@contextmanager
def running(
    words: list[str], settings: Mapping[str, str], folder: Path, port: int
) -> Iterator[None]:
    """A process and its children that listen on a port, until left."""
    environment = {**os.environ, **settings}  # noqa: TID251 - the tests' own edge
    said = folder / "output.txt"
    with said.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - fixed words
            words,
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        deadline = time.monotonic() + STARTS_WITHIN
        try:
            while not listens(port):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"{words[0]} does not listen: {said.read_text()[-2000:]}")
                time.sleep(LOOK_AGAIN)
            yield
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def listens(port: int) -> bool:
    """Whether somebody listens on a port of this machine."""
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


@asynccontextmanager
async def window(address: str) -> AsyncIterator["Client"]:
    """A browser on the Playground's page, which has the app installed when it is opened."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium.needed(), args=chromium.ARGS
        )
        expect.set_options(timeout=PATIENCE)
        page = await browser.new_page(viewport=SIZE)
        page.set_default_timeout(PATIENCE)
        await page.route("**/*", _only_here)
        await page.goto(address)
        await expect(page.get_by_text("installationUpdate").first).to_be_visible()
        yield Client(page)
        await browser.close()


async def _only_here(route: Route) -> None:
    """The page would have its fonts from elsewhere."""
    here = urlsplit(route.request.url).hostname in {"localhost", "127.0.0.1"}
    await (route.continue_() if here else route.abort())


class Client:
    """The Playground's page, used as a person uses it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def cards(self) -> Locator:
        """The cards that stand in the conversation, the newest last in a chat."""
        return self.page.locator(".ac-adaptiveCard")

    @property
    def case(self) -> Locator:
        """The cards of cases in the conversation."""
        return self.cards.filter(has=self.page.get_by_role("heading", name="Case "))

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    async def opens(self, conversation: str) -> None:
        """Click a conversation at the left."""
        await self.page.get_by_role("treeitem", name=conversation).click()

    async def writes(self, words: str) -> None:
        """Write to the bot in the chat with it."""
        await self.page.get_by_role("textbox").click()
        await self.page.keyboard.type(words)
        await self.page.get_by_role("button", name="Send Message").click()

    async def mentions(self, words: str, *, under: Locator | None = None) -> None:
        """Write to the bot in a channel, as a new post or under one."""
        box = (under or self.page).get_by_role("textbox").first
        await box.click()
        await self.page.keyboard.type("@Foxo")
        await self.page.get_by_role("menuitem", name="Foxo Bot").click()
        await self.page.keyboard.type(f" {words}")
        name = "Send Message" if under else "Post"
        await (under or self.page).get_by_role("button", name=name, exact=True).click()

    async def begins_a_case(self) -> None:
        """The messaging extension's New case, from the compose box."""
        await self.page.get_by_role("button", name="Trigger Message Extension App").first.click()
        await self.page.get_by_role("menuitem", name="Action Command").click()
        await self.dialog.get_by_role("textbox", name="Command ID").fill("newCase")
        await self.dialog.get_by_role("button", name="Create").click()

    async def fills(self, *, team: str, subject: str, details: str, triage: str = "Urgent") -> None:
        """Fill in the form of a new case."""
        await self.dialog.get_by_role("combobox", name="Send to").click()
        await self.page.get_by_role("menuitemcheckbox", name=team).click()
        await self.dialog.get_by_role("textbox", name="Subject").fill(subject)
        await self.dialog.get_by_role("textbox", name="Details").fill(details)
        await self.dialog.get_by_role("radio", name=triage).check()

    async def submits(self) -> None:
        """Press the form's Send; the Playground leaves the dialog open, and empty."""
        await self.dialog.get_by_role("button", name="Send", exact=True).click()

    async def closes(self) -> None:
        await expect(self.dialog.get_by_role("textbox")).to_have_count(0)
        await self.dialog.get_by_role("button", name="Close").click()
