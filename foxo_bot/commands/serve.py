"""`foxo-bot run`: serve everything that is configured until told to stop."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import uvicorn
from uvicorn.loops.auto import auto_loop_factory

from foxo_bot.app import App, build
from foxo_bot.edges import garbage
from foxo_bot.settings import Settings, SettingsError, require_secrets, require_whole
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
    with ExitStack() as ports:
        listeners = [ports.enter_context(one) for one in _listeners(settings)]
        logs.configure(settings.foxo_log_level)
        app = build(settings)
        try:
            await app.start()
            garbage.settle()
            await _serve(app, listeners)
        finally:
            await app.stop()


def _require_a_way_in(settings: Settings) -> None:
    require_whole(settings)
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


def _listeners(settings: Settings) -> list[socket.socket]:
    """The port, ours before anything is begun; SettingsError where it cannot be had."""
    host, port = settings.foxo_host, settings.foxo_port
    found: list[socket.socket] = []
    try:
        for family, _, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            one = socket.socket(family, socket.SOCK_STREAM)
            found.append(one)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.bind(address)
    except OSError as error:
        for one in found:
            one.close()
        raise SettingsError(
            f"cannot listen on {host} port {port} ({error.strerror}): "
            "set FOXO_HOST and FOXO_PORT to what is free on this machine"
        ) from None
    return found


async def _serve(app: App, listeners: list[socket.socket]) -> None:
    server = _Server(
        uvicorn.Config(
            app.web,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            proxy_headers=False,  # nothing asks who called: FOXO_PUBLIC_URL is our address
            timeout_graceful_shutdown=GRACE,
        )
    )
    await server.serve(sockets=listeners)
