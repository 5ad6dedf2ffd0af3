"""What happens to a workspace around the app: people join, channels change, the app is removed."""

from dataclasses import dataclass, replace

from foxo_bot.sandbox.slack.front.event_shapes import member_event
from foxo_bot.sandbox.slack.front.events import Delivery, Events
from foxo_bot.sandbox.slack.front.installing import Installed, add_to_workspace
from foxo_bot.sandbox.slack.nouns import Channel, Install, Message, User
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class Admin:
    """Changes the world and sends the events that Slack sends for it."""

    world: World
    events: Events

    async def adds(self, user_id: str, channel_id: str) -> None:
        """A person or a bot joins a channel."""
        channel, user = self.world.channels[channel_id], self.world.users[user_id]
        channel.members.add(user_id)
        await self.tells_joined(channel, user)

    async def tells_joined(self, channel: Channel, user: User) -> None:
        """member_joined_channel, after the fact."""
        event = member_event(self.world, "member_joined_channel", channel, user)
        for install in self.world.installs_in(channel)[:1]:
            await self.events.tell(event, install, channel=channel)

    async def removes(self, user_id: str, channel_id: str) -> None:
        """A person or a bot leaves a channel; a removed bot hears of it itself."""
        channel, user = self.world.channels[channel_id], self.world.users[user_id]
        installs = self.world.installs_in(channel)
        channel.members.discard(user_id)
        event = member_event(self.world, "member_left_channel", channel, user)
        for install in installs[:1]:
            await self.events.tell(event, install, channel=channel)

    async def archives(self, channel_id: str, *, by: str = "USLACKBOT") -> None:
        """A channel is archived."""
        channel = self.world.channels[channel_id]
        channel.archived = True
        event = {"type": "channel_archive", "channel": channel_id, "user": by, "is_moved": 0}
        await self._channel_event(channel, event)

    async def deletes(self, message: Message) -> None:
        """Deletes anybody's message, an app's too."""
        message.deleted = True
        await self.events.message_changed(message, deleted=True)

    async def renames(self, channel_id: str, name: str) -> None:
        """A channel gets another name."""
        channel = self.world.channels[channel_id]
        channel.name = name
        told = {"id": channel_id, "name": name, "name_normalized": name, "is_channel": True}
        told |= {"created": channel.created, "is_mpim": False}
        await self._channel_event(channel, {"type": "channel_rename", "channel": told})

    async def changes_id(self, channel_id: str, new_id: str) -> None:
        """A channel gets another id, as a private one does when it is shared."""
        channel = self.world.channels.pop(channel_id)
        channel.id = new_id
        self.world.channels[new_id] = channel
        for message in [*channel.messages, *channel.ephemerals]:
            message.channel_id = new_id
        event = {"type": "channel_id_changed", "old_channel_id": channel_id}
        await self._channel_event(channel, event | {"new_channel_id": new_id})

    async def shares(self, channel_id: str, team_id: str) -> None:
        """Another workspace joins by Slack Connect."""
        channel = self.world.channels[channel_id]
        channel.teams.add(team_id)
        event = {"type": "channel_shared", "connected_team_id": team_id, "channel": channel_id}
        await self._channel_event(channel, event)

    async def unshares(self, channel_id: str, team_id: str) -> None:
        """A connected workspace leaves, and its people with it."""
        channel = self.world.channels[channel_id]
        channel.teams.discard(team_id)
        channel.members = {m for m in channel.members if self._team(m) != team_id}
        event = {"type": "channel_unshared", "previously_connected_team_id": team_id}
        shared = {"channel": channel_id, "is_ext_shared": channel.is_shared_outside}
        await self._channel_event(channel, event | shared)

    async def changes_profile(
        self, user_id: str, *, phone: str | None = None, deleted: bool = False
    ) -> None:
        """A person's profile changes, or their account is deactivated."""
        user = self.world.users[user_id]
        user = replace(user, phone=phone or user.phone, deleted=deleted)
        self.world.users[user_id] = user
        install = self.world.install_of(user.team_id)
        if install is None:
            return
        told: Json = {"id": user.id, "team_id": user.team_id, "deleted": user.deleted}
        told["profile"] = {"real_name": user.real_name, "phone": user.phone or ""}
        for kind in ("user_change", "user_profile_changed"):
            stamp = {"cache_ts": int(self.world.clock.seconds()), "event_ts": self.world.next_ts()}
            await self.events.tell({"type": kind, "user": told, **stamp}, install)

    async def revokes(self, team_id: str) -> Delivery | None:
        """The bot token of a workspace is revoked."""
        install = self._installed(team_id)
        install.refused_with = "token_revoked"
        return await self.tells_revoked(install)

    async def tells_revoked(self, install: Install) -> Delivery | None:
        """tokens_revoked, after the fact."""
        event: Json = {"type": "tokens_revoked", "event_ts": self.world.next_ts()}
        event["tokens"] = {"oauth": [], "bot": [install.bot_user_id]}
        return await self.events.tell(event, install)

    async def uninstalls(self, team_id: str) -> None:
        """The app is removed from a workspace."""
        install = self._installed(team_id)
        install.refused_with = "account_inactive"
        for channel in self.world.channels.values():
            channel.members.discard(install.bot_user_id)
        event = {"type": "app_uninstalled", "event_ts": self.world.next_ts()}
        await self.events.tell(event, install)
        await self.tells_revoked(install)

    async def installs(self, user_id: str, *, allows: bool = True) -> Installed:
        """A person adds the app to their workspace, from the app's own install page."""
        courier = self.events.courier
        return await add_to_workspace(
            self.world, courier.session, courier.bot_url, user_id, allows=allows
        )

    async def _channel_event(self, channel: Channel, event: Json) -> None:
        event = {**event, "event_ts": self.world.next_ts()}
        for install in self.world.installs_in(channel)[:1]:
            await self.events.tell(event, install, channel=channel)

    def _installed(self, team_id: str) -> Install:
        install = self.world.install_of(team_id)
        if install is None:
            message = f"the app is not installed in {team_id}"
            raise LookupError(message)
        return install

    def _team(self, user_id: str) -> str:
        user = self.world.users.get(user_id)
        return user.team_id if user else ""
