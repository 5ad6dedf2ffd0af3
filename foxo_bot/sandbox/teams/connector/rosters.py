"""Who is in a conversation or team, as the connector tells the bot."""

from dataclasses import dataclass

from foxo_bot.sandbox.teams.connector.calls import check_may_look, find_thread
from foxo_bot.sandbox.teams.errors import ConnectorError
from foxo_bot.sandbox.teams.nouns import Conversation, Team, User
from foxo_bot.sandbox.teams.world import World
from foxo_bot.sandbox.wire import Json

LEAST_PAGE, MOST_PAGE = 50, 500
"""Microsoft takes page sizes between these, and answers with the nearer one."""


@dataclass(slots=True)
class Rosters:
    """The methods that read; they raise ConnectorError. `most_page` may be made smaller."""

    world: World
    most_page: int = MOST_PAGE

    def members(self, tenant_id: str, named: str) -> list[Json]:
        """Everybody, in one answer."""
        conversation = self._seen(tenant_id, named)
        return [self._member(user, conversation) for user in self.world.members(conversation)]

    def paged(self, tenant_id: str, named: str, query: Json) -> Json:
        """A page of members, and where the next begins."""
        everybody = self.members(tenant_id, named)
        try:
            asked = int(query.get("pageSize") or MOST_PAGE)
            start = int(query.get("continuationToken") or 0)
        except ValueError:
            raise ConnectorError("BadArgument") from None
        end = start + min(max(asked, LEAST_PAGE), self.most_page)
        more = {"continuationToken": str(end)} if end < len(everybody) else {}
        return {"members": everybody[start:end], **more}

    def member(self, tenant_id: str, named: str, user_id: str) -> Json:
        """One of them, by the roster's id or the Entra object id."""
        conversation = self._seen(tenant_id, named)
        for user in self.world.members(conversation):
            if user_id in {user.id, user.object_id}:
                return self._member(user, conversation)
        raise ConnectorError("MemberNotFoundInConversation")

    def team(self, tenant_id: str, team_id: str) -> Json:
        """A team's name and group."""
        team = self._team(tenant_id, team_id)
        return {"id": team.id, "name": team.name, "aadGroupId": team.group_id}

    def channels(self, tenant_id: str, team_id: str) -> Json:
        """A team's channels; General has no name."""
        team = self._team(tenant_id, team_id)
        theirs = [c for c in self.world.conversations.values() if c.team_id == team.id]
        named = [{"id": c.id} | ({"name": c.name} if c.id != team.id else {}) for c in theirs]
        return {"conversations": named}

    def _seen(self, tenant_id: str, named: str) -> Conversation:
        conversation = find_thread(self.world, tenant_id, named).conversation
        check_may_look(self.world, conversation)
        return conversation

    def _team(self, tenant_id: str, team_id: str) -> Team:
        team = self.world.teams.get(team_id)
        if team is None or team.tenant_id != tenant_id:
            raise ConnectorError("ConversationNotFound")
        if not team.has_app:
            raise ConnectorError("BotNotInConversationRoster")
        return team

    def _member(self, user: User, conversation: Conversation) -> Json:
        """A member; of another tenant's people neither mail nor login name is told."""
        given, _, surname = user.name.partition(" ")
        found: Json = {
            "id": user.id,
            "objectId": user.object_id,
            "aadObjectId": user.object_id,
            "name": user.name,
            "givenName": given,
            "surname": surname,
            "tenantId": user.tenant_id,
            "userRole": user.role,
        }
        if user.tenant_id != conversation.tenant_id or not user.email:
            return found
        login = user.email
        if user.role == "guest":
            login = f"{user.email.replace('@', '_')}#EXT#@{user.tenant_id}.onmicrosoft.example"
        return {**found, "email": user.email, "userPrincipalName": login}
