"""The sandbox's Slack as one thing to start, look at and act in."""

from types import TracebackType
from typing import Any, Self

import aiohttp

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.faults import Faults
from foxo_bot.sandbox.serving import Served
from foxo_bot.sandbox.slack.api.call import Desk
from foxo_bot.sandbox.slack.front.acts import Acts
from foxo_bot.sandbox.slack.front.admin import Admin
from foxo_bot.sandbox.slack.front.courier import Courier
from foxo_bot.sandbox.slack.front.events import Events
from foxo_bot.sandbox.slack.front.links import Links
from foxo_bot.sandbox.slack.http import build
from foxo_bot.sandbox.slack.nouns import ApiCall, App
from foxo_bot.sandbox.slack.people.person import Person
from foxo_bot.sandbox.slack.people.post import ChannelView
from foxo_bot.sandbox.slack.rates import Rates
from foxo_bot.sandbox.slack.response_urls import ResponseUrls
from foxo_bot.sandbox.slack.triggers import Triggers
from foxo_bot.sandbox.slack.web_api import WebApi
from foxo_bot.sandbox.slack.world import World


class Slack:
    """Slack on a loopback port.

    Set up workspaces in `world`, give the app `api_url` as its SLACK_API_URL, and set
    `bot_url` to where the app listens. `rates.enforced`, `faults` and `courier.patience`
    may be changed at any time.
    """

    def __init__(self, clock: Clock, *, app: App | None = None, port: int = 0) -> None:
        self.clock = clock
        self.world = World(clock, app) if app else World(clock)
        self.faults = Faults()
        self.rates = Rates(clock)
        self.triggers = Triggers(clock)
        self.response_urls = ResponseUrls(self.world)
        self.links = Links(self.world.app.id)
        self._port = port
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        self.courier = Courier(self.world.app, self._session, self.links)
        self.events = Events(self.world, self.courier)
        self.admin = Admin(self.world, self.events)
        self.acts = Acts(self.world, self.courier, self.triggers, self.response_urls)
        desk = Desk(
            self.world,
            self.triggers,
            self.response_urls,
            happened=self.events.later,
            joined=lambda channel, user: self.events.soon(self.admin.tells_joined(channel, user)),
            revoked=lambda install: self.events.soon(self.admin.tells_revoked(install)),
            socket_url=self.links.ticket_url,
        )
        api = WebApi(desk, self.rates, self.faults)
        self._served = Served(build(api, self.links.serve), port=self._port)
        await self._served.start()
        self.world.files_url = self.response_urls.base = self.links.base = self.url
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.faults.clear()
        await self.events.stop()
        await self.links.close()
        await self._served.stop()
        if self._session is not None:
            await self._session.close()

    @property
    def url(self) -> str:
        """The base address."""
        return self._served.url

    @property
    def api_url(self) -> str:
        """The base of the Web API, for SLACK_API_URL."""
        return f"{self.url}/api/"

    @property
    def bot_url(self) -> str:
        """Where the app listens, without a path."""
        return self.courier.bot_url

    @bot_url.setter
    def bot_url(self, url: str) -> None:
        self.courier.bot_url = url.rstrip("/")

    def settings(self, team_id: str) -> dict[str, Any]:
        """What leads the app here, as the app that is installed in this workspace."""
        return {
            "slack_bot_token": self.token(team_id),
            "slack_signing_secret": self.world.app.signing_secret,
            "slack_api_url": self.api_url,
        }

    def token(self, team_id: str) -> str:
        """The bot token of a workspace."""
        install = self.world.install_of(team_id)
        return install.token if install else ""

    def person(self, user_id: str) -> Person:
        """A person, to act as."""
        return Person(self.world.users[user_id], self.world, self.acts, self.events)

    def channel(self, channel_id: str) -> ChannelView:
        """A conversation, to look at."""
        return ChannelView(self.world, self.world.channels[channel_id])

    def calls(self, method: str) -> list[ApiCall]:
        """The Web API calls of a method that have arrived, refused ones too."""
        return [call for call in self.world.calls if call.method == method]

    @property
    def previews(self) -> list[str]:
        """Every notification text the app has ever sent, earlier versions included."""
        said = [
            message
            for channel in self.world.channels.values()
            for message in [*channel.messages, *channel.ephemerals]
            if message.bot_id
        ]
        return [text for m in said for text in [*(v.text for v in m.earlier), m.text]]

    async def settled(self) -> None:
        """Wait until no event is under way to the app."""
        await self.events.settled()
