"""Email through any SMTP server, and the reports of what did not arrive."""

from collections.abc import Callable
from datetime import datetime

from foxo_bot.handlers.ports import Front
from foxo_bot.settings import Settings
from foxo_bot.transports.email.sender import EmailTransport


def build(settings: Settings, front: Front, clock: Callable[[], datetime]) -> EmailTransport:
    """The email transport for these settings; SettingsError where SMTP_URL is not one."""
    return EmailTransport(settings, front, clock)


__all__ = ["EmailTransport", "build"]
