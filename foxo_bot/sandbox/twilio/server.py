"""The sandbox's Twilio as one thing to start, look at and act in."""

import asyncio
from types import TracebackType
from typing import Any, Self

import aiohttp

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.faults import Faults
from foxo_bot.sandbox.serving import Served
from foxo_bot.sandbox.twilio.api import Api
from foxo_bot.sandbox.twilio.http import build
from foxo_bot.sandbox.twilio.phone import Phone
from foxo_bot.sandbox.twilio.webhooks import Webhooks
from foxo_bot.sandbox.twilio.world import Sms, World


class Twilio:
    """Twilio on a loopback port.

    Give the app `url` as its TWILIO_API_URL and the account of `world`; set `bot_url` to where
    it listens and `public_url` to the address it believes to have, when that differs. Receipts
    go out on `deliver()`, or by themselves where `automatic`.
    """

    def __init__(self, clock: Clock, *, automatic: bool = False, port: int = 0) -> None:
        self.clock = clock
        self.world = World()
        self.faults = Faults()
        self.automatic = automatic
        self._port = port
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        self.webhooks = Webhooks(self.world, self._session)
        app = build(Api(self.world, self.clock), self.faults, self._accepted)
        self._served = Served(app, port=self._port)
        await self._served.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.faults.clear()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._served.stop()
        if self._session is not None:
            await self._session.close()

    @property
    def url(self) -> str:
        """The base address, for TWILIO_API_URL."""
        return self._served.url

    def settings(self) -> dict[str, Any]:
        """What leads the app here."""
        return {
            "twilio_account_sid": self.world.account_sid,
            "twilio_auth_token": self.world.auth_token,
            "twilio_from": self.world.numbers[0],
            "twilio_api_url": self.url,
        }

    @property
    def bot_url(self) -> str:
        """Where the app listens, without a path."""
        return self.webhooks.bot_url

    @bot_url.setter
    def bot_url(self, url: str) -> None:
        self.webhooks.bot_url = url

    @property
    def public_url(self) -> str:
        """The address under which the app is known to Twilio."""
        return self.webhooks.public_url

    @public_url.setter
    def public_url(self, url: str) -> None:
        self.webhooks.public_url = url

    @property
    def sent(self) -> list[Sms]:
        """Every text the app sent by the API, oldest first."""
        return [sms for sms in self.world.messages.values() if sms.direction == "outbound-api"]

    def phone(self, number: str) -> Phone:
        """The phone with this number (E.164)."""
        return Phone(self.world.handset(number), self.world, self.webhooks, self.clock)

    async def deliver(self) -> None:
        """Tell the app how every text that is still under way ended."""
        for sms in self.sent:
            if sms.status == "queued":
                await self._advance(sms)

    async def tell(self, sms: Sms, status: str) -> int:
        """Post one receipt, out of turn or again; answers the app's HTTP status."""
        return await self.webhooks.status(sms, status)

    async def settled(self) -> None:
        """Wait until automatic receipts are out."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _advance(self, sms: Sms) -> None:
        handset = self.world.handset(sms.to_number)
        end = "delivered" if handset.failure is None else handset.failure_status
        sms.error_code = handset.failure
        steps = (
            ("queued", "sending", end) if end == "failed" else ("queued", "sending", "sent", end)
        )
        for status in steps:
            sms.status = status
            await self.webhooks.status(sms, status)

    def _accepted(self, sms: Sms) -> None:
        if self.automatic:
            self._tasks.add(task := asyncio.create_task(self._advance(sms)))
            task.add_done_callback(self._tasks.discard)
