"""Which buttons Teams must be told of, because a dialog answers them."""

from types import FunctionType, ModuleType

from foxo_bot.cards.teams import OPENS
from foxo_bot.handlers.interaction import Kind, OpenForm
from foxo_bot.handlers.routes import ROUTES, Handler

HANDLERS = "foxo_bot.handlers"
ENTRY = {"new_case"}
"""The button of an entry message is what a typed command is: see transports/teams/inbound."""


def _opens(handler: Handler, seen: set[object]) -> bool:
    """Whether a handler, or what it calls of the handlers, can answer with a form."""
    if not isinstance(handler, FunctionType) or handler in seen:
        return False
    seen.add(handler)
    names = handler.__code__.co_names
    if OpenForm.__name__ in names:
        return True
    known = [handler.__globals__.get(name) for name in names]
    ours = [one for one in known if isinstance(one, ModuleType) and HANDLERS in one.__name__]
    called = [getattr(module, name, None) for module in ours for name in names]
    of_handlers = [one for one in (*known, *called) if HANDLERS in getattr(one, "__module__", "")]
    return any(_opens(one, seen) for one in of_handlers)


def test_every_press_that_opens_a_form_is_named_as_one_and_no_other() -> None:
    presses = {
        str(name): handler for (kind, name), handler in ROUTES.items() if kind is Kind.ACTION
    }
    opening = {name for name, handler in presses.items() if _opens(handler, set())}

    assert {"reply", "details", "enter_code"} <= opening, "the reading of handlers still works"
    assert opening == OPENS - ENTRY
