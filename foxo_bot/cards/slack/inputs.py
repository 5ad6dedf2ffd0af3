"""Form fields as Slack input blocks, within the limits of its element reference. Pure."""

from collections.abc import Sequence

from foxo_bot.cards.card import (
    Bold,
    Choice,
    Control,
    Field,
    Files,
    Line,
    Link,
    Option,
    Select,
    TextInput,
)
from foxo_bot.cards.lines import clean
from foxo_bot.cards.slack.texts import Json, plain, text_object

INPUT, PLACEHOLDER, LABEL, OPTION_TEXT, OPTION_VALUE = 3000, 150, 2000, 75, 150
OPTIONS, RADIO, FILES = 100, 10, 10
HOW = "on a page that opens in your browser. Then come back and send."


def field_block(field: Field) -> Json:
    """A field: an input, or for files that only our page takes, the way there."""
    control = field.control
    if isinstance(control, Files) and control.by_page:
        words: Line = (Bold(field.label), "\n", Link("Add files", control.page), f": {HOW}")
        return {"type": "section", "text": text_object(words)}
    return _input_block(field)


def _input_block(field: Field) -> Json:
    """An input; block id and action id are both the field's id."""
    block: Json = {
        "type": "input",
        "block_id": field.id,
        "label": plain(field.label, LABEL, otherwise=field.id),
        "element": {**_element(field.control), "action_id": field.id},
        "optional": field.optional,
    }
    if field.hint:
        block["hint"] = plain(field.hint, LABEL)
    return block


def option_objects(options: Sequence[Option], most: int = OPTIONS) -> list[Json]:
    """The options that Slack takes; one whose value could not come back whole is left out."""
    usable = [option for option in options if 0 < len(option.value) <= OPTION_VALUE]
    return [_option(option) for option in usable[:most]]


def _element(control: Control) -> Json:
    match control:
        case TextInput():
            return _text_input(control)
        case Choice(options, initial):
            return _choice(options, initial)
        case Select():
            return _select(control)
        case Files(max_files):
            return {"type": "file_input", "max_files": min(max(1, max_files), FILES)}


def _text_input(control: TextInput) -> Json:
    longest = min(max(1, control.max_length), INPUT)
    element: Json = {
        "type": "plain_text_input",
        "multiline": control.many_lines,
        "max_length": longest,
    }
    if initial := clean(control.initial)[:longest]:
        element["initial_value"] = initial
    return element | _placeholder(control.placeholder)


def _choice(options: Sequence[Option], initial: str) -> Json:
    shown = option_objects(options, RADIO)
    if len(options) > RADIO or not shown:
        return _select(Select(tuple(options), (initial,)))
    first = [option for option in shown if option["value"] == initial]
    element: Json = {"type": "radio_buttons", "options": shown}
    return element | ({"initial_option": first[0]} if first else {})


def _select(select: Select) -> Json:
    # Slack refuses a static list without options; one that asks may well have none.
    chosen_first = sorted(select.options, key=lambda option: option.value not in select.initial)
    shown = option_objects(chosen_first if len(chosen_first) > OPTIONS else select.options)
    ask = select.ask or not shown
    kind = "external_select" if ask else "static_select"
    element: Json = {"type": f"multi_{kind}" if select.several else kind}
    element |= {"min_query_length": 0} if ask else {"options": shown}
    initial = [option for option in shown if option["value"] in select.initial]
    if initial and select.several:
        element["initial_options"] = initial
    elif initial:
        element["initial_option"] = initial[0]
    return element | _placeholder(select.placeholder)


def _placeholder(words: str) -> Json:
    return {"placeholder": plain(words, PLACEHOLDER)} if words.strip() else {}


def _option(option: Option) -> Json:
    drawn: Json = {
        "text": plain(option.label, OPTION_TEXT, otherwise=option.value[:OPTION_TEXT]),
        "value": option.value,
    }
    if option.description.strip():
        drawn["description"] = plain(option.description, OPTION_TEXT)
    return drawn
