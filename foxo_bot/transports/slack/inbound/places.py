"""Where a person was, and how a form remembers it: Slack does not say so when one is submitted."""

import json
from collections.abc import Mapping
from dataclasses import replace

from foxo_bot.cards.card import Form
from foxo_bot.edges.payload import Json, part, text
from foxo_bot.handlers.interaction import Place
from foxo_bot.transports.slack.inbound.heard import NAME, Heard

_KEY = "slack:place"


def place_of(heard: Heard, *, outsider: bool = False) -> Place | None:
    """The conversation of a command, shortcut or press; in a form, where that was opened.

    Slack does not say here that a conversation is shared, but an outsider in it shows that it is.
    """
    body = heard.body
    channel = text(body, "channel_id") or text(body, "channel", "id")
    channel = channel or text(body, "container", "channel_id")
    if not channel:
        return _remembered(heard, outsider=outsider)
    message = part(body, "message")
    return Place(
        NAME,
        heard.via,
        channel,
        thread=text(message, "thread_ts") or text(body, "container", "thread_ts") or None,
        message=text(message, "ts") or text(body, "container", "message_ts") or None,
        shared=outsider,
    )


def remembering(form: Form, place: Place | None) -> Form:
    """The form, keeping the place where it was opened."""
    if place is None:
        return form
    at = f"{place.address} {place.thread or ''}".strip()
    return replace(form, keeps={**form.keeps, _KEY: at})


def keeps_of(view: Json) -> Mapping[str, str]:
    """What a form's author made it keep."""
    return {name: value for name, value in _kept(view).items() if name != _KEY}


def _remembered(heard: Heard, *, outsider: bool) -> Place | None:
    channel, _, thread = _kept(part(heard.body, "view")).get(_KEY, "").partition(" ")
    if not channel:
        return None
    return Place(NAME, heard.via, channel, thread=thread or None, shared=outsider)


def _kept(view: Json) -> dict[str, str]:
    try:
        kept = json.loads(text(view, "private_metadata") or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {name: value for name, value in kept.items() if isinstance(value, str)}
