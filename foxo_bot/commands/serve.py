"""`foxo-bot run`: serve everything that is configured until told to stop."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from uvicorn.loops.auto import auto_loop_factory

from foxo_bot.app import App, build
from foxo_bot.settings import Settings, SettingsError, require_secrets, require_whole_teams
from foxo_bot.web import logs

GRACE = 10
"""Seconds that requests under way may take once the program is told to stop."""


def loop() -> Callable[[], asyncio.AbstractEventLoop]:
    """The fastest event loop that is installed: uvloop where the system has it."""
    return auto_loop_factory()


async def run(settings: Settings) -> None:
    """Serve; SettingsError where something needed is not set."""
    require_secrets(settings)
    _require_a_way_in(settings)
    logs.configure(settings.foxo_log_level)
    app = build(settings)
    await app.start()
    try:
        await _serve(app, settings)
    finally:
        await app.stop()


def _require_a_way_in(settings: Settings) -> None:
    require_whole_teams(settings)
    if not (settings.slack_configured or settings.teams_configured):
        raise SettingsError(
            "Nothing to serve: set SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET, "
            "or TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID"
        )
    if not settings.slack_configured:
        return
    if not settings.slack_app_token and not settings.slack_signing_secret:
        raise SettingsError(
            "SLACK_SIGNING_SECRET must be set to take requests from Slack over HTTP "
            "(or SLACK_APP_TOKEN for Socket Mode)"
        )


class _Server(uvicorn.Server):
    """uvicorn that only stops serving on a signal; it would end the process before we let go."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for wanted in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(wanted, self.handle_exit, wanted, None)
        yield


async def _serve(app: App, settings: Settings) -> None:
    server = _Server(
        uvicorn.Config(
            app.web,
            host=settings.foxo_host,
            port=settings.foxo_port,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=GRACE,
        )
    )
    await server.serve()
