"""Presses on cards and in dialogs, and searchable fields, as Interactions.

What a card sends back comes from a client: it only says which button was pressed, never who may.
"""

from foxo_bot.cards.teams import VIEW
from foxo_bot.edges.payload import Json, part, text
from foxo_bot.handlers.context import id_in
from foxo_bot.handlers.interaction import Interaction, Kind
from foxo_bot.transports.teams.inbound.heard import Heard
from foxo_bot.transports.teams.inbound.places import place_of
from foxo_bot.transports.teams.inbound.who import actor

COMMAND = "command_"
"""Before a command's name, on the button that stands in for a typed command."""
_ENTRIES = {"new_case": "case"}


def pressed(body: Json) -> Json:
    """What the button sends back: of an Action.Execute, of a dialog, or of an Action.Submit."""
    value = part(body, "value")
    action = part(value, "action")
    if action:
        return {"verb": text(action, "verb"), **part(action, "data")}
    return part(value, "data") if text(body, "type") == "invoke" else value


def press(heard: Heard) -> Interaction:
    """The press; without a name where the data is none of ours."""
    data = pressed(heard.body)
    verb, value = text(data, "verb"), text(data, "post")
    if verb in _ENTRIES:
        return Interaction(
            Kind.COMMAND,
            _ENTRIES[verb],
            actor(heard),
            heard.now,
            value=value,
            place=place_of(heard),
        )
    if verb.startswith(COMMAND):
        command = verb.removeprefix(COMMAND)
        return Interaction(
            Kind.COMMAND, command, actor(heard), heard.now, text=value, place=place_of(heard)
        )
    return Interaction(
        Kind.VIEW if verb == VIEW else Kind.ACTION,
        verb,
        actor(heard),
        heard.now,
        post_id=id_in(value),
        value=value,
        place=place_of(heard),
    )


def is_automatic(body: Json) -> bool:
    """Whether a card came into somebody's sight, and nobody pressed anything."""
    return text(body, "value", "trigger") == "automatic"


def search(heard: Heard) -> Interaction:
    """A searchable field asks for options."""
    value = part(heard.body, "value")
    return Interaction(
        Kind.OPTIONS,
        text(value, "dataset"),
        actor(heard),
        heard.now,
        text=text(value, "queryText"),
        place=place_of(heard),
    )
