"""Finds what a person wants to press by what they can read."""

from foxo_bot.sandbox.acting import CannotDoError
from foxo_bot.sandbox.teams.people.sight import actions_of
from foxo_bot.sandbox.wire import Json


def find_action(card: Json, wanted: str, *, nth: int = 0) -> Json:
    """The action with this title or verb; `nth` chooses among several."""
    actions = actions_of(card)
    found = [action for action in actions if wanted in _names(action)]
    if len(found) <= nth:
        there = [action.get("title", "") for action in actions]
        message = f"no {wanted!r} to press; there is {there}"
        raise CannotDoError(message)
    return found[nth]


def confirmed(action: Json, *, confirm: bool) -> Json | None:
    """The action itself, or the one that unfolds from it; None where the person goes back."""
    if action.get("type") != "Action.ShowCard":
        return action
    return actions_of(action["card"])[0] if confirm else None


def _names(action: Json) -> set[str]:
    data = action.get("data")
    verb = data.get("verb") if isinstance(data, dict) else None
    inner = action.get("card")
    below = {name for one in actions_of(inner) for name in _names(one)} if inner else set()
    return {str(name) for name in (action.get("title"), action.get("verb"), verb) if name} | below
