"""What stands in a view's inputs: typed or chosen by the person, else what the app put there."""

from foxo_bot.sandbox.slack.limits import elements_of
from foxo_bot.sandbox.slack.nouns import View
from foxo_bot.sandbox.wire import Json

_STATELESS = frozenset({"button", "overflow", "image", "mrkdwn", "plain_text"})


def inputs_of(view: View) -> list[tuple[Json, Json]]:
    """Each block with each of its elements that hold a value."""
    return [
        (block, element)
        for block in view.blocks
        for element in elements_of(block)
        if element["type"] not in _STATELESS
    ]


def values_of(view: View) -> dict[str, dict[str, Json]]:
    """`state.values` as Slack sends it: block id, then action id."""
    values: dict[str, dict[str, Json]] = {}
    for block, element in inputs_of(view):
        block_id, action_id = block["block_id"], element["action_id"]
        typed = view.typed.get(block_id, {}).get(action_id)
        values.setdefault(block_id, {})[action_id] = typed or initial(element)
    return values


def initial(element: Json) -> Json:
    """The value of an input that nobody touched."""
    kind = element["type"]
    name = key_of(kind)
    default: list[Json] | None = (
        [] if name in {"selected_options", "files", "selected_users"} else None
    )
    given = element.get(name.replace("selected", "initial"), default)
    if name == "value":
        given = element.get("initial_value")
    return {"type": kind, name: given}


def key_of(kind: str) -> str:
    """Under which name an element of this type holds its value."""
    if kind.endswith("_input"):
        return "files" if kind == "file_input" else "value"
    if kind in {"datepicker", "timepicker", "datetimepicker"}:
        return {"datepicker": "selected_date", "timepicker": "selected_time"}.get(
            kind, "selected_date_time"
        )
    several = "s" if kind.startswith("multi_") or kind == "checkboxes" else ""
    for what in ("user", "conversation", "channel"):
        if kind.endswith(f"{what}s_select"):
            return f"selected_{what}{several}"
    return f"selected_option{several}"
