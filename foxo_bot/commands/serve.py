"""`foxo-bot run`: serve everything that is configured until told to stop."""

import uvicorn

from foxo_bot.app import App, build
from foxo_bot.settings import Settings, SettingsError, require_secrets
from foxo_bot.web import logs

GRACE = 10
"""Seconds that requests under way may take once the program is told to stop."""


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
    if not settings.slack_configured:
        raise SettingsError(
            "Nothing to serve: set SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET"
        )
    if not settings.slack_app_token and not settings.slack_signing_secret:
        raise SettingsError(
            "SLACK_SIGNING_SECRET must be set to take requests from Slack over HTTP "
            "(or SLACK_APP_TOKEN for Socket Mode)"
        )


async def _serve(app: App, settings: Settings) -> None:
    server = uvicorn.Server(
        uvicorn.Config(
            app.web,
            host=settings.foxo_host,
            port=settings.foxo_port,
            log_config=None,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=GRACE,
        )
    )
    await server.serve()
