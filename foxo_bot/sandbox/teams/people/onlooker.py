"""What one person can see in the sandbox's Teams."""

from dataclasses import dataclass

from foxo_bot.sandbox.acting import CannotDoError
from foxo_bot.sandbox.teams.front.acts import Acts
from foxo_bot.sandbox.teams.nouns import User
from foxo_bot.sandbox.teams.people.dialog import Dialog
from foxo_bot.sandbox.teams.people.post import Post
from foxo_bot.sandbox.teams.world import World


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person saw of an act: Teams' warning, the app's notice, a dialog, an address."""

    warning: str = ""
    notice: str = ""
    dialog: Dialog | None = None
    url: str = ""

    def text_shown(self) -> str:
        """Everything that appeared."""
        dialog = [self.dialog.title, self.dialog.text_shown()] if self.dialog else []
        return "\n".join(part for part in [self.warning, self.notice, *dialog] if part)


@dataclass(frozen=True, slots=True)
class Onlooker:
    """One user's view of the world."""

    user: User
    world: World
    acts: Acts

    @property
    def chats(self) -> list[Post]:
        """The app's messages in the personal chat, oldest first."""
        chat = self.world.chat(self.user)
        return [
            Post(self.world, message, self.user.id)
            for message in chat.messages
            if message.by_app and not message.deleted
        ]

    @property
    def dialog(self) -> Dialog | None:
        """The dialog that is open, if one is."""
        state = self.world.dialogs.get(self.user.id)
        return Dialog(self.world, self.acts, state) if state else None

    @property
    def warnings(self) -> list[str]:
        """What Teams told this person had gone wrong."""
        return self.world.warnings.get(self.user.id, [])

    def check_sees(self, post: Post) -> None:
        """Raise CannotDoError unless the message is before their eyes."""
        place = self.world.conversations[post.channel_id]
        if post.deleted or self.user not in self.world.members(place):
            message = f"{self.user.name} does not see that message"
            raise CannotDoError(message)
