"""Which addresses a duty calendar may have. Pure."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def https(text: str) -> str:
    """The address as it is fetched: calendar programs write webcal for https."""
    scheme, colon, rest = text.partition(":")
    return f"https{colon}{rest}" if scheme.lower() in {"webcal", "webcals"} else text


def allowed(text: str) -> bool:
    """Whether it is https, or http on this machine, as in tests and the demo."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        return False
    if not parts.hostname or any(letter.isspace() for letter in text):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname))


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
