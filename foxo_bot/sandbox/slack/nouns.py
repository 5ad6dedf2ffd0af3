"""What a Slack workspace holds, as plain values that a page or a test can read."""

from dataclasses import dataclass, field
from datetime import datetime

from foxo_bot.sandbox.wire import Json


@dataclass(slots=True)
class App:
    """The app as its manifest describes it, with the secrets Slack gave it."""

    id: str = "A0FOXO0001"
    name: str = "Foxo Bot"
    client_id: str = "1111111111.2222222222"
    client_secret: str = "sandbox-client-secret"  # noqa: S105 - of the stand-in
    signing_secret: str = "sandbox-signing-secret"  # noqa: S105 - of the stand-in
    app_token: str = "xapp-1-sandbox"  # noqa: S105 - of the stand-in
    scopes: frozenset[str] = frozenset()
    bot_events: frozenset[str] = frozenset()
    commands: frozenset[str] = frozenset()
    global_shortcuts: frozenset[str] = frozenset()
    message_shortcuts: frozenset[str] = frozenset()
    messages_tab: bool = True
    escapes_commands: bool = True


@dataclass(slots=True)
class Install:
    """The app in one workspace: its bot token and bot user."""

    token: str
    team_id: str
    bot_user_id: str
    bot_id: str
    scopes: frozenset[str]
    refused_with: str = ""

    @property
    def revoked(self) -> bool:
        """Whether Slack refuses the token, with `refused_with` as the error."""
        return bool(self.refused_with)


@dataclass(slots=True)
class OAuthCode:
    """What a person allowed on Slack's install page, to be exchanged for a token once."""

    team_id: str
    user_id: str
    scopes: frozenset[str]
    redirect_uri: str
    used: bool = False


@dataclass(slots=True)
class ApiCall:
    """A Web API call that arrived: `error` is empty where Slack did as asked."""

    method: str
    args: Json
    team_id: str
    at: datetime
    error: str = ""
    status: int = 200


@dataclass(slots=True)
class Workspace:
    """A Slack workspace (T…)."""

    id: str
    name: str
    domain: str


@dataclass(slots=True)
class User:
    """A person or a bot user (U…) of one workspace."""

    id: str
    team_id: str
    handle: str
    real_name: str
    email: str | None = None
    phone: str | None = None
    tz: str = "Australia/Sydney"
    bot_id: str | None = None
    deleted: bool = False

    @property
    def is_bot(self) -> bool:
        """Whether this is an app's bot user."""
        return self.bot_id is not None


@dataclass(slots=True)
class Version:
    """What a message showed before it was changed."""

    text: str
    blocks: list[Json]


@dataclass(slots=True)
class Message:
    """A message as Slack keeps it; `text` is in Slack's escaped form."""

    ts: str
    channel_id: str
    user_id: str
    team_id: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    subtype: str | None = None
    metadata: Json | None = None
    file_ids: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited_ts: str | None = None
    ephemeral_to: str | None = None
    earlier: list[Version] = field(default_factory=list)
    deleted: bool = False


@dataclass(slots=True)
class Channel:
    """A conversation: `kind` is public, private or im; `teams` are the workspaces that share it."""

    id: str
    name: str
    team_id: str
    kind: str = "public"
    teams: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    messages: list[Message] = field(default_factory=list)
    ephemerals: list[Message] = field(default_factory=list)
    pins: list[str] = field(default_factory=list)
    topic: str = ""
    created: int = 0
    archived: bool = False
    frozen_reason: str | None = None
    _by_ts: dict[str, Message] = field(default_factory=dict)
    _threads: dict[str, list[Message]] = field(default_factory=dict)

    @property
    def is_shared_outside(self) -> bool:
        """Whether this is a Slack Connect channel, or a direct message with a foreigner."""
        return len(self.teams) > 1

    def add(self, message: Message) -> None:
        """Append a message that everybody here can see."""
        self.messages.append(message)
        self._by_ts[message.ts] = message
        if message.thread_ts and message.thread_ts != message.ts:
            self._threads.setdefault(message.thread_ts, []).append(message)

    def message(self, ts: str) -> Message | None:
        """The message with that ts, unless it was deleted."""
        found = self._by_ts.get(ts)
        return found if found is not None and not found.deleted else None

    def thread(self, ts: str) -> list[Message]:
        """The replies below that message."""
        return [message for message in self._threads.get(ts, []) if not message.deleted]


@dataclass(slots=True)
class File:
    """A file (F…); the app may see it when it was granted or shared where its bot is a member."""

    id: str
    name: str
    team_id: str
    user_id: str
    mimetype: str = "application/octet-stream"
    content: bytes = b""
    title: str = ""
    created: int = 0
    expected_length: int | None = None
    completed: bool = True
    granted: bool = False
    channels: set[str] = field(default_factory=set)


@dataclass(slots=True)
class View:
    """A modal or a home tab: what the app drew, and what the person has typed into it so far.

    `errors` stand under inputs (block id: text), `offered` are the options last suggested.
    """

    id: str
    user_id: str
    team_id: str
    installed_team_id: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    typed: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    offered: dict[str, list[Json]] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """The blocks as the app drew them, ids filled in."""
        blocks: list[Json] = self.body.get("blocks", [])
        return blocks
