"""The OAuth install: several workspaces, each with its own bot token."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from aiohttp import encode_basic_auth
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from foxo_bot.handlers.ports import Front
from foxo_bot.settings import Settings
from foxo_bot.transports.slack.installations import Installations, States
from foxo_bot.transports.slack.landing import LANDING
from foxo_bot.transports.slack.scopes import SCOPES
from foxo_bot.transports.slack.vendor_log import VENDOR_LOG


class _Client(AsyncWebClient):
    """slack_sdk's client without the part of aiohttp that is about to go (BasicAuth)."""

    async def oauth_v2_access(
        self,
        *,
        client_id: str,
        client_secret: str,
        code: str | None = None,
        redirect_uri: str | None = None,
        **_refresh: str | None,
    ) -> AsyncSlackResponse:
        """Exchange an install's code for its bot token."""
        asked = {"code": code, "redirect_uri": redirect_uri}
        credentials = encode_basic_auth(client_id, client_secret)
        headers = {"Authorization": credentials}
        return await self.api_call("oauth.v2.access", data=asked, headers=headers)


def build_flow(
    settings: Settings,
    front: Front,
    clock: Callable[[], datetime],
    installations: Installations,
) -> AsyncOAuthFlow:
    """GET /slack/install sends to Slack, which comes back to /slack/oauth_redirect."""
    client = _Client(
        base_url=settings.slack_api_url, timeout=10, retry_handlers=[], logger=VENDOR_LOG
    )
    states = States(front, clock)
    return AsyncOAuthFlow(
        client=client,
        logger=VENDOR_LOG,
        settings=AsyncOAuthSettings(
            client_id=settings.slack_client_id,
            client_secret=settings.slack_client_secret,
            scopes=sorted(SCOPES),
            user_scopes=[],
            redirect_uri=f"{settings.foxo_public_url}/slack/oauth_redirect",
            authorization_url=authorize_at(settings.slack_api_url),
            install_page_rendering_enabled=False,
            installation_store=installations,
            state_store=states,
            callback_options=LANDING,
            logger=VENDOR_LOG,
        ),
    )


def authorize_at(api_url: str) -> str:
    """Slack's own page, which a person's browser opens: GovSlack has another than Slack."""
    government = (urlsplit(api_url).hostname or "").endswith("slack-gov.com")
    return f"https://{'slack-gov' if government else 'slack'}.com/oauth/v2/authorize"
