"""What was pressed, found by the ids that stand in the browser: also where it is gone by now."""

import json
from dataclasses import dataclass

from foxo_bot.sandbox.acting import CannotDoError
from foxo_bot.sandbox.slack.limits import elements_of, options_of
from foxo_bot.sandbox.slack.nouns import Message
from foxo_bot.sandbox.slack.state import key_of
from foxo_bot.sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button, an overflow's entry (`option`), or a choice in a select."""

    block_id: str
    action_id: str
    option: str = ""

    def __str__(self) -> str:
        return json.dumps([self.block_id, self.action_id, self.option])


def read(text: str) -> Pressed:
    """What a form carries as `press`."""
    return Pressed(*json.loads(text))


def action_on(message: Message, pressed: Pressed) -> Json:
    """The action on a message: on what stands there, or on what stood there when it was drawn."""
    for blocks in [message.blocks, *(version.blocks for version in reversed(message.earlier))]:
        action = action_in(blocks, pressed)
        if action:
            return action
    raise CannotDoError("That button has never stood there.")


def action_in(blocks: list[Json], pressed: Pressed) -> Json | None:
    """The action in these blocks, in Slack's shape; None where there is no such element."""
    for block in blocks:
        if block["block_id"] != pressed.block_id:
            continue
        for element in elements_of(block):
            if element.get("action_id") == pressed.action_id:
                return _action(element, pressed)
    return None


def _action(element: Json, pressed: Pressed) -> Json:
    kind = element["type"]
    action: Json = {"type": kind, "block_id": pressed.block_id, "action_id": pressed.action_id}
    if kind == "button":
        return action | {key: element[key] for key in ("text", "value", "style") if key in element}
    if kind == "datepicker":
        return action | {"selected_date": pressed.option}
    chosen = [option for option in options_of(element) if option["value"] == pressed.option]
    several = key_of(kind).endswith("s")
    return action | {key_of(kind): chosen if several else next(iter(chosen), None)}
