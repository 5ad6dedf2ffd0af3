"""What stands before every method of the connector: the call, whom it concerns, who may."""

from dataclasses import dataclass

from foxo_bot.sandbox.teams.errors import ConnectorError
from foxo_bot.sandbox.teams.nouns import Conversation, User
from foxo_bot.sandbox.teams.world import World

_THREAD = ";messageid="


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation, and the thread in it that an id names."""

    conversation: Conversation
    root_id: str = ""

    @property
    def id(self) -> str:
        """As conversations are named in activities."""
        return thread_id(self.conversation, self.root_id)


def thread_id(conversation: Conversation, root_id: str) -> str:
    """The conversation id of a thread."""
    return f"{conversation.id}{_THREAD}{root_id}" if root_id else conversation.id


def find_thread(world: World, tenant_id: str, named: str) -> Thread:
    """The thread of that id, seen from that tenant's service URL."""
    conversation_id, _, root_id = named.partition(_THREAD)
    conversation = world.conversations.get(conversation_id)
    if conversation is None or conversation.tenant_id != tenant_id:
        raise ConnectorError("ConversationNotFound")
    if root_id and not any(m.id == root_id for m in conversation.messages):
        raise ConnectorError("ConversationNotFound")
    return Thread(conversation, root_id)


def check_may_look(world: World, conversation: Conversation) -> None:
    """The bot must be there, and not switched off by the administrator."""
    if world.tenants[conversation.tenant_id].blocks_app:
        raise ConnectorError("BotDisabledByAdmin")
    if not world.app_in(conversation):
        raise ConnectorError("BotNotInConversationRoster")


def check_may_write(world: World, conversation: Conversation) -> None:
    """It must be allowed to write as well."""
    check_may_look(world, conversation)
    if conversation.archived:
        raise ConnectorError("MessageWritesBlocked")
    if conversation.type == "personal":
        check_not_blocked(world.members(conversation)[0])


def check_not_blocked(user: User) -> None:
    """People can block the chat with a bot."""
    if user.blocks_bot:
        raise ConnectorError("ConversationBlockedByUser")
