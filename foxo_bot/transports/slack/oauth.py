"""The OAuth install: several workspaces, each with its own bot token."""

from collections.abc import Callable
from datetime import datetime

from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.web.async_client import AsyncWebClient

from foxo_bot.handlers.ports import Front
from foxo_bot.settings import Settings
from foxo_bot.transports.slack.installations import Installations, States
from foxo_bot.transports.slack.reporting import VENDOR_LOG
from foxo_bot.transports.slack.scopes import SCOPES


def build_flow(
    settings: Settings,
    front: Front,
    clock: Callable[[], datetime],
    installations: Installations,
) -> AsyncOAuthFlow:
    """GET /slack/install sends to Slack, which comes back to /slack/oauth_redirect."""
    client = AsyncWebClient(
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
            authorization_url=settings.slack_api_url.removesuffix("api/") + "oauth/v2/authorize",
            install_page_rendering_enabled=False,
            installation_store=installations,
            state_store=states,
            logger=VENDOR_LOG,
        ),
    )
