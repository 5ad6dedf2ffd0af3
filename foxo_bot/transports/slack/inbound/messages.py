"""Messages to the bot, replies in threads and visits of the home page as Interactions."""

from foxo_bot.edges.payload import Json, part, parts, text
from foxo_bot.handlers.interaction import Interaction, Kind, Place
from foxo_bot.transports.slack.inbound.heard import NAME, Heard
from foxo_bot.transports.slack.inbound.submissions import attachments
from foxo_bot.transports.slack.inbound.who import visitor, writer
from foxo_bot.transports.slack.inbound.words import plain, without_mention

_WRITTEN_BY_PEOPLE = frozenset({"", "file_share", "thread_broadcast"})


def as_written(body: Json) -> Json:
    """News of an edit as the message that it left, with the words it had before as `before`.

    Slack tells of a change also when only a preview was added: then the words are the same.
    """
    event = part(body, "event")
    if text(event, "subtype") != "message_changed":
        return body
    place = {name: text(event, name) for name in ("type", "channel", "channel_type")}
    before = text(event, "previous_message", "text")
    return {**body, "event": {**part(event, "message"), **place, "before": before}}


def message(heard: Heard) -> Interaction | None:
    """A reply in a thread, or something said to the bot; None for everything else written.

    A mention arrives both as a message and as a mention: the same `once` makes them one, so
    whichever comes first must be answered.
    """
    event = part(heard.body, "event")
    if not _by_a_person(event, heard.bot_user):
        return None
    in_thread = text(event, "thread_ts") not in {"", text(event, "ts")}
    if "before" in event:
        return _edited(heard, event) if in_thread else None
    if not in_thread and not _said_to_bot(event):
        return None
    words, at = without_mention(text(event, "text"), heard.bot_user), text(event, "ts")
    files = attachments(parts(event, "files"), heard.via)
    return Interaction(
        Kind.MESSAGE,
        "thread_reply" if in_thread else "said_to_bot",
        writer(heard),
        heard.now,
        text=plain(words, heard.known),
        values={"files": files} if files else {},
        place=_place(heard, event),
        once=f"slack:msg:{text(event, 'channel')}:{at}" if at else None,
        called=_said_to_bot(event) or _names(event, heard.bot_user),
    )


def _edited(heard: Heard, event: Json) -> Interaction | None:
    words = text(event, "text")
    if words == text(event, "before"):
        return None
    at = text(event, "edited", "ts") or text(heard.body, "event_id")
    return Interaction(
        Kind.MESSAGE,
        "thread_edit",
        writer(heard),
        heard.now,
        text=plain(without_mention(words, heard.bot_user), heard.known),
        place=_place(heard, event),
        once=f"slack:edit:{text(event, 'channel')}:{text(event, 'ts')}:{at}",
    )


def opens_home(body: Json) -> bool:
    """Whether it was the home tab; the messages tab is nothing to answer."""
    return text(body, "event", "tab") == "home"


def home_opened(heard: Heard) -> Interaction:
    """The home tab was opened."""
    return Interaction(Kind.HOME, "home", visitor(heard), heard.now, once=once(heard))


def once(heard: Heard) -> str | None:
    """The event's unique name, by which a repeated delivery is known."""
    event_id = text(heard.body, "event_id")
    return f"slack:event:{event_id}" if event_id else None


def is_direct(event: Json) -> bool:
    """Whether the conversation is one with the bot alone."""
    return text(event, "channel_type") == "im" or text(event, "channel").startswith("D")


def _by_a_person(event: Json, bot_user: str) -> bool:
    return (
        bool(text(event, "user"))
        and text(event, "user") != bot_user
        and not text(event, "bot_id")
        and text(event, "subtype") in _WRITTEN_BY_PEOPLE
    )


def _said_to_bot(event: Json) -> bool:
    return text(event, "type") == "app_mention" or is_direct(event)


def _names(event: Json, bot_user: str) -> bool:
    return bool(bot_user) and f"<@{bot_user}" in text(event, "text")


def _place(heard: Heard, event: Json) -> Place:
    return Place(
        NAME,
        heard.via,
        text(event, "channel"),
        thread=text(event, "thread_ts") or None,
        message=text(event, "ts") or None,
        shared=heard.body.get("is_ext_shared_channel") is True,
        direct=is_direct(event),
    )
