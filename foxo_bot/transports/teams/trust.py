"""Which addresses are the Bot Connector's: nothing else is ever called or given a token. Pure."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

_HOST = "smba.trafficmanager.net"
_DOMAIN = ".botframework.com"
_FILES = (".sharepoint.com", ".sharepoint.us")
_NEVER = frozenset("\\@?#")
"""Characters that two parsers of addresses may read differently."""


@dataclass(frozen=True, slots=True)
class Trust:
    """`own` is TEAMS_SERVICE_URL. In anonymous mode only this machine is called."""

    own: str
    anonymous: bool

    def trusts(self, url: str) -> bool:
        """Whether a service URL that an activity names may be called."""
        parts = _split(url)
        if parts is None:
            return False
        if self.anonymous:
            return _is_loopback(parts.hostname or "")
        return _is_microsoft(parts) or _origin(parts) == _origin(urlsplit(self.own))

    def trusts_file(self, url: str) -> bool:
        """Whether a file may be fetched from there: OneDrive and SharePoint, never with a token.

        Where the connector is a stand-in on this machine, so is what stands for OneDrive.
        """
        parts = _split(url.partition("?")[0])
        if parts is None:
            return False
        host = parts.hostname or ""
        if host.endswith(_FILES):
            return parts.scheme == "https" and parts.port in {None, 443}
        own = urlsplit(self.own)
        stands_in = self.anonymous or not _is_microsoft(own)
        return stands_in and _is_loopback(host) and self.trusts(f"{parts.scheme}://{parts.netloc}/")


def _split(url: str) -> SplitResult | None:
    if not url.isascii() or not url.isprintable() or " " in url or _NEVER & set(url):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme in {"http", "https"} and parts.hostname else None


def _is_microsoft(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    by_name = host == _HOST or host.endswith(_DOMAIN)
    return by_name and parts.scheme == "https" and parts.port in {None, 443}


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port
