"""The messaging extension's New case, from the compose box or from a message."""

from foxo_bot.edges.payload import Json, part, text
from foxo_bot.handlers.interaction import Interaction, Kind
from foxo_bot.transports.teams.inbound.dialogs import KEPT, Dialog
from foxo_bot.transports.teams.inbound.heard import Heard
from foxo_bot.transports.teams.inbound.places import place_of
from foxo_bot.transports.teams.inbound.who import actor
from foxo_bot.transports.teams.inbound.words import from_html

NEW_CASE = "newCase"


def submitted(heard: Heard, data: Json) -> Json:
    """What a dialog sends back; fields that name no form are those of New case's, where it was."""
    named = text(data, "form") or text(data, "verb")
    if named or text(heard.body, "value", "commandId") != NEW_CASE:
        return data
    dialog = Dialog(heard.once or "", Kind.COMMAND, "case", several=("teams",))
    return {**data, "form": "case", "keeps": {KEPT: dialog.kept()}}


def new_case(heard: Heard) -> Interaction:
    """The case form; from a message, with its words and its address as `value`."""
    payload = part(heard.body, "value", "messagePayload")
    if not payload:
        return Interaction(Kind.COMMAND, "case", actor(heard), heard.now, place=place_of(heard))
    written = text(payload, "body", "content")
    html = text(payload, "body", "contentType") != "text"
    return Interaction(
        Kind.COMMAND,
        "case_from_message",
        actor(heard),
        heard.now,
        text=from_html(written) if html else written.strip(),
        value=text(payload, "linkToMessage"),
        place=place_of(heard),
    )
