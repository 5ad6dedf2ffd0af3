"""The sandbox's Teams as one thing to start, look at and act in."""

from types import TracebackType
from typing import Any, Self

import aiohttp

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.faults import Faults
from foxo_bot.sandbox.serving import Served
from foxo_bot.sandbox.teams.connector.messages import Messages
from foxo_bot.sandbox.teams.connector.rosters import Rosters
from foxo_bot.sandbox.teams.desk import Desk
from foxo_bot.sandbox.teams.front.activities import Activities
from foxo_bot.sandbox.teams.front.acts import Acts
from foxo_bot.sandbox.teams.front.admin import Admin
from foxo_bot.sandbox.teams.front.courier import Courier
from foxo_bot.sandbox.teams.front.signer import Signer
from foxo_bot.sandbox.teams.http import build
from foxo_bot.sandbox.teams.login import BOT_CONNECTOR_METADATA, Login
from foxo_bot.sandbox.teams.nouns import App, ConnectorCall
from foxo_bot.sandbox.teams.people.person import Person
from foxo_bot.sandbox.teams.people.post import ChannelView
from foxo_bot.sandbox.teams.rates import Rates
from foxo_bot.sandbox.teams.world import World


class Teams:
    """Teams on a loopback port.

    Set up tenants in `world`, give the app `service_url`, `login_url` and `openid_url` with the
    id, password and tenant of `world.app`, and set `bot_url` to where it listens. `faults`,
    `rates.enforced`, `login`, `courier.patience` and `messages.most_bytes` may be changed at any
    time.
    """

    def __init__(self, clock: Clock, *, app: App | None = None, port: int = 0) -> None:
        self.clock = clock
        self.world = World(clock, app or App())
        self.faults = Faults()
        self.rates = Rates(clock)
        self.login = Login(self.world)
        self.messages = Messages(self.world)
        self.rosters = Rosters(self.world)
        self._port = port
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        self.activities = Activities(self.world)
        signer = Signer(self.world.app, self.login.connector, self.clock)
        self.courier = Courier(signer, self._session)
        self.acts = Acts(self.world, self.courier, self.activities)
        self.admin = Admin(self.world, self.courier, self.activities)
        desk = Desk(self.world, self.login, self.messages, self.rosters, self.rates, self.faults)
        self._served = Served(build(desk), port=self._port)
        await self._served.start()
        self.world.base_url = self.url
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.faults.clear()
        await self._served.stop()
        if self._session is not None:
            await self._session.close()

    @property
    def url(self) -> str:
        """The base address."""
        return self._served.url

    @property
    def service_url(self) -> str:
        """Where the connector answers for the app's own tenant, for TEAMS_SERVICE_URL."""
        return self.world.service_url(self.world.app.tenant_id)

    @property
    def login_url(self) -> str:
        """What stands for Entra, for TEAMS_LOGIN_URL."""
        return self.url

    @property
    def openid_url(self) -> str:
        """Where the keys of incoming activities are named, for TEAMS_OPENID_URL."""
        return f"{self.url}{BOT_CONNECTOR_METADATA}"

    def settings(self) -> dict[str, Any]:
        """What leads the app here."""
        app = self.world.app
        return {
            "teams_app_id": app.id,
            "teams_app_password": app.password,
            "teams_tenant_id": app.tenant_id,
            "teams_service_url": self.service_url,
            "teams_login_url": self.login_url,
            "teams_openid_url": self.openid_url,
        }

    @property
    def bot_url(self) -> str:
        """Where the app listens, without a path."""
        return self.courier.bot_url

    @bot_url.setter
    def bot_url(self, url: str) -> None:
        self.courier.bot_url = url.rstrip("/")

    def person(self, user_id: str) -> Person:
        """A person, to act as."""
        return Person(self.world.users[user_id], self.world, self.acts)

    def channel(self, channel_id: str) -> ChannelView:
        """A channel, to look at."""
        return ChannelView(self.world, self.world.conversations[channel_id])

    def calls(self, method: str) -> list[ConnectorCall]:
        """The connector calls of a method that have arrived, refused ones too."""
        return [call for call in self.world.calls if call.method == method]

    @property
    def previews(self) -> list[str]:
        """Every notification text the app has ever sent, earlier versions included."""
        said = [m for c in self.world.conversations.values() for m in c.messages if m.by_app]
        return [text for m in said for text in [*(v.preview for v in m.earlier), m.preview]]
