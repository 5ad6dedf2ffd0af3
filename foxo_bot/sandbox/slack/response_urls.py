"""Response URLs: five answers in thirty minutes to the one who acted, or to the channel."""

import secrets
from dataclasses import dataclass, field

from foxo_bot.sandbox.slack.errors import SlackError
from foxo_bot.sandbox.slack.limits import problems_of_blocks
from foxo_bot.sandbox.slack.nouns import Channel, Install, Message
from foxo_bot.sandbox.slack.posting import dress, restate
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json

MOST_USES = 5
VALID_SECONDS = 30 * 60


@dataclass(slots=True)
class ResponseUrl:
    """One address: where it answers, to whom, and about which message if any."""

    channel_id: str
    user_id: str
    install: Install
    at: float
    message: Message | None = None
    uses: int = 0


@dataclass(slots=True)
class ResponseUrls:
    """All response URLs given out."""

    world: World
    base: str = ""
    issued: dict[str, ResponseUrl] = field(default_factory=dict)

    def issue(
        self, channel: Channel, user_id: str, install: Install, message: Message | None = None
    ) -> str:
        """A fresh address; `message` is the one acted upon, which it may replace or delete."""
        key = f"{install.team_id}/{secrets.token_urlsafe(12)}"
        now = self.world.clock.seconds()
        self.issued[key] = ResponseUrl(channel.id, user_id, install, now, message)
        return f"{self.base}/respond/{key}"

    def answer(self, key: str, said: Json) -> Message | None:
        """Do what the app posted to the address; raises Slack's errors."""
        url = self.issued.get(key)
        if url is None:
            raise SlackError("invalid_url")
        if self.world.clock.seconds() - url.at > VALID_SECONDS:
            raise SlackError("expired_url")
        if url.uses >= MOST_USES:
            raise SlackError("used_url")
        url.uses += 1
        return self.say(url, said)

    def say(self, url: ResponseUrl, said: Json) -> Message | None:
        """Show an answer: also what the body of a command's 200 does."""
        if said.get("delete_original"):
            if url.message:
                url.message.deleted = True
            return None
        problems = problems_of_blocks(said.get("blocks", []))
        if problems:
            raise SlackError("invalid_blocks", *problems)
        if not any(said.get(part) for part in ("text", "blocks", "attachments")):
            raise SlackError("no_text")
        if said.get("replace_original") and url.message:
            restate(self.world, url.message, text=said.get("text", ""), blocks=said.get("blocks"))
            return url.message
        message = Message(
            self.world.next_ts(),
            url.channel_id,
            url.install.bot_user_id,
            url.install.team_id,
            text=said.get("text", ""),
            blocks=dress(self.world, said.get("blocks", [])),
            attachments=said.get("attachments", []),
            thread_ts=said.get("thread_ts"),
            bot_id=url.install.bot_id,
            app_id=self.world.app.id,
            ephemeral_to=None if said.get("response_type") == "in_channel" else url.user_id,
        )
        return self.world.add_message(message)
