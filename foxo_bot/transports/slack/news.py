"""Events that nobody is answered for: what happens to channels, members, profiles and installs."""

from slack_bolt import BoltResponse
from slack_bolt.context.async_context import AsyncBoltContext

from foxo_bot.edges.payload import Json, part, text
from foxo_bot.handlers.news import ChannelTrouble
from foxo_bot.transports.slack.inbound import channels
from foxo_bot.transports.slack.inbound.heard import NAME, Heard
from foxo_bot.transports.slack.installations import Installations
from foxo_bot.transports.slack.request import hear
from foxo_bot.transports.slack.roster import Roster
from foxo_bot.transports.slack.surfaces.base import acknowledged
from foxo_bot.transports.slack.tools import Tools


class NewsListeners:
    """One method for each kind of event."""

    def __init__(self, tools: Tools, roster: Roster, installations: Installations) -> None:
        self._tools = tools
        self._roster = roster
        self._installations = installations

    async def joined(self, body: Json, context: AsyncBoltContext) -> BoltResponse:
        """Somebody joined a channel; the bot itself can post there again."""
        heard = hear(self._tools, body, context)
        if _is_bot(heard):
            await self._trouble(channels.trouble(heard, _channel(heard), None))
        self._roster.soon(_channel(heard))
        return acknowledged()

    async def left(self, body: Json, context: AsyncBoltContext) -> BoltResponse:
        """Somebody left a channel; the bot itself can no longer post there."""
        heard = hear(self._tools, body, context)
        if _is_bot(heard):
            await self._trouble(channels.trouble(heard, _channel(heard), channels.REMOVED))
        else:
            self._roster.soon(_channel(heard))
        return acknowledged()

    async def closed_or_opened(self, body: Json, context: AsyncBoltContext) -> BoltResponse:
        """A channel was archived, deleted or opened again."""
        await self._trouble(channels.closed_or_opened(hear(self._tools, body, context)))
        return acknowledged()

    async def moved(self, body: Json, context: AsyncBoltContext) -> BoltResponse:
        """A channel got another id."""
        moved = channels.moved(hear(self._tools, body, context))
        await self._tools.front.hear(moved)
        self._roster.soon(moved.new)
        return acknowledged()

    async def user_changed(self, body: Json, context: AsyncBoltContext) -> BoltResponse:
        """A person's account changed."""
        heard = hear(self._tools, body, context)
        await self._tools.people.changed(heard.via, part(body, "event", "user"))
        return acknowledged()

    async def uninstalled(self, body: Json, context: AsyncBoltContext) -> BoltResponse:
        """The app was removed from a workspace: nothing can be posted there."""
        await self._forget(context)
        heard = hear(self._tools, body, context)
        for channel in await self._tools.front.channels(NAME):
            if channel.workspace == heard.via:
                words = channels.UNINSTALLED
                await self._trouble(channels.trouble(heard, channel.address, words))
        return acknowledged()

    async def tokens_revoked(self, body: Json, context: AsyncBoltContext) -> BoltResponse:
        """Tokens were revoked; only the bot's are ours."""
        if part(body, "event", "tokens").get("bot"):
            await self._forget(context)
        return acknowledged()

    async def _forget(self, context: AsyncBoltContext) -> None:
        team = context.team_id or ""
        workspace = await self._tools.workspaces.of(team)
        await self._installations.async_delete_all(enterprise_id=None, team_id=team)
        if workspace is not None:
            self._tools.workspaces.forget(workspace)

    async def _trouble(self, trouble: ChannelTrouble) -> None:
        self._roster.told(trouble.address, trouble.words)
        await self._tools.front.hear(trouble)


def _channel(heard: Heard) -> str:
    return text(heard.body, "event", "channel")


def _is_bot(heard: Heard) -> bool:
    return bool(heard.bot_user) and text(heard.body, "event", "user") == heard.bot_user
