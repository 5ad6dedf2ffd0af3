"""Email through any SMTP server."""

from collections.abc import Callable
from datetime import datetime

from foxo_bot.settings import Settings
from foxo_bot.transports.email.sender import EmailTransport


def build(settings: Settings, clock: Callable[[], datetime]) -> EmailTransport:
    """The email transport for these settings; SettingsError where SMTP_URL is not one."""
    return EmailTransport(settings, clock)


__all__ = ["EmailTransport", "build"]
