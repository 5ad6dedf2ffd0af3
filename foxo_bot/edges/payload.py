"""Reads what a vendor sent without trusting its shape: missing or odd parts are simply empty."""

from typing import Any

Json = dict[str, Any]


def part(body: object, *path: str) -> Json:
    """The object at that path, or an empty one."""
    found = _at(body, path)
    return found if isinstance(found, dict) else {}


def parts(body: object, *path: str) -> list[Json]:
    """The objects of the list at that path."""
    found = _at(body, path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def text(body: Json, first: str, *path: str) -> str:
    """The string at that path, or an empty one."""
    found = body.get(first)
    if path:
        found = _at(found, path)
    return found if isinstance(found, str) else ""


def _at(body: object, path: tuple[str, ...]) -> object:
    for name in path:
        if not isinstance(body, dict):
            return None
        body = body.get(name)
    return body
