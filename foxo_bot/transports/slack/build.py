"""Puts the Slack transport together."""

from collections.abc import Callable
from datetime import datetime, timedelta

from foxo_bot.edges.background import Background
from foxo_bot.handlers.ports import Front
from foxo_bot.settings import Settings
from foxo_bot.transports.slack.bolt import build_app
from foxo_bot.transports.slack.calls import Web
from foxo_bot.transports.slack.files import Files
from foxo_bot.transports.slack.installations import Installations
from foxo_bot.transports.slack.listeners import Listeners
from foxo_bot.transports.slack.news import NewsListeners
from foxo_bot.transports.slack.oauth import build_flow
from foxo_bot.transports.slack.people import People
from foxo_bot.transports.slack.roster import Roster
from foxo_bot.transports.slack.routes import build_router
from foxo_bot.transports.slack.sender import Sender
from foxo_bot.transports.slack.socket_mode import SocketMode
from foxo_bot.transports.slack.timing import Timing
from foxo_bot.transports.slack.tools import Tools
from foxo_bot.transports.slack.transport import SlackTransport
from foxo_bot.transports.slack.workspaces import Installed, OneToken

_USUAL = Timing()


def build(
    settings: Settings,
    front: Front,
    clock: Callable[[], datetime],
    timing: Timing = _USUAL,
) -> SlackTransport:
    """The transport, not started. `clock` gives aware UTC.

    With a bot token there is one workspace; with client id and secret alone, every one that
    installs the app.
    """
    installations = Installations(front)
    oauth = None
    if settings.slack_by_oauth and not settings.slack_bot_token:
        oauth = build_flow(settings, front, clock, installations)
    tools = _tools(settings, front, clock, timing, installations)
    roster = Roster(tools)
    app = build_app(
        api_url=settings.slack_api_url,
        workspaces=tools.workspaces,
        oauth=oauth,
        people=Listeners(tools),
        news=NewsListeners(tools, roster, installations),
    )
    socket = None
    if settings.slack_app_token:
        socket = SocketMode(app, tools.web, settings.slack_app_token, timing)
    return SlackTransport(
        tools=tools,
        router=build_router(app, settings.slack_signing_secret, oauth),
        sender=Sender(tools.web, tools.workspaces),
        roster=roster,
        files=Files(tools.web, tools.workspaces),
        socket=socket,
    )


def _tools(
    settings: Settings,
    front: Front,
    clock: Callable[[], datetime],
    timing: Timing,
    installations: Installations,
) -> Tools:
    web = Web(settings.slack_api_url, timing)
    background = Background("slack")
    token = settings.slack_bot_token
    return Tools(
        front=front,
        web=web,
        workspaces=OneToken(web, token) if token else Installed(installations),
        people=People(
            web=web,
            front=front,
            clock=clock,
            background=background,
            keeps=timedelta(seconds=timing.profile_keeps),
        ),
        background=background,
        clock=clock,
        timing=timing,
    )
