"""The mail server that SMTP_URL names, and how to open a connection to it."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

from aiosmtplib import SMTP

from foxo_bot.settings import SettingsError

TIMEOUT = 10.0
"""Seconds that one command may take."""

_ADVICE = "SMTP_URL: use smtp://user:password@host:587 or smtps://user:password@host"


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over. `loopback` servers are this machine's own."""

    host: str
    port: int
    tls: bool
    user: str | None = None
    password: str | None = None

    @property
    def loopback(self) -> bool:
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def connection(self, *, helo: str) -> SMTP:
        """A connection, not yet open. A password never crosses a network in the clear.

        Without a password TLS is taken where it is offered, whatever certificate comes with it:
        the choice is between that and no TLS at all.
        """
        guarded = self.user is not None and not self.loopback
        return SMTP(
            hostname=self.host,
            port=self.port,
            username=self.user,
            password=self.password,
            local_hostname=helo,
            timeout=TIMEOUT,
            use_tls=self.tls,
            start_tls=False if self.tls else (True if guarded else None),
            validate_certs=not self.loopback and (self.tls or guarded),
        )


def parse(url: str) -> Server:
    """The server in SMTP_URL; SettingsError says how the URL must look."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise SettingsError(_ADVICE) from None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SettingsError(_ADVICE)
    tls = parts.scheme == "smtps"
    return Server(
        host=parts.hostname,
        port=port or _usual_port(parts),
        tls=tls,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password or "") if parts.username else None,
    )


def _usual_port(parts: SplitResult) -> int:
    if parts.scheme == "smtps":
        return 465
    return 587 if parts.username else 25
