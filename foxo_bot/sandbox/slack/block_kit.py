"""Slack's Block Kit as a table: which fields each block and element has, and how long they may be.

Limits are those of Slack's reference (docs.slack.dev, Block Kit) and its published types.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

Check = Callable[[object, str], Iterator[str]]
_WEB, _OTHER = {"http", "https"}, {"mailto", "tel"}


def _error(problem: str, at: str) -> str:
    return f"[ERROR] {problem} [json-pointer:{at}]"


def string(most: int, least: int = 1) -> Check:
    """A string of `least` to `most` characters."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield _error("must provide a string", at)
        elif len(value) > most:
            yield _error(f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            yield _error(f"must be more than {least - 1} characters", at)

    return check


def one_of(*allowed: object) -> Check:
    """One of these values."""

    def check(value: object, at: str) -> Iterator[str]:
        if value not in allowed:
            yield _error("value is not one of the allowed values", at)

    return check


def whole(low: int, high: int) -> Check:
    """A whole number from `low` to `high`."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            yield _error(f"must be an integer from {low} to {high}", at)

    return check


def pattern(shape: str) -> Check:
    """A string of this shape, such as a date."""
    known = re.compile(shape)

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not known.fullmatch(value):
            yield _error("invalid format", at)

    return check


def address(most: int = 3000) -> Check:
    """A web address, or one for mail or a call."""
    fits = string(most)

    def check(value: object, at: str) -> Iterator[str]:
        found = list(fits(value, at))
        if not found and not _leads_somewhere(str(value)):
            found.append(_error("must be a valid URL", at))
        yield from found

    return check


def _leads_somewhere(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return (parts.scheme in _WEB and bool(parts.netloc)) or parts.scheme in _OTHER


def boolean(value: object, at: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield _error("must provide a boolean", at)


def anything(_value: object, _at: str) -> Iterator[str]:
    """Not looked into."""
    yield from ()


def many(item: Check, most: int, least: int = 1) -> Check:
    """A list of `least` to `most` items."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield _error("must provide an array", at)
            return
        if len(value) > most:
            yield _error(f"no more than {most} items allowed", at)
        if len(value) < least:
            yield _error(f"no fewer than {least} items allowed", at)
        for index, part in enumerate(value):
            yield from item(part, f"{at}/{index}")

    return check


def record(
    required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *, least: int = 0
) -> Check:
    """An object with these fields and no others; `least` is how many at least."""
    known = {**required, **(optional or {})}

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield _error("must provide an object", at)
            return
        if len(value) < least:
            yield _error(f"no fewer than {least} properties allowed", at)
        for name in required:
            if name not in value:
                yield _error(f"missing required field: {name}", at)
        for name, part in value.items():
            if name not in known:
                yield _error(f"invalid additional property: {name}", at)
            else:
                yield from known[name](part, f"{at}/{name}")

    return check


def by_type(table: Mapping[str, Check]) -> Check:
    """An object whose `type` says which check applies."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield _error("must provide an object", at)
        elif "type" not in value:
            yield _error("missing required field: type", at)
        elif value["type"] not in table:
            yield _error(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            yield from table[value["type"]](value, at)

    return check


def plain(most: int = 3000) -> Check:
    """A plain_text object."""
    return by_type({"plain_text": _text(most, "emoji")})


def text(most: int = 3000) -> Check:
    """A plain_text or mrkdwn object."""
    return by_type({"plain_text": _text(most, "emoji"), "mrkdwn": _text(most, "verbatim")})


def _text(most: int, flag: str) -> Check:
    return record({"type": anything, "text": string(most)}, {flag: boolean})


def typed(
    required: Mapping[str, Check] | None = None, optional: Mapping[str, Check] | None = None
) -> Check:
    """A block or element: these fields beside its `type`."""
    return record({"type": anything, **(required or {})}, optional)
