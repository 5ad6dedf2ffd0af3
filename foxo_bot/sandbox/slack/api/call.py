"""One call of the Web API: its arguments, who makes it, and the checks that many methods share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from foxo_bot.sandbox.slack.errors import SlackError
from foxo_bot.sandbox.slack.nouns import Channel, Install, Message, User
from foxo_bot.sandbox.slack.response_urls import ResponseUrls
from foxo_bot.sandbox.slack.triggers import Triggers
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json

_SCOPE_FAMILY = {"public": "channels", "private": "groups", "im": "im"}


@dataclass(frozen=True, slots=True)
class Desk:
    """What the methods work on: the world and its books, and how happenings are told to apps.

    `happened(channel, message, change)` is called with change "posted", "changed" or "deleted".
    """

    world: World
    triggers: Triggers
    response_urls: ResponseUrls
    happened: Callable[[Message, str], None]
    joined: Callable[[Channel, User], None]
    revoked: Callable[[Install], None]
    socket_url: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Call:
    """Decoded arguments and the installation whose token came along."""

    method: str
    args: Json
    install: Install
    desk: Desk

    @property
    def world(self) -> World:
        """The state of everything."""
        return self.desk.world

    @property
    def team_id(self) -> str:
        """The workspace of the token."""
        return self.install.team_id

    def text(self, name: str) -> str:
        """A required string argument."""
        value = self.args.get(name)
        if value is None or value == "":
            problem = f"[ERROR] missing required field: {name} [json-pointer:/{name}]"
            raise SlackError("invalid_arguments", problem)
        return str(value)

    def flag(self, name: str) -> bool:
        """An optional boolean, however a form spells it."""
        return str(self.args.get(name, "")).lower() in {"1", "true"}

    def number(self, name: str, default: int) -> int:
        """An optional number."""
        try:
            return int(self.args.get(name) or default)
        except ValueError:
            problem = f"[ERROR] must provide an integer [json-pointer:/{name}]"
            raise SlackError("invalid_arguments", problem) from None

    def need(self, *scopes: str) -> None:
        """Refuse unless the token has one of these scopes."""
        if not self.install.scopes.intersection(scopes):
            provided = ",".join(sorted(self.install.scopes))
            raise SlackError("missing_scope", needed=",".join(scopes), provided=provided)

    def need_for(self, channel: Channel, what: str) -> None:
        """Refuse without the scope that reads this kind of conversation."""
        self.need(f"{_SCOPE_FAMILY[channel.kind]}:{what}")

    def channel(self, name: str = "channel") -> Channel:
        """The conversation named by an argument, if the bot may know of it."""
        channel = self.world.channels.get(self.text(name))
        if channel is None or self.team_id not in channel.teams:
            raise SlackError("channel_not_found")
        if channel.kind != "public" and self.install.bot_user_id not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def user(self, name: str = "user") -> User:
        """The person named by an argument."""
        user = self.world.users.get(self.text(name))
        if user is None:
            raise SlackError("user_not_found")
        return user

    def page(self, found: Sequence[object], name: str, *, default: int = 100) -> Json:
        """A page of results, with the cursor to the next."""
        start = self.number("cursor", 0)
        limit = min(self.number("limit", default), 1000)
        more = start + limit < len(found)
        cursor = str(start + limit) if more else ""
        part = found[start : start + limit]
        return {name: part, "response_metadata": {"next_cursor": cursor}}
