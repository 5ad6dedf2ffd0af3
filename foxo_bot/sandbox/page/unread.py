"""What each person has not looked at yet: in conversations, on the phone and in the mailbox."""

from dataclasses import dataclass, field

from foxo_bot.sandbox.cast import Character
from foxo_bot.sandbox.page.looking import Looking, conversations
from foxo_bot.sandbox.slack.nouns import Channel
from foxo_bot.sandbox.story import Sandbox


@dataclass(slots=True)
class Unread:
    """How much of everything each person has seen; shared by all windows of the page."""

    sandbox: Sandbox
    _seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def look(self, at: Looking) -> None:
        """Whoever looks has seen what is there."""
        who = at.who
        channel = self.sandbox.slack.world.channels.get(at.where)
        if channel is not None:
            self._seen[who.key, channel.id] = len(channel.messages)
        self._seen[who.key, at.device] = self._arrived(who, at.device)

    def in_channel(self, who: Character, channel: Channel) -> int:
        """Messages of others that this person has not seen."""
        fresh = channel.messages[self._seen.get((who.key, channel.id), 0) :]
        return sum(not m.deleted and m.user_id != who.user for m in fresh)

    def on(self, who: Character, device: str) -> int:
        """Texts or mails that this person has not seen."""
        return self._arrived(who, device) - self._seen.get((who.key, device), 0)

    def of(self, who: Character) -> int:
        """Everything that waits for this person to look."""
        channels = conversations(self.sandbox.slack.world, who)
        in_slack = sum(self.in_channel(who, channel) for channel in channels)
        return in_slack + self.on(who, "phone") + self.on(who, "mail")

    def _arrived(self, who: Character, device: str) -> int:
        if device == "phone":
            return len(self.sandbox.twilio.world.handset(who.phone).inbox)
        return len(self.sandbox.smtp.mailbox(who.email).mails)
