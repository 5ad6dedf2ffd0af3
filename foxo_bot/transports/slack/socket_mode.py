"""Socket Mode: Slack's payloads over an outgoing WebSocket, to the same listeners."""

import asyncio
import logging

from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from foxo_bot.edges.calling import CallFailed
from foxo_bot.edges.payload import text
from foxo_bot.edges.reporting import report
from foxo_bot.transports.slack.admission import admit
from foxo_bot.transports.slack.calls import Web
from foxo_bot.transports.slack.timing import Timing
from foxo_bot.transports.slack.vendor_log import VENDOR_LOG

log = logging.getLogger(__name__)


class _Link(SocketModeClient):
    """slack_sdk's client, with a new address for each try.

    Slack's addresses are good once and not for long. slack_sdk tries one until it answers, so a
    firewall in the way for a minute would keep the link down until the program is started again.
    """

    wss_uri: str | None

    def __init__(self, web: Web, app_token: str, pause: float) -> None:
        super().__init__(app_token, VENDOR_LOG, web.client(app_token))
        self._web = web
        self._pause = pause

    async def issue_new_wss_url(self) -> str:
        """A new address, asked for until Slack gives one; CallFailed once the link is closed."""
        while not self.closed:
            try:
                told = await self._web.call(self.app_token, "apps.connections.open", {})
            except CallFailed as failed:
                log.warning("slack gives no link", extra={"code": failed.code})
                await asyncio.sleep(failed.after or self._pause)
            else:
                return text(told, "url")
        raise CallFailed("closed")

    async def connect(self) -> None:
        """Connect, however long that takes."""
        while not self.closed:
            self.wss_uri = self.wss_uri or await self.issue_new_wss_url()
            try:
                async with asyncio.timeout(self._pause):
                    await super().connect()  # type: ignore[no-untyped-call]  # slack_sdk leaves it out
            except TimeoutError:
                log.warning("slack link not made")
                self.wss_uri = None
            else:
                return


class SocketMode:
    """One connection, made again whenever it breaks."""

    def __init__(self, app: AsyncApp, web: Web, app_token: str, timing: Timing) -> None:
        self._app = app
        self._web = web
        self._token = app_token
        self._pause = timing.link
        self._link: _Link | None = None

    async def connect(self) -> None:
        """Connect; while Slack refuses, try again every few seconds."""
        self._link = _Link(self._web, self._token, self._pause)
        self._link.socket_mode_request_listeners.append(self._hear)
        await self._link.connect()

    async def close(self) -> None:
        """Hang up."""
        if self._link is not None:
            await self._link.close()  # type: ignore[no-untyped-call]  # slack_sdk leaves it out

    @property
    def connected(self) -> bool:
        """Whether the link stands."""
        session = self._link.current_session if self._link else None
        return session is not None and not session.closed

    async def _hear(self, client: AsyncBaseSocketModeClient, told: SocketModeRequest) -> None:
        try:
            request = AsyncBoltRequest(
                mode="socket_mode", body=told.payload, headers=build_headers(told)
            )
        except (ValueError, AttributeError, TypeError, LookupError) as error:
            report(log, "slack envelope not understood", error)
            return
        response = await admit(self._app, request)
        await send_async_response(client, told, response, start_time=0.0)
