"""Slack's escaped text as the words a person wrote.

Slack sends &, < and > as entities, and mentions and links between angle brackets.
"""

import re
from collections.abc import Callable

from foxo_bot.handlers.news import Profile

_BRACKETS = re.compile(r"<([@#!][^<>|]+|[a-z][a-z0-9+.-]*:[^<>|]+)(?:\|([^<>]*))?>")


def plain(written: str, known: Callable[[str], Profile | None]) -> str:
    """The words, with people named where a look-up has named them."""

    def shown(found: re.Match[str]) -> str:
        target, label = found.group(1), found.group(2) or ""
        if target.startswith("@"):
            profile = known(target[1:])
            return f"@{label or (profile.name if profile else target[1:])}"
        if target.startswith("#"):
            return f"#{label or target[1:]}"
        if target.startswith("!"):
            return label or f"@{target[1:].partition('^')[0]}"
        address = target.removeprefix("mailto:").removeprefix("tel:")
        return address if label in {"", address} else f"{label} ({address})"

    unbracketed = _BRACKETS.sub(shown, written)
    return unbracketed.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def without_mention(written: str, user: str) -> str:
    """The same without the bot's own name, which only called it."""
    if not user:
        return written
    return re.sub(rf"\s*<@{re.escape(user)}(?:\|[^<>]*)?>[\s:,]*", " ", written).strip()
