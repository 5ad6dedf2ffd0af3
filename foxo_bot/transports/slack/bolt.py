"""The Bolt app: which payload goes to which listener, and how it is let in.

Signatures are checked in routes.py, before anything is parsed; a Socket Mode link needs none.
"""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.web.async_client import AsyncWebClient

from foxo_bot.transports.slack.inbound.channels import EVENTS as CHANNEL_EVENTS
from foxo_bot.transports.slack.listeners import Listeners
from foxo_bot.transports.slack.news import NewsListeners
from foxo_bot.transports.slack.reporting import VENDOR_LOG, report
from foxo_bot.transports.slack.request import WORKSPACE
from foxo_bot.transports.slack.workspaces import Workspaces

log = logging.getLogger(__name__)

COMMAND = "/foxo"
GLOBAL_SHORTCUT = "foxo_new_case"
MESSAGE_SHORTCUT = "foxo_case_from_message"
NOT_INSTALLED = (
    "Foxo Bot is no longer installed in this workspace. Ask whoever runs it to install it again."
)

_ANY = re.compile(".*")
_Listener = Callable[..., Awaitable[BoltResponse]]


class Admission(AsyncAuthorize):
    """Finds the installation for a request without asking Slack."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_actor: str | None,
    ) -> AuthorizeResult | None:
        workspace = await self._workspaces.of(team_id, enterprise_id)
        if workspace is None:
            log.warning("slack request of a workspace without install", extra={"team": team_id})
            return None
        context[WORKSPACE] = workspace
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=workspace.bot_user or None,
            bot_id=workspace.bot_id or None,
            bot_token=workspace.token,
            user_id=user_id,
        )


def event_listeners(people: Listeners, news: NewsListeners) -> dict[str, _Listener]:
    """Every event that is listened to."""
    return {
        "message": people.message,
        "app_mention": people.message,
        "app_home_opened": people.home_opened,
        "member_joined_channel": news.joined,
        "member_left_channel": news.left,
        "channel_id_changed": news.moved,
        "user_change": news.user_changed,
        "app_uninstalled": news.uninstalled,
        "tokens_revoked": news.tokens_revoked,
        **dict.fromkeys(sorted(CHANNEL_EVENTS), news.closed_or_opened),
    }


def build_app(
    *,
    api_url: str,
    workspaces: Workspaces,
    oauth: AsyncOAuthFlow | None,
    people: Listeners,
    news: NewsListeners,
) -> AsyncApp:
    """The app. It answers after the listener has run: without that, Bolt polls for 10 ms."""
    app = AsyncApp(
        name="slack_bolt.foxo",  # Bolt silences the logger of this name, so not ours
        logger=VENDOR_LOG,
        client=AsyncWebClient(base_url=api_url, logger=VENDOR_LOG, retry_handlers=[]),
        authorize=Admission(workspaces),  # type: ignore[arg-type]  # Bolt takes the class too
        oauth_flow=oauth,
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
        user_facing_authorize_error_message=NOT_INSTALLED,
    )
    app.error(_unexpected)
    app.command(COMMAND)(people.command)
    app.action(_ANY)(people.press)
    app.view(_ANY)(people.submission)
    app.options(_ANY)(people.suggestion)
    app.shortcut({"type": "shortcut", "callback_id": GLOBAL_SHORTCUT})(people.new_case)
    app.shortcut({"type": "message_action", "callback_id": MESSAGE_SHORTCUT})(
        people.case_from_message
    )
    for name, listener in event_listeners(people, news).items():
        app.event(name)(listener)
    return app


async def _unexpected(error: Exception, **_rest: Any) -> BoltResponse:
    """The last net. An event is sent again by Slack; a person's act is told apart in asking.py."""
    report(log, "slack request failed", error)
    return BoltResponse(status=500)
