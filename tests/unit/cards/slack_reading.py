"""Reads what was drawn for Slack the way Slack would: every text object, every leaf."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def objects(drawn: object) -> Iterator[Json]:
    """Every JSON object in it, the outermost first."""
    if isinstance(drawn, dict):
        yield drawn
        for value in drawn.values():
            yield from objects(value)
    elif isinstance(drawn, list):
        for value in drawn:
            yield from objects(value)


def of_type(drawn: object, *types: str) -> list[Json]:
    return [found for found in objects(drawn) if found.get("type") in types]


def literal(block: Json) -> str:
    """The text of a rich_text block, without instants."""
    return "".join(leaf["text"] for leaf in of_type(block, "text", "link"))
