"""What one person can see in the sandbox's Slack."""

from dataclasses import dataclass

from foxo_bot.sandbox.acting import CannotDoError
from foxo_bot.sandbox.slack.front.acts import Acts
from foxo_bot.sandbox.slack.nouns import Channel, User
from foxo_bot.sandbox.slack.people.post import Post
from foxo_bot.sandbox.slack.people.screen import Home, Modal
from foxo_bot.sandbox.slack.world import World


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person saw of an act: Slack's warning, and what only they were shown."""

    warning: str
    ephemerals: tuple[Post, ...] = ()
    modal: Modal | None = None

    def text_shown(self) -> str:
        """Everything that appeared."""
        modal = [self.modal.title, self.modal.text_shown()] if self.modal else []
        shown = [post.text_shown() for post in self.ephemerals]
        return "\n".join(part for part in [self.warning, *shown, *modal] if part)


@dataclass(frozen=True, slots=True)
class Onlooker:
    """One user's view of the world."""

    user: User
    world: World
    acts: Acts

    @property
    def modal(self) -> Modal | None:
        """The modal on top, if any."""
        stack = self.world.stacks.get(self.user.id, [])
        return Modal(self.world, self.acts, stack[-1]) if stack else None

    @property
    def home(self) -> Home | None:
        """The app's home tab, once the app has published one."""
        for (_, user_id), view in self.world.homes.items():
            if user_id == self.user.id:
                return Home(self.world, self.acts, view)
        return None

    @property
    def dms(self) -> list[Post]:
        """The app's direct messages to this person, oldest first."""
        theirs = (c for c in self.world.channels.values() if c.kind == "im" and self.is_in(c))
        return [
            Post(self.world, message)
            for channel in theirs
            for message in channel.messages
            if message.bot_id and not message.deleted
        ]

    @property
    def ephemerals(self) -> list[Post]:
        """What was shown to this person only, oldest first."""
        shown = [
            message
            for channel in self.world.channels.values()
            for message in channel.ephemerals
            if message.ephemeral_to == self.user.id and not message.deleted
        ]
        return [Post(self.world, message) for message in sorted(shown, key=lambda m: float(m.ts))]

    @property
    def warnings(self) -> list[str]:
        """What Slack told this person had gone wrong."""
        return self.world.warnings.get(self.user.id, [])

    def opens(self, url: str) -> bytes | None:
        """What a link to a file in Slack brings them; None where Slack does not show it to them.

        A file that is shared nowhere, as one from a form, is shown to its owner alone.
        """
        for file in self.world.files.values():
            if url.startswith(f"{self.world.files_url}/files-pri/{file.team_id}-{file.id}/"):
                there = [self.world.channels[channel_id] for channel_id in file.channels]
                seen = file.user_id == self.user.id or any(map(self.is_in, there))
                return file.content if seen else None
        return None

    def is_in(self, channel: Channel) -> bool:
        """Whether they are a member of a conversation."""
        return self.user.id in channel.members

    def check_sees(self, post: Post) -> None:
        """Raise CannotDoError unless the message is before their eyes."""
        channel = self.world.channels[post.channel_id]
        mine = post.message.ephemeral_to in {None, self.user.id}
        if post.deleted or not mine or not self.is_in(channel):
            message = f"{self.user.real_name} does not see that message"
            raise CannotDoError(message)
