"""The Bolt app: how a payload is let in, and which listener it goes to.

Signatures are checked in routes.py, before anything is parsed; a Socket Mode link needs none.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.web.async_client import AsyncWebClient

from foxo_bot.edges.payload import Json, text
from foxo_bot.edges.reporting import report
from foxo_bot.transports.slack.inbound.channels import EVENTS as CHANNEL_EVENTS
from foxo_bot.transports.slack.listeners import Listeners
from foxo_bot.transports.slack.news import NewsListeners
from foxo_bot.transports.slack.request import WORKSPACE
from foxo_bot.transports.slack.vendor_log import VENDOR_LOG
from foxo_bot.transports.slack.workspaces import Workspaces

log = logging.getLogger(__name__)

COMMAND = "/foxo"
GLOBAL_SHORTCUT = "foxo_new_case"
MESSAGE_SHORTCUT = "foxo_case_from_message"
NOT_INSTALLED = (
    "Foxo Bot is no longer installed in this workspace. Ask whoever runs it to install it again."
)

Listener = Callable[[Json, AsyncBoltContext], Awaitable[BoltResponse]]


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
        workspace = await self._workspaces.of(team_id or "")
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


class Routing(AsyncMiddleware):
    """Hands each payload to its listener, by a table.

    Bolt's own registration tries listeners one by one and builds all arguments for each: measured,
    that is a fifth of a command's time here, and more for each message that people write.
    """

    def __init__(self, people: Listeners, news: NewsListeners) -> None:
        self.commands: dict[str, Listener] = {COMMAND: people.command}
        self.shortcuts: dict[str, Listener] = {
            GLOBAL_SHORTCUT: people.new_case,
            MESSAGE_SHORTCUT: people.case_from_message,
        }
        self.interactions: dict[str, Listener] = {
            "block_actions": people.press,
            "block_suggestion": people.suggestion,
            "view_submission": people.submission,
        }
        self.events: dict[str, Listener] = {
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

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - Bolt's signature
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: ARG002 - nothing comes after this
    ) -> BoltResponse:
        listener = self.listener(req.body)
        if listener is None:
            log.info("slack payload not listened to", extra={"kind": text(req.body, "type")})
            return BoltResponse(status=200)
        return await listener(req.body, req.context)

    def listener(self, body: Json) -> Listener | None:
        """Who listens to this payload, if anybody does."""
        match text(body, "type"):
            case "event_callback":
                return self.events.get(text(body, "event", "type"))
            case "shortcut" | "message_action":
                return self.shortcuts.get(text(body, "callback_id"))
            case "":
                return self.commands.get(text(body, "command"))
            case kind:
                return self.interactions.get(kind)


class NoClient:
    """In the place of the client that Bolt makes for each request: what it reads and sets of it.

    Nobody here calls Slack by it: `calls.py` has the clients, on one pool of connections.
    """

    token: str | None = None
    proxy: str | None = None
    ssl: None = None


class App(AsyncApp):
    """Bolt's app, without a new client of the Web API for each request: a tenth of its time."""

    def _init_context(self, req: AsyncBoltRequest) -> None:
        req.context["logger"] = self.logger
        req.context["token"] = None
        req.context["client"] = NoClient()
        req.context["listener_runner"] = self.listener_runner


def build_app(
    *,
    api_url: str,
    workspaces: Workspaces,
    oauth: AsyncOAuthFlow | None,
    people: Listeners,
    news: NewsListeners,
) -> AsyncApp:
    """The app."""
    app = App(
        name="slack_bolt.foxo",  # Bolt silences the logger of this name, so not ours
        logger=VENDOR_LOG,
        client=AsyncWebClient(base_url=api_url, logger=VENDOR_LOG, retry_handlers=[]),
        authorize=Admission(workspaces),  # type: ignore[arg-type]  # Bolt takes the class too
        oauth_flow=oauth,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,  # the deletion of our own message counts as our act
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
        user_facing_authorize_error_message=NOT_INSTALLED,
    )
    app.error(_unexpected)
    app.use(Routing(people, news))
    return app


async def _unexpected(error: Exception, **_rest: Any) -> BoltResponse:
    """The last net. An event is sent again by Slack; a person's act is told apart in asking.py."""
    report(log, "slack request failed", error)
    return BoltResponse(status=500)
