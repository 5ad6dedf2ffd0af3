"""A message as people see it, and the conversation it stands in."""

from dataclasses import dataclass

from foxo_bot.sandbox.slack.limits import elements_of
from foxo_bot.sandbox.slack.nouns import Channel, Message
from foxo_bot.sandbox.slack.people.sight import label_of, lines_of, rendered
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json

_PRESSABLE_ACTIONS = frozenset({"actions", "section", "input"})


@dataclass(frozen=True, slots=True)
class Post:
    """A message; everything is read from what Slack holds now."""

    world: World
    message: Message

    @property
    def ts(self) -> str:
        """Slack's id of the message in its channel."""
        return self.message.ts

    @property
    def channel_id(self) -> str:
        """The conversation."""
        return self.message.channel_id

    @property
    def deleted(self) -> bool:
        """Whether it is gone."""
        return self.message.deleted

    @property
    def preview(self) -> str:
        """What a notification shows: the `text`, raw."""
        return self.message.text

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        return [
            label_of(self.world, element)
            for _, element in pressable(self.message.blocks)
            if element["type"] == "button"
        ]

    @property
    def thread(self) -> list["Post"]:
        """The replies below it."""
        channel = self.world.channels[self.channel_id]
        return [Post(self.world, message) for message in channel.thread(self.ts)]

    @property
    def pinned(self) -> bool:
        """Whether it is pinned in its channel."""
        return self.ts in self.world.channels[self.channel_id].pins

    @property
    def files(self) -> list[str]:
        """The names of its files."""
        return [self.world.files[file_id].name for file_id in self.message.file_ids]

    def text_shown(self) -> str:
        """All visible text: of the blocks, or of `text` where there are none."""
        lines = lines_of(self.world, self.message.blocks)
        if not self.message.blocks:
            lines = [rendered(self.world, self.message.text)]
        for attachment in self.message.attachments:
            lines += lines_of(self.world, attachment.get("blocks", []))
            lines += [
                attachment[part] for part in ("pretext", "title", "text") if part in attachment
            ]
        return "\n".join(line for line in [*lines, *self.files] if line)


def pressable(blocks: list[Json]) -> list[tuple[Json, Json]]:
    """Each block with each of its elements that can be acted on."""
    return [
        (block, element)
        for block in blocks
        if block["type"] in _PRESSABLE_ACTIONS
        for element in elements_of(block)
        if "action_id" in element
    ]


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A conversation as its members see it."""

    world: World
    channel: Channel

    @property
    def posts(self) -> list[Post]:
        """The messages in the channel itself, oldest first."""
        return [
            Post(self.world, m)
            for m in self.channel.messages
            if not m.deleted and (m.thread_ts in {None, m.ts} or m.subtype == "thread_broadcast")
        ]

    @property
    def last(self) -> Post:
        """The newest message in the channel itself."""
        if not self.posts:
            reason = f"nothing has been posted in #{self.channel.name}"
            raise LookupError(reason)
        return self.posts[-1]

    @property
    def pinned(self) -> list[Post]:
        """The pinned messages."""
        return [post for post in self.posts if post.pinned]
