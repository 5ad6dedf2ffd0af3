"""What happens to tenants around the app: installed, removed, people and channels that change."""

from dataclasses import dataclass

from foxo_bot.sandbox.teams.front.activities import LOCALE, Activities
from foxo_bot.sandbox.teams.front.courier import Answer, Courier
from foxo_bot.sandbox.teams.nouns import Conversation, User
from foxo_bot.sandbox.teams.world import World
from foxo_bot.sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class Admin:
    """Changes the world and sends the events that Teams sends for it; `by` is who did it."""

    world: World
    courier: Courier
    activities: Activities

    async def installs(self, team_id: str, *, by: str) -> Answer:
        """The app is added to a team: two activities."""
        self.world.teams[team_id].has_app = True
        general, user = self.world.conversations[team_id], self.world.users[by]
        await self._installation("add", user, general)
        return await self._members(general, user, "membersAdded", [self._bot()])

    async def uninstalls(self, team_id: str, *, by: str) -> Answer:
        """The app is removed from a team."""
        general, user = self.world.conversations[team_id], self.world.users[by]
        self.world.teams[team_id].has_app = False
        await self._installation("remove", user, general)
        return await self._members(general, user, "membersRemoved", [self._bot()])

    async def installs_for(self, user_id: str) -> Answer:
        """A person adds the app for themselves: the personal chat begins."""
        user = self.world.users[user_id]
        user.has_app = True
        chat = self.world.chat(user)
        await self._installation("add", user, chat)
        added = [self._bot(), {"id": user.id, "aadObjectId": user.object_id}]
        return await self._told("conversationUpdate", user, chat, membersAdded=added)

    async def uninstalls_for(self, user_id: str) -> Answer:
        """A person removes the app for themselves."""
        user = self.world.users[user_id]
        chat = self.world.chat(user)
        user.has_app = False
        return await self._installation("remove", user, chat)

    async def adds_app(self, channel_id: str, *, by: str) -> Answer:
        """The app is added to one shared or private channel."""
        channel, user = self.world.conversations[channel_id], self.world.users[by]
        channel.has_app = True
        return await self._installation("add", user, channel)

    async def removes_app(self, channel_id: str, *, by: str) -> Answer:
        """The app is removed from one shared or private channel."""
        channel, user = self.world.conversations[channel_id], self.world.users[by]
        channel.has_app = False
        return await self._installation("remove", user, channel)

    async def adds(self, user_id: str, place_id: str, *, by: str) -> Answer:
        """A person joins a team, or a shared or private channel."""
        return await self._moves(user_id, place_id, by, "membersAdded")

    async def removes(self, user_id: str, place_id: str, *, by: str) -> Answer:
        """A person leaves, or is made to."""
        return await self._moves(user_id, place_id, by, "membersRemoved")

    async def creates_channel(self, channel_id: str, name: str, team_id: str, *, by: str) -> Answer:
        """A team gets a channel."""
        channel = self.world.channel(channel_id, name, team_id)
        return await self._channel_event("channelCreated", channel, by)

    async def renames_channel(self, channel_id: str, name: str, *, by: str) -> Answer:
        """A channel gets another name."""
        channel = self.world.conversations[channel_id]
        channel.name = name
        return await self._channel_event("channelRenamed", channel, by)

    async def deletes_channel(self, channel_id: str, *, by: str) -> Answer:
        """A channel goes, with what stood in it."""
        channel = self.world.conversations.pop(channel_id)
        return await self._channel_event("channelDeleted", channel, by)

    async def renames_team(self, team_id: str, name: str, *, by: str) -> Answer:
        """A team gets another name."""
        self.world.teams[team_id].name = name
        general, user = self.world.conversations[team_id], self.world.users[by]
        data = {"team": self.activities.team_data(general), "eventType": "teamRenamed"}
        data["tenant"] = {"id": general.tenant_id}
        return await self._told("conversationUpdate", user, general, channelData=data)

    async def shares_channel(self, channel_id: str, team_id: str, *, by: str) -> Answer:
        """A shared channel is shared with a team of another tenant."""
        channel, team = self.world.conversations[channel_id], self.world.teams[team_id]
        channel.members |= team.members
        shared = {"id": team.id, "name": team.name, "aadGroupId": team.group_id}
        shared["tenantId"] = team.tenant_id
        return await self._channel_event("channelShared", channel, by, sharedWithTeams=[shared])

    async def reacts(self, user_id: str, channel_id: str, message_id: str) -> Answer:
        """A person likes a message."""
        user, channel = self.world.users[user_id], self.world.conversations[channel_id]
        return await self._told(
            "messageReaction",
            user,
            channel,
            reactionsAdded=[{"type": "like"}],
            replyToId=message_id,
        )

    async def _moves(self, user_id: str, place_id: str, by: str, change: str) -> Answer:
        place, user = self.world.conversations[place_id], self.world.users[user_id]
        roster = place.members if place.kind != "standard" else self.world.teams[place_id].members
        (roster.add if change == "membersAdded" else roster.discard)(user_id)
        moved = [{"id": user.id, "aadObjectId": user.object_id}]
        return await self._members(place, self.world.users[by], change, moved)

    async def _members(
        self, place: Conversation, user: User, change: str, moved: list[Json]
    ) -> Answer:
        word = "Added" if change == "membersAdded" else "Removed"
        data = self.activities.channel_data(place) | {"team": self.activities.team_data(place)}
        if place.kind == "standard":
            del data["channel"]
        data["eventType"] = f"teamMember{word}"
        more: Json = {change: moved, "channelData": data}
        return await self._told("conversationUpdate", user, place, **more)

    async def _channel_event(
        self, name: str, channel: Conversation, by: str, **more: object
    ) -> Answer:
        """About a standard channel these come in the team's General conversation."""
        team = self.activities.team_data(channel)
        told: Json = {"id": channel.id, "name": channel.name}
        if channel.kind != "standard":
            told["type"] = channel.kind
        data: Json = {"channel": told, "team": team, "eventType": name, **more}
        data["tenant"] = {"id": channel.tenant_id}
        where = self.world.conversations[channel.team_id]
        where = channel if channel.kind != "standard" else where
        user = self.world.users[by]
        return await self._told("conversationUpdate", user, where, channelData=data)

    async def _installation(self, action: str, user: User, place: Conversation) -> Answer:
        data = self.activities.channel_data(place)
        if place.type == "channel":
            data["settings"] = {"selectedChannel": {"id": place.id}}
            data["team"] = self.activities.team_data(place)
        data["source"] = {"name": "message"}
        more: Json = {"action": action, "channelData": data, "locale": LOCALE}
        more["entities"] = [{"type": "clientInfo", "locale": LOCALE}]
        return await self._told("installationUpdate", user, place, **more)

    async def _told(self, kind: str, user: User, place: Conversation, **more: object) -> Answer:
        return await self.courier.carry(self.activities.event(kind, user, place, **more))

    def _bot(self) -> Json:
        return {"id": self.world.app.bot_id}
