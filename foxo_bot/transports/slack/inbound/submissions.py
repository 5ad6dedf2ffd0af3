"""Submitted forms as Interactions, their values flattened by field."""

from foxo_bot.edges.payload import Json, part, parts, text
from foxo_bot.handlers.interaction import Interaction, Kind, Value
from foxo_bot.model import Attachment
from foxo_bot.transports.slack.inbound.heard import Heard
from foxo_bot.transports.slack.inbound.places import keeps_of, place_of
from foxo_bot.transports.slack.inbound.who import presser


def submission(heard: Heard) -> Interaction:
    """A view that was submitted; its own id is what happens once."""
    view = part(heard.body, "view")
    actor, name = presser(heard), text(view, "id")
    return Interaction(
        Kind.FORM,
        text(view, "callback_id"),
        actor,
        heard.now,
        values=_values(part(view, "state", "values"), heard.via),
        keeps=keeps_of(view),
        place=place_of(heard, outsider=actor.workspace != heard.via),
        once=f"slack:view:{name}" if name else None,
    )


def attachments(files: list[Json], via: str) -> tuple[Attachment, ...]:
    """Slack's files, known by the workspace that may read them and their id there.

    A file of another workspace may come as a stub that only has an id.
    """
    return tuple(
        Attachment(
            f"{via}/{text(file, 'id')}",
            text(file, "name") or text(file, "title") or "File",
            text(file, "mimetype") or "application/octet-stream",
            size if isinstance(size := file.get("size"), int) else 0,
            text(file, "url_private_download") or text(file, "url_private"),
        )
        for file in files
        if text(file, "id")
    )


def _values(state: Json, via: str) -> dict[str, Value]:
    return {
        field: _value(control, via)
        for block in state.values()
        if isinstance(block, dict)
        for field, control in block.items()
        if isinstance(control, dict)
    }


def _value(control: Json, via: str) -> Value:
    """What one control holds; an untouched one may lack its keys altogether."""
    kind = text(control, "type")
    if kind == "file_input":
        return attachments(parts(control, "files"), via)
    if kind.startswith("multi_") or kind == "checkboxes":
        return tuple(text(option, "value") for option in parts(control, "selected_options"))
    if kind.endswith("_select") or kind == "radio_buttons":
        return text(control, "selected_option", "value")
    return text(control, "value")
