"""Finds what a person wants to press by what they can read, and makes Slack's action of it."""

from collections.abc import Iterator

from foxo_bot.sandbox.acting import CannotDoError
from foxo_bot.sandbox.slack.limits import options_of
from foxo_bot.sandbox.slack.people.post import pressable
from foxo_bot.sandbox.slack.people.sight import label_of, text_of
from foxo_bot.sandbox.slack.state import key_of
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json


def find_action(world: World, blocks: list[Json], wanted: str, *, nth: int = 0) -> Json:
    """The action of pressing a button or an overflow's entry, by its label or action id.

    `nth` chooses among several of the same name. `confirm`, if any, is left in the action for
    the caller to take out.
    """
    found = [action for names, action in _offers(world, blocks) if wanted in names]
    if len(found) <= nth:
        there = [names[0] for names, _ in _offers(world, blocks)]
        message = f"no {wanted!r} to press; there is {there}"
        raise CannotDoError(message)
    return found[nth]


def find_selection(world: World, blocks: list[Json], wanted: str, option: str) -> Json:
    """The action of choosing in a select or among radio buttons, by action id or placeholder."""
    for block, element in pressable(blocks):
        single = key_of(element["type"]) == "selected_option" and "options" in element
        if single and wanted in {element["action_id"], label_of(world, element)}:
            return {
                "block_id": block["block_id"],
                "action_id": element["action_id"],
                "type": element["type"],
                "selected_option": find_option(world, element, option, []),
            }
    message = f"no {wanted!r} to choose in"
    raise CannotDoError(message)


def find_option(world: World, element: Json, wanted: str, offered: list[Json]) -> Json:
    """The option with this visible text."""
    initial = [element["initial_option"]] if "initial_option" in element else []
    options = [*options_of(element), *offered, *initial, *element.get("initial_options", [])]
    option: Json
    for option in options:
        if text_of(world, option["text"]) == wanted:
            return option
    message = f"no option {wanted!r}; there is {[text_of(world, o['text']) for o in options]}"
    raise CannotDoError(message)


def _offers(world: World, blocks: list[Json]) -> Iterator[tuple[list[str], Json]]:
    """What can be pressed: its names (label first), and its action."""
    for block, element in pressable(blocks):
        action = {"block_id": block["block_id"], "action_id": element["action_id"]}
        action["type"] = element["type"]
        if "confirm" in element:
            action["confirm"] = element["confirm"]
        if element["type"] == "button":
            kept = {key: element[key] for key in ("text", "value", "style") if key in element}
            yield [label_of(world, element), element["action_id"]], action | kept
        elif element["type"] == "overflow":
            for option in options_of(element):
                yield [text_of(world, option["text"])], action | {"selected_option": option}
