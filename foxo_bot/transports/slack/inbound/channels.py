"""What befell a channel, as News."""

from foxo_bot.edges.payload import part, text
from foxo_bot.handlers.news import ChannelMoved, ChannelTrouble, MessageDeleted
from foxo_bot.transports.slack.inbound.heard import NAME, Heard

REMOVED = "The bot is not in this channel. Invite it: /invite @Foxo Bot."
ARCHIVED = "The Slack channel is archived."
DELETED = "The Slack channel was deleted."
FROZEN = "The Slack channel is frozen: sharing with the other organisation has ended."
NOT_SEEN = "Slack cannot find the channel, or the bot is not in it. Invite it: /invite @Foxo Bot."
UNINSTALLED = "Foxo Bot was removed from this Slack workspace. It has to be installed again."

_WORDS: dict[str, str | None] = {
    "channel_archive": ARCHIVED,
    "group_archive": ARCHIVED,
    "channel_unarchive": None,
    "group_unarchive": None,
    "channel_deleted": DELETED,
    "group_deleted": DELETED,
}
EVENTS = frozenset(_WORDS)
"""The events that close or open a channel."""
_GONE = {"message_deleted": "deleted_ts", "tombstone": "ts"}
"""Under which key the news of a deletion names the message."""


def closed_or_opened(heard: Heard) -> ChannelTrouble:
    """One of EVENTS."""
    event = part(heard.body, "event")
    return trouble(heard, text(event, "channel"), _WORDS[text(event, "type")])


def deleted(heard: Heard) -> MessageDeleted | None:
    """A message was deleted in a channel; None where the event is of something else.

    One with replies is told as a change: what it left is a tombstone.
    """
    event = part(heard.body, "event")
    named = _GONE.get(text(event, "subtype"))
    if named is None:
        return None
    return MessageDeleted(NAME, text(event, "channel"), text(event, named), heard.now)


def moved(heard: Heard) -> ChannelMoved:
    """channel_id_changed: Slack renames a private channel when it becomes shared."""
    event = part(heard.body, "event")
    old, new = text(event, "old_channel_id"), text(event, "new_channel_id")
    return ChannelMoved(NAME, heard.via, old, new, heard.now)


def trouble(heard: Heard, channel: str, words: str | None) -> ChannelTrouble:
    """The bot can no longer post there, or (None) can again."""
    return ChannelTrouble(NAME, heard.via, channel, words, heard.now)
