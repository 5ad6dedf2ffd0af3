"""What a reader sees of text and Block Kit: marks gone, mentions named, links by their label."""

import re
from collections.abc import Iterator

from foxo_bot.sandbox.slack.limits import elements_of, options_of
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json

_ENTITY = re.compile(r"<([^<>]*)>")
_MENTION = re.compile(r"<([@#])([UWCG]\w+)>")
_WEB = re.compile(r"https?://(?:[^\s<>&]|&amp;)+(?<![.,;:!?)])")
_MAIL = re.compile(r"(?<![\w.+/@-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MARKS = re.compile(r"(?<![\w*_~`])([*_~`])(?=\S)(.+?)(?<=\S)\1(?![\w*_~`])", re.DOTALL)


def rendered(world: World, text: str) -> str:
    """mrkdwn as it is read."""
    named = _ENTITY.sub(lambda found: _entity(world, found[1]), text)
    before = ""
    while before != named:
        before, named = named, _MARKS.sub(r"\2", named)
    return named.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escaped(text: str) -> str:
    """What a person typed, as Slack stores it; mentions in <…> stay, addresses become links."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    linked = _MAIL.sub(r"<mailto:\g<0>|\g<0>>", _WEB.sub(r"<\g<0>>", safe))
    return re.sub(r"&lt;([@#][UWCG]\w+)&gt;", r"<\1>", linked)


def escaped_command(world: World, text: str) -> str:
    """The same in a command: there mentions carry a name beside the id."""
    return _MENTION.sub(lambda found: _named(world, found[1], found[2]), escaped(text))


def _named(world: World, mark: str, target: str) -> str:
    if mark == "@":
        user = world.users.get(target)
        return f"<@{target}|{user.handle if user else ''}>"
    channel = world.channels.get(target)
    return f"<#{target}|{channel.name if channel else ''}>"


def text_of(world: World, part: object) -> str:
    """A text object as it is read."""
    if not isinstance(part, dict) or not isinstance(part.get("text"), str):
        return ""
    return rendered(world, part["text"]) if part.get("type") == "mrkdwn" else part["text"]


def lines_of(world: World, blocks: list[Json]) -> list[str]:
    """Every visible text of some blocks, in reading order."""
    return [line for block in blocks for line in _block(world, block) if line]


def label_of(world: World, element: Json) -> str:
    """What stands on a button, or in an empty select."""
    return text_of(world, element.get("text") or element.get("placeholder"))


def _block(world: World, block: Json) -> Iterator[str]:
    if block["type"] == "markdown":
        yield block["text"]
    elif block["type"] == "rich_text":
        yield from ("".join(_deep(part)) for part in block["elements"])
    elif block["type"] == "table":
        yield " ".join(_deep(block))
    else:
        yield text_of(world, block.get("label"))
        yield text_of(world, block.get("text"))
        yield text_of(world, block.get("title"))
        yield from (text_of(world, field) for field in block.get("fields", []))
        for element in elements_of(block):
            yield from _element(world, element)
        yield text_of(world, block.get("hint"))


def _element(world: World, element: Json) -> Iterator[str]:
    if element["type"] in {"mrkdwn", "plain_text"}:
        yield text_of(world, element)
    elif element["type"] == "image":
        yield element["alt_text"]
    elif element["type"] in {"radio_buttons", "checkboxes"}:
        for option in options_of(element):
            yield text_of(world, option["text"])
            yield text_of(world, option.get("description"))
    elif element.get("initial_option"):
        yield text_of(world, element["initial_option"]["text"])
    else:
        yield element.get("initial_value") or label_of(world, element)


def _deep(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        elif part.get("type") == "date":
            yield part.get("fallback", "")
        for value in part.values():
            yield from _deep(value)
    elif isinstance(part, list):
        for value in part:
            yield from _deep(value)


def _entity(world: World, inside: str) -> str:
    target, _, label = inside.partition("|")
    if label:
        return label
    if target.startswith("@"):
        user = world.users.get(target[1:])
        return f"@{user.real_name}" if user else "@unknown"
    if target.startswith("#"):
        channel = world.channels.get(target[1:])
        return f"#{channel.name}" if channel else "#unknown"
    return f"@{target[1:]}" if target.startswith("!") else target
