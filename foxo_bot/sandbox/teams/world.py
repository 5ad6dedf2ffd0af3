"""Everything in the sandbox's Teams: tenants, people, teams, channels, messages, dialogs."""

import itertools
import uuid
from dataclasses import dataclass, field

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.teams.nouns import (
    App,
    ConnectorCall,
    Conversation,
    Message,
    OpenDialog,
    StoredFile,
    Team,
    Tenant,
    User,
)

_SPACE = uuid.UUID("6f78f0b0-0000-4000-8000-000000000000")


@dataclass(slots=True)
class World:
    """The state of all tenants; changed by the connector, by people, and by whoever sets up.

    `fetches` are the names of the headers with which files were fetched.
    """

    clock: Clock
    app: App = field(default_factory=App)
    tenants: dict[str, Tenant] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    dialogs: dict[str, OpenDialog] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    fetches: list[frozenset[str]] = field(default_factory=list)
    warnings: dict[str, list[str]] = field(default_factory=dict)
    calls: list[ConnectorCall] = field(default_factory=list)
    base_url: str = ""
    _count: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _last_id: int = 0

    # Setting up

    def tenant(self, tenant_id: str, name: str) -> Tenant:
        """Add a tenant."""
        self.tenants[tenant_id] = Tenant(tenant_id, name)
        return self.tenants[tenant_id]

    def person(
        self,
        user_id: str,
        tenant_id: str,
        name: str,
        *,
        email: str | None = None,
        guest: bool = False,
        has_app: bool = False,
    ) -> User:
        """Add a person to a tenant, as a guest of it if so; `has_app`: installed personally."""
        role = "guest" if guest else "user"
        object_id = str(uuid.uuid5(_SPACE, user_id))
        user = User(user_id, tenant_id, name, object_id, email, role, has_app=has_app)
        self.users[user_id] = user
        return user

    def team(
        self,
        team_id: str,
        tenant_id: str,
        name: str,
        *,
        members: tuple[str, ...] = (),
        has_app: bool = True,
    ) -> Team:
        """Add a team with its General channel, whose id is the team's."""
        group_id = str(uuid.uuid5(_SPACE, team_id))
        self.teams[team_id] = Team(team_id, tenant_id, name, group_id, {*members}, has_app)
        self.channel(team_id, "General", team_id)
        return self.teams[team_id]

    def channel(
        self,
        channel_id: str,
        name: str,
        team_id: str,
        *,
        kind: str = "standard",
        members: tuple[str, ...] = (),
        has_app: bool = True,
    ) -> Conversation:
        """Add a channel; `kind` private or shared has `members` of its own."""
        made = Conversation(
            channel_id,
            self.teams[team_id].tenant_id,
            "channel",
            name,
            team_id,
            kind=kind,
            members={*members},
            has_app=has_app,
        )
        self.conversations[channel_id] = made
        return made

    # Names and numbers

    def mint(self, prefix: str) -> str:
        """A fresh id of an event, such as f:…"""
        return f"{prefix}{uuid.uuid5(_SPACE, str(next(self._count)))}"

    def next_id(self) -> str:
        """A message id: milliseconds of the sandbox's time, never given twice."""
        self._last_id = max(self._last_id + 1, int(self.clock.seconds() * 1000))
        return str(self._last_id)

    def service_url(self, tenant_id: str) -> str:
        """Where the connector answers for a tenant."""
        return f"{self.base_url}/amer/{tenant_id}/"

    # Looking up

    def members(self, conversation: Conversation) -> list[User]:
        """The people in a conversation."""
        ids = conversation.members
        if conversation.type == "channel" and conversation.kind == "standard":
            ids = self.teams[conversation.team_id].members
        return [self.users[user_id] for user_id in sorted(ids)]

    def app_in(self, conversation: Conversation) -> bool:
        """Whether the bot is a member of a conversation."""
        if conversation.type == "personal":
            return all(self.meets_app(user) for user in self.members(conversation))
        installed = self.teams[conversation.team_id].has_app
        return installed and (conversation.kind == "standard" or conversation.has_app)

    def meets_app(self, user: User) -> bool:
        """Whether the bot may write to a person: installed for them or in a team of theirs."""
        theirs = (team for team in self.teams.values() if user.id in team.members)
        in_team = any(team.has_app and team.tenant_id == user.tenant_id for team in theirs)
        return user.has_app or in_team

    def chat(self, user: User) -> Conversation:
        """The personal chat of a person with the bot, made when missing."""
        chat_id = f"a:{uuid.uuid5(_SPACE, 'chat' + user.id).hex}"
        if chat_id not in self.conversations:
            made = Conversation(chat_id, user.tenant_id, members={user.id})
            self.conversations[chat_id] = made
        return self.conversations[chat_id]

    def find_message(self, conversation: Conversation, message_id: str) -> Message | None:
        """A message that was not deleted."""
        for message in conversation.messages:
            if message.id == message_id and not message.deleted:
                return message
        return None

    def warn(self, user_id: str, warning: str) -> None:
        """Remember what Teams told a person had gone wrong; nothing when it is empty."""
        if warning:
            self.warnings.setdefault(user_id, []).append(warning)
