"""What Slack would object to in a message or a view, as the error lines it answers.

Pure: usable from unit tests of anything that draws Block Kit.
"""

import json
from collections import Counter
from collections.abc import Iterator

from foxo_bot.sandbox.slack import elements
from foxo_bot.sandbox.slack.block_kit import (
    Check,
    anything,
    boolean,
    by_type,
    many,
    one_of,
    plain,
    record,
    string,
    text,
    typed,
    whole,
)
from foxo_bot.sandbox.slack.rich_text import PARTS
from foxo_bot.sandbox.wire import Json

MOST_TEXT_POSTED = 40_000  # chat.postMessage
MOST_TEXT_UPDATED = 4_000  # chat.update: msg_too_long
MOST_BLOCKS_BYTES = 100_000  # Slack gives no number for msg_blocks_too_long; this is a guess
MOST_VIEW_BYTES = 250_000  # view_too_large
MOST_METADATA_BYTES = 16_000  # Slack gives no number for metadata_too_large; this is a guess
MOST_MARKDOWN = 12_000  # all markdown blocks of a message together

_ID = {"block_id": string(255)}
_BLOCKS: dict[str, Check] = {
    "actions": typed({"elements": many(elements.IN_ACTIONS, 25)}, _ID),
    "context": typed({"elements": many(elements.IN_CONTEXT, 10)}, _ID),
    "divider": typed(None, _ID),
    "header": typed({"text": plain(150)}, {**_ID, "level": whole(1, 4)}),
    "image": typed(elements.IMAGE, {**_ID, **elements.IMAGE_SOURCE, "title": plain(2000)}),
    "input": typed(
        {"label": plain(2000), "element": elements.IN_INPUT},
        {**_ID, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": typed({"elements": PARTS}, _ID),
    "section": typed(
        None,
        {
            **_ID,
            "text": text(3000),
            "fields": many(text(2000), 10),
            "accessory": elements.AS_ACCESSORY,
            "expand": boolean,
        },
    ),
}
_IN_MESSAGES: dict[str, Check] = {
    **_BLOCKS,
    "markdown": typed({"text": string(MOST_MARKDOWN)}, _ID),
    "table": typed(
        {"rows": many(many(anything, 20), 100)}, {**_ID, "column_settings": many(anything, 20, 0)}
    ),
}
_VIEW: dict[str, Check] = {
    "blocks": many(by_type(_BLOCKS), 100),
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_MODAL = record(
    {"type": anything, "title": plain(24), "blocks": _VIEW["blocks"]},
    {
        **_VIEW,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = record({"type": one_of("home"), "blocks": _VIEW["blocks"]}, _VIEW)
_ANY_VIEW = by_type({"modal": _MODAL, "home": _HOME})


def problems_of_blocks(blocks: object) -> list[str]:
    """What is wrong with a message's blocks; empty when Slack would take them."""
    found = list(many(by_type(_IN_MESSAGES), 50, 0)(blocks, "/blocks"))
    if found or not isinstance(blocks, list):
        return found
    found += _across(blocks, "/blocks")
    for index, block in enumerate(blocks):
        if block.get("element", {}).get("type") == "file_input":
            found.append(_error("unsupported type: file_input", f"/blocks/{index}/element/type"))
    if sum(len(b["text"]) for b in blocks if b["type"] == "markdown") > MOST_MARKDOWN:
        found.append(_error(f"markdown blocks exceed {MOST_MARKDOWN} characters", "/blocks"))
    return found


def problems_of_message(blocks: object, text: str) -> list[str]:
    """What is wrong with a message; `text` is what notifications show, so it must be there."""
    found = problems_of_blocks(blocks)
    if not text.strip():
        found.append(_error("the notification would be empty", "/text"))
    if len(text) > MOST_TEXT_UPDATED:
        found.append(_error(f"must be less than {MOST_TEXT_UPDATED + 1} characters", "/text"))
    if len(json.dumps(blocks)) > MOST_BLOCKS_BYTES:
        found.append(_error("the blocks are too long", "/blocks"))
    return found


def problems_of_view(view: object) -> list[str]:
    """What is wrong with a modal or a home tab; empty when Slack would take it."""
    found = list(_ANY_VIEW(view, "/view"))
    if found or not isinstance(view, dict):
        return found
    found += _across(view["blocks"], "/view/blocks")
    inputs = any(block["type"] == "input" for block in view["blocks"])
    if view["type"] == "modal" and inputs and "submit" not in view:
        found.append(_error("missing required field: submit", "/view"))
    if len(json.dumps(view)) > MOST_VIEW_BYTES:
        found.append(_error("the view is too large", "/view"))
    return found


def problems_of_options(answer: Json) -> list[str]:
    """What is wrong with the answer to a block_suggestion."""
    shape = {
        "options": many(elements.OPTION, 100, 0),
        "option_groups": many(elements.GROUP, 100, 0),
    }
    found = list(record({}, shape)(answer, ""))
    if len(answer) != 1:
        found.append(_error("exactly one of options and option_groups", ""))
    return found


def elements_of(block: Json) -> list[Json]:
    """The elements of a block that a person can act on or read."""
    listed = block["elements"] if block["type"] in {"actions", "context"} else []
    return [*listed, *(block[name] for name in ("accessory", "element") if name in block)]


def options_of(element: Json) -> list[Json]:
    """The options that stand in an element, its groups taken together."""
    groups: list[Json] = element.get("option_groups", [])
    return [*element.get("options", []), *(o for g in groups for o in g["options"])]


def _error(problem: str, at: str) -> str:
    return f"[ERROR] {problem} [json-pointer:{at}]"


def _across(blocks: list[Json], at: str) -> Iterator[str]:
    """Rules that need more than one field."""
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    yield from (_error(f"block_id already exists: {i}", at) for i, n in ids.items() if n > 1)
    for index, block in enumerate(blocks):
        here = f"{at}/{index}"
        if block["type"] == "section" and not {"text", "fields"} & block.keys():
            yield _error("missing required field: text", here)
        if block["type"] == "image":
            yield from _image(block, here)
        parts = elements_of(block)
        actions = Counter(part["action_id"] for part in parts if "action_id" in part)
        for action_id, count in actions.items():
            if count > 1:
                yield _error(f"action_id already exists: {action_id}", here)
        for part in parts:
            yield from _element(part, here)
        if block.get("dispatch_action") and block["element"]["type"] == "file_input":
            yield _error("dispatch_action is not allowed with file_input", here)


def _element(part: Json, at: str) -> Iterator[str]:
    if part["type"] == "image":
        yield from _image(part, at)
    static = part["type"].endswith("static_select")
    if static and ("options" in part) == ("option_groups" in part):
        yield _error("exactly one of options and option_groups", at)
    if "options" in part or "option_groups" in part:
        first = [part["initial_option"]] if "initial_option" in part else []
        for option in [*first, *part.get("initial_options", [])]:
            if _named(option) not in map(_named, options_of(part)):
                yield _error("initial option must be one of the options", at)
    if part.get("min_length", 0) > part.get("max_length", 3000):
        yield _error("min_length must not exceed max_length", at)


def _named(option: Json) -> tuple[str, str]:
    return option["value"], option["text"]["text"]


def _image(part: Json, at: str) -> Iterator[str]:
    if ("image_url" in part) == ("slack_file" in part):
        yield _error("exactly one of image_url and slack_file", at)
