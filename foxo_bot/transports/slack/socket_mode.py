"""Socket Mode: Slack's payloads over an outgoing WebSocket, to the same listeners."""

import logging

from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from foxo_bot.edges.reporting import report
from foxo_bot.transports.slack.admission import admit
from foxo_bot.transports.slack.calls import Web
from foxo_bot.transports.slack.vendor_log import VENDOR_LOG

log = logging.getLogger(__name__)


class SocketMode:
    """One connection, made again whenever it breaks."""

    def __init__(self, app: AsyncApp, web: Web, app_token: str) -> None:
        self._app = app
        self._web = web
        self._token = app_token
        self._client: SocketModeClient | None = None

    async def connect(self) -> None:
        """Connect; while Slack refuses, try again every few seconds."""
        self._client = SocketModeClient(
            app_token=self._token, logger=VENDOR_LOG, web_client=self._web.client(self._token)
        )
        self._client.socket_mode_request_listeners.append(self._hear)
        await self._client.connect()  # type: ignore[no-untyped-call]  # slack_sdk leaves it out

    async def close(self) -> None:
        """Hang up."""
        if self._client is not None:
            await self._client.close()  # type: ignore[no-untyped-call]  # slack_sdk leaves it out

    @property
    def connected(self) -> bool:
        """Whether the link stands."""
        link = self._client.current_session if self._client else None
        return link is not None and not link.closed

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
