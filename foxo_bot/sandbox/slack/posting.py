"""How Slack keeps what an app posts: ids and defaults filled in, earlier versions remembered."""

import copy

from foxo_bot.sandbox.slack.limits import elements_of
from foxo_bot.sandbox.slack.nouns import Message, Version
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json

_SILENT = frozenset({"image", "plain_text", "mrkdwn"})


def dress(world: World, blocks: list[Json]) -> list[Json]:
    """A copy of the blocks with the block ids, action ids and flags that Slack adds."""
    dressed = copy.deepcopy(blocks)
    for block in dressed:
        block.setdefault("block_id", world.mint("b"))
        for element in elements_of(block):
            if element["type"] not in _SILENT:
                element.setdefault("action_id", world.mint("a"))
        _flags(block)
    return dressed


def dress_view(world: World, body: Json) -> Json:
    """A copy of a view as Slack keeps it."""
    dressed = {**copy.deepcopy(body), "blocks": dress(world, body["blocks"])}
    _flags([dressed.get(part) for part in ("title", "submit", "close")])
    return dressed


def restate(world: World, message: Message, *, text: str, blocks: list[Json] | None) -> None:
    """Change what a message shows; its earlier state stays readable in `earlier`."""
    message.earlier.append(Version(message.text, message.blocks))
    message.text = text
    message.blocks = dress(world, blocks or [])


def _flags(part: object) -> None:
    if isinstance(part, list):
        for item in part:
            _flags(item)
    elif isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            part.setdefault("verbatim", False)
        if part.get("type") == "plain_text":
            part.setdefault("emoji", True)
        for item in part.values():
            _flags(item)
