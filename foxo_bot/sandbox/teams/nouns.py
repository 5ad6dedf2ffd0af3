"""What exists in the sandbox's Teams, as plain values that a page or a test can read."""

from dataclasses import dataclass, field
from datetime import datetime

from foxo_bot.sandbox.wire import Json

CARD = "application/vnd.microsoft.card.adaptive"
FILE_CONSENT = "application/vnd.microsoft.teams.card.file.consent"
FILE_INFO = "application/vnd.microsoft.teams.file.download.info"


@dataclass(slots=True)
class App:
    """The bot's registration: single-tenant, as new ones must be. `id` "" asks for no tokens."""

    id: str = "f0f0f0f0-0000-4000-8000-000000000001"
    name: str = "Foxo Bot"
    password: str = "sandbox-app-password"  # noqa: S105 - of the stand-in
    tenant_id: str = "11111111-1111-4111-8111-111111111111"
    extension_commands: frozenset[str] = frozenset({"newCase"})

    @property
    def bot_id(self) -> str:
        """The bot among the members of a conversation."""
        return f"28:{self.id}"


@dataclass(slots=True)
class Tenant:
    """An organisation in Entra; `blocks_app` is its administrator switching the app off."""

    id: str
    name: str
    blocks_app: bool = False


@dataclass(slots=True)
class User:
    """Somebody in a tenant. A guest has an account of its own in the tenant that invited it.

    `has_app`: the app is installed for them personally. `blocks_bot`: they blocked the chat.
    """

    id: str
    tenant_id: str
    name: str
    object_id: str
    email: str | None = None
    role: str = "user"
    has_app: bool = False
    blocks_bot: bool = False


@dataclass(slots=True)
class Team:
    """A Microsoft team; `has_app`: the app is installed in it."""

    id: str
    tenant_id: str
    name: str
    group_id: str
    members: set[str] = field(default_factory=set)
    has_app: bool = True


@dataclass(slots=True)
class Message:
    """One message. `root_id` is the first message of its thread in a channel.

    A chat has no threads: there `quotes` is the message that this one answers.
    `views` are cards that the app answered to one person's press, seen by them alone. `inside` are
    pictures and files as its HTML has them.
    """

    id: str
    conversation_id: str
    from_id: str
    at: datetime
    text: str = ""
    summary: str = ""
    attachments: list[Json] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    root_id: str = ""
    quotes: str = ""
    by_app: bool = False
    deleted: bool = False
    edited: bool = False
    earlier: list["Version"] = field(default_factory=list)
    views: dict[str, Json] = field(default_factory=dict)

    @property
    def card(self) -> Json | None:
        """The Adaptive Card in it, as everybody sees it."""
        return card_of(self.attachments)

    @property
    def preview(self) -> str:
        """What a notification shows."""
        return self.summary or self.text or "Sent a card"


@dataclass(frozen=True, slots=True)
class Version:
    """What a message was before it was changed."""

    preview: str
    attachments: list[Json]


@dataclass(slots=True)
class Conversation:
    """A personal chat or a channel. `kind` of a channel is standard, private or shared.

    `members` count in personal chats, private and shared channels; those of a standard channel are
    its team's. `has_app` matters in private and shared ones, to which an app is added by hand.
    """

    id: str
    tenant_id: str
    type: str = "personal"
    name: str = ""
    team_id: str = ""
    kind: str = "standard"
    members: set[str] = field(default_factory=set)
    has_app: bool = True
    archived: bool = False
    messages: list[Message] = field(default_factory=list)


@dataclass(slots=True)
class StoredFile:
    """A file in a person's OneDrive; `content` None until it was uploaded."""

    id: str
    name: str
    content: bytes | None = None
    mimetype: str = "application/octet-stream"


@dataclass(slots=True)
class OpenDialog:
    """A dialog before somebody's eyes: where it came from, what the app drew, what is typed.

    `command` is the message extension's, if one opened it. `errors` is what the client found.
    """

    user_id: str
    conversation_id: str
    body: Json
    root_id: str = ""
    message_id: str = ""
    command: str = ""
    context: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    offered: dict[str, list[Json]] = field(default_factory=dict)

    @property
    def card(self) -> Json:
        """What is drawn in it."""
        content: Json = self.body["card"]["content"]
        return content


@dataclass(frozen=True, slots=True)
class ConnectorCall:
    """A call of the connector that arrived, refused ones too."""

    method: str
    args: Json
    body: Json
    authorized: bool


def card_of(attachments: list[Json]) -> Json | None:
    """The first Adaptive Card among attachments."""
    found = (a.get("content") for a in attachments if a.get("contentType") == CARD)
    return next((content for content in found if isinstance(content, dict)), None)
