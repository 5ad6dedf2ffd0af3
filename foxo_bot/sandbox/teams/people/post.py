"""A message as somebody sees it, and the channel it stands in."""

from dataclasses import dataclass

from foxo_bot.sandbox.teams.nouns import Conversation, Message, card_of
from foxo_bot.sandbox.teams.people.sight import actions_of, lines_of
from foxo_bot.sandbox.teams.world import World
from foxo_bot.sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class Post:
    """A message; everything is read from what Teams holds now. `viewer` may have a view alone."""

    world: World
    message: Message
    viewer: str = ""

    @property
    def id(self) -> str:
        """Teams' id of the message in its conversation."""
        return self.message.id

    @property
    def channel_id(self) -> str:
        """The conversation."""
        return self.message.conversation_id

    @property
    def deleted(self) -> bool:
        """Whether it is gone."""
        return self.message.deleted

    @property
    def preview(self) -> str:
        """What a notification shows."""
        return self.message.preview

    @property
    def card(self) -> Json:
        """The card as the viewer sees it; empty where there is none."""
        return self.message.views.get(self.viewer) or self.message.card or {}

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        return [action.get("title", "") for action in actions_of(self.card)]

    @property
    def thread(self) -> list["Post"]:
        """The replies below it, oldest first."""
        conversation = self.world.conversations[self.channel_id]
        return [
            Post(self.world, message, self.viewer)
            for message in conversation.messages
            if message.root_id == self.id and message.id != self.id and not message.deleted
        ]

    @property
    def files(self) -> list[str]:
        """The names of what is attached beside a card."""
        return [a["name"] for a in self.message.attachments if "name" in a]

    def earlier(self, steps: int = 1) -> Json:
        """The card as it stood so many changes ago."""
        versions = self.message.earlier
        return card_of(versions[-steps].attachments) or {} if len(versions) >= steps else {}

    def seen_by(self, user_id: str) -> "Post":
        """The same message before somebody's eyes."""
        return Post(self.world, self.message, user_id)

    def text_shown(self) -> str:
        """All visible text."""
        lines = [self.message.text, *lines_of(self.card), *self.files]
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A channel as its members see it."""

    world: World
    channel: Conversation

    @property
    def posts(self) -> list[Post]:
        """The first messages of its threads, oldest first."""
        return [
            Post(self.world, message)
            for message in self.channel.messages
            if not message.deleted and message.root_id in {"", message.id}
        ]

    @property
    def last(self) -> Post:
        """The newest of them."""
        if not self.posts:
            reason = f"nothing has been posted in {self.channel.name}"
            raise LookupError(reason)
        return self.posts[-1]
