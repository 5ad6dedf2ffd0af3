"""Presses on messages, forms and the home page as Interactions."""

from foxo_bot.edges.payload import Json, part, parts, text
from foxo_bot.handlers.context import id_in
from foxo_bot.handlers.interaction import Interaction, Kind
from foxo_bot.transports.slack.inbound.heard import Heard
from foxo_bot.transports.slack.inbound.places import keeps_of, place_of
from foxo_bot.transports.slack.inbound.who import presser


def press(heard: Heard) -> Interaction | None:
    """The press, or None where it only opened a page."""
    pressed = next(iter(parts(heard.body, "actions")), {})
    name = text(pressed, "action_id")
    if not name or _opens_a_page(heard.body, pressed):
        return None
    value = text(pressed, "value") or text(pressed, "selected_option", "value")
    actor = presser(heard)
    outsider = actor.workspace != heard.via
    as_command = name == "new_case"
    return Interaction(
        Kind.COMMAND if as_command else Kind.ACTION,
        "case" if as_command else name,
        actor,
        heard.now,
        post_id=None if as_command else id_in(value),
        value=value,
        keeps=keeps_of(part(heard.body, "view")),
        place=place_of(heard, outsider=outsider),
    )


def suggestion(heard: Heard) -> Interaction:
    """A searchable field asks for options."""
    actor = presser(heard)
    return Interaction(
        Kind.OPTIONS,
        text(heard.body, "action_id"),
        actor,
        heard.now,
        text=text(heard.body, "value"),
        keeps=keeps_of(part(heard.body, "view")),
        place=place_of(heard, outsider=actor.workspace != heard.via),
    )


def _opens_a_page(body: Json, pressed: Json) -> bool:
    """Slack reports the press of a link button too; there is nothing to do for it."""
    blocks = parts(body, "message", "blocks") + parts(body, "view", "blocks")
    for block in blocks:
        for element in [*parts(block, "elements"), part(block, "accessory")]:
            if text(element, "action_id") == text(pressed, "action_id") and (
                text(block, "block_id") == text(pressed, "block_id")
            ):
                return bool(text(element, "url"))
    return False
