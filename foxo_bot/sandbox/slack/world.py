"""Everything that exists in the sandbox's Slack: workspaces, people, channels, messages, views."""

import itertools
from dataclasses import dataclass, field

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.slack.manifest import standard_app
from foxo_bot.sandbox.slack.nouns import (
    ApiCall,
    App,
    Channel,
    File,
    Install,
    Message,
    OAuthCode,
    User,
    View,
    Workspace,
)


@dataclass(slots=True)
class World:
    """The state of all workspaces; changed by the Web API, by people, and by whoever sets up."""

    clock: Clock
    app: App = field(default_factory=standard_app)
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    installs: list[Install] = field(default_factory=list)
    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[tuple[str, str], View] = field(default_factory=dict)
    warnings: dict[str, list[str]] = field(default_factory=dict)
    codes: dict[str, OAuthCode] = field(default_factory=dict)
    calls: list[ApiCall] = field(default_factory=list)
    files_url: str = "https://files.slack.com"
    _count: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _last_ts: int = 0

    # Setting up

    def workspace(self, team_id: str, name: str, *, install: bool = True) -> Workspace:
        """Add a workspace, with the app installed in it unless told otherwise."""
        domain = name.lower().replace(" ", "-")
        self.workspaces[team_id] = Workspace(team_id, name, domain)
        if install:
            self.install(team_id)
        return self.workspaces[team_id]

    def install(
        self, team_id: str, *, token: str | None = None, scopes: frozenset[str] | None = None
    ) -> Install:
        """Install the app: a bot user and a bot token. Installing again gives a fresh token."""
        before = next((i for i in self.installs if i.team_id == team_id), None)
        bot_user_id, bot_id = (
            (before.bot_user_id, before.bot_id) if before else (self.mint("U"), self.mint("B"))
        )
        handle = self.app.name.lower().replace(" ", "_")
        self.users[bot_user_id] = User(bot_user_id, team_id, handle, self.app.name, bot_id=bot_id)
        token = token or f"xoxb-{team_id}-{self.mint('')}"
        granted = self.app.scopes if scopes is None else scopes
        made = Install(token, team_id, bot_user_id, bot_id, granted)
        self.installs.append(made)
        return made

    def person(
        self,
        user_id: str,
        team_id: str,
        real_name: str,
        *,
        email: str | None = None,
        phone: str | None = None,
        tz: str = "Australia/Sydney",
    ) -> User:
        """Add a person to a workspace."""
        handle = real_name.lower().replace(" ", ".")
        self.users[user_id] = User(
            user_id, team_id, handle, real_name, email=email, phone=phone, tz=tz
        )
        return self.users[user_id]

    def channel(
        self,
        channel_id: str,
        name: str,
        team_id: str,
        *,
        members: tuple[str, ...] = (),
        private: bool = False,
        shared_with: tuple[str, ...] = (),
        with_bot: bool = True,
    ) -> Channel:
        """Add a channel; `shared_with` other workspaces makes it a Slack Connect channel."""
        teams = {team_id, *shared_with}
        bots = {i.bot_user_id for i in self.installs if i.team_id in teams} if with_bot else set()
        self.channels[channel_id] = Channel(
            channel_id,
            name,
            team_id,
            kind="private" if private else "public",
            teams=teams,
            members={*members, *bots},
            created=int(self.clock.seconds()),
        )
        return self.channels[channel_id]

    # Names and numbers

    def mint(self, prefix: str) -> str:
        """A fresh id, such as F0SBX00042."""
        return f"{prefix}0SBX{next(self._count):05d}"

    def next_ts(self) -> str:
        """A message ts: the sandbox's time, never given twice."""
        self._last_ts = max(self._last_ts + 1, int(self.clock.seconds() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    # Looking up

    def install_of(self, team_id: str) -> Install | None:
        """The app's valid installation in a workspace."""
        return next(
            (i for i in reversed(self.installs) if i.team_id == team_id and not i.revoked), None
        )

    def install_by_token(self, token: str) -> Install | None:
        """The installation a bot token belongs to, revoked or not."""
        return next((i for i in self.installs if i.token == token), None)

    def installs_in(self, channel: Channel) -> list[Install]:
        """The installations whose bot is a member of the channel, its host's first."""
        found = [self.install_of(team_id) for team_id in sorted(channel.teams)]
        there = [i for i in found if i is not None and i.bot_user_id in channel.members]
        return sorted(there, key=lambda i: i.team_id != channel.team_id)

    def dm(self, install: Install, user_id: str) -> Channel:
        """The conversation between an installation's bot and a person, made when missing."""
        pair = {install.bot_user_id, user_id}
        for channel in self.channels.values():
            if channel.kind == "im" and channel.members == pair:
                return channel
        made = Channel(
            self.mint("D"),
            "directmessage",
            install.team_id,
            kind="im",
            teams={install.team_id, self.users[user_id].team_id},
            members=pair,
            created=int(self.clock.seconds()),
        )
        self.channels[made.id] = made
        return made

    def share_a_channel(self, team_id: str, user_id: str) -> bool:
        """Whether a person can be met from a workspace: their own, or by a shared channel."""
        if self.users[user_id].team_id == team_id:
            return True
        return any(
            user_id in channel.members and team_id in channel.teams and channel.kind != "im"
            for channel in self.channels.values()
        )

    def view(self, view_id: str) -> View | None:
        """An open modal or published home by its id."""
        open_views = itertools.chain(self.homes.values(), *self.stacks.values())
        return next((view for view in open_views if view.id == view_id), None)

    def warn(self, user_id: str, warning: str) -> None:
        """Remember what Slack told a person had gone wrong; nothing when it is empty."""
        if warning:
            self.warnings.setdefault(user_id, []).append(warning)

    def add_message(self, message: Message) -> Message:
        """Put a message where it belongs: the channel, or one person's ephemerals."""
        channel = self.channels[message.channel_id]
        if message.ephemeral_to:
            channel.ephemerals.append(message)
        else:
            channel.add(message)
        return message
