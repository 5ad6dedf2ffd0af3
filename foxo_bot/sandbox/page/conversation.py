"""A conversation as one person sees it: its messages in order, with what stands around them."""

from dataclasses import dataclass
from datetime import datetime

from foxo_bot.sandbox.page.times import of_ts
from foxo_bot.sandbox.slack.nouns import Channel, File, Message, User
from foxo_bot.sandbox.slack.world import World


@dataclass(frozen=True, slots=True)
class Shown:
    """One message for one reader."""

    message: Message
    author: User
    at: datetime
    files: tuple[File, ...]
    replies: tuple[Message, ...]
    pinned: bool
    from_outside: str

    @property
    def only_you(self) -> bool:
        return self.message.ephemeral_to is not None


def name_of(world: World, channel: Channel) -> str:
    """What a conversation is called."""
    return world.app.name if channel.kind == "im" else channel.name


def messages_in(world: World, channel: Channel, reader: str) -> list[Shown]:
    """What stands in the conversation itself."""
    mine = [m for m in channel.ephemerals if m.ephemeral_to == reader and not m.thread_ts]
    there = [m for m in channel.messages if _in_channel(m)]
    return _shown(world, channel, [*there, *mine], reader)


def messages_under(world: World, channel: Channel, ts: str, reader: str) -> list[Shown]:
    """A message and the thread below it."""
    parent = channel.message(ts)
    mine = [m for m in channel.ephemerals if m.ephemeral_to == reader and m.thread_ts == ts]
    above = [parent] if parent else []
    return _shown(world, channel, [*above, *channel.thread(ts), *mine], reader)


def _in_channel(message: Message) -> bool:
    return message.thread_ts in {None, message.ts} or message.subtype == "thread_broadcast"


def _shown(world: World, channel: Channel, messages: list[Message], reader: str) -> list[Shown]:
    ordered = sorted((m for m in messages if not m.deleted), key=lambda m: float(m.ts))
    home = world.users[reader].team_id
    return [
        Shown(
            message=message,
            author=world.users[message.user_id],
            at=of_ts(message.ts),
            files=tuple(world.files[file_id] for file_id in message.file_ids),
            replies=tuple(channel.thread(message.ts)),
            pinned=message.ts in channel.pins,
            from_outside=_outside(world, message, home),
        )
        for message in ordered
    ]


def _outside(world: World, message: Message, home: str) -> str:
    team = world.users[message.user_id].team_id
    return world.workspaces[team].name if team != home else ""
