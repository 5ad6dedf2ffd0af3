"""Sending, changing and deleting messages, as strictly as Teams takes them."""

from dataclasses import dataclass

from foxo_bot.sandbox.teams.connector.calls import (
    Thread,
    check_may_write,
    check_not_blocked,
    find_thread,
    thread_id,
)
from foxo_bot.sandbox.teams.errors import ConnectorError
from foxo_bot.sandbox.teams.limits import BYTES, bytes_of, problems_of_card
from foxo_bot.sandbox.teams.nouns import CARD, FILE_CONSENT, Conversation, Message, User, Version
from foxo_bot.sandbox.teams.world import World
from foxo_bot.sandbox.wire import Json


@dataclass(slots=True)
class Messages:
    """The methods under `/v3/conversations`; they raise ConnectorError.

    `most_bytes` is the size above which a message is refused.
    """

    world: World
    most_bytes: int = BYTES

    def create(self, tenant_id: str, body: Json) -> Json:
        """A new thread in a channel, or the chat with a person."""
        channel_id = _inner(body, "channelData", "channel", "id")
        if channel_id:
            return self._new_thread(tenant_id, channel_id, body)
        members = body.get("members")
        if not isinstance(members, list) or len(members) != 1:
            raise ConnectorError("BadSyntax", "Incorrect conversation creation parameters")
        if _inner(body, "channelData", "tenant", "id") != tenant_id:
            raise ConnectorError("BadSyntax", "Bot must name the tenant of the conversation")
        user = self._reachable(tenant_id, _inner(members[0], "id"))
        chat = self.world.chat(user)
        if "activity" not in body:
            return {"id": chat.id}
        return {"id": chat.id, "activityId": self.send(tenant_id, chat.id, body["activity"])["id"]}

    def send(self, tenant_id: str, named: str, activity: Json) -> Json:
        """Send into a chat or thread; into a channel itself it begins a thread."""
        thread = find_thread(self.world, tenant_id, named)
        check_may_write(self.world, thread.conversation)
        if activity.get("type") == "typing":
            return {}
        self._check(thread.conversation, activity)
        if activity.get("text") and activity.get("attachments"):
            # Teams makes two messages of it and names neither, so neither can be changed later.
            self._add(thread, {**activity, "attachments": []})
            self._add(thread, {**activity, "text": ""})
            return {}
        return {"id": self._add(thread, activity).id}

    def update(self, tenant_id: str, named: str, message_id: str, activity: Json) -> Json:
        """Change an own message for everybody."""
        conversation = find_thread(self.world, tenant_id, named).conversation
        message = self._own(conversation, message_id)
        self._check(conversation, activity)
        message.earlier.append(Version(message.preview, message.attachments))
        message.text = str(activity.get("text") or "")
        message.summary = str(activity.get("summary") or "")
        message.attachments = activity.get("attachments") or []
        message.edited = True
        message.views.clear()
        return {"id": message.id}

    def delete(self, tenant_id: str, named: str, message_id: str) -> Json:
        """Take back an own message."""
        conversation = find_thread(self.world, tenant_id, named).conversation
        self._own(conversation, message_id).deleted = True
        return {}

    def _new_thread(self, tenant_id: str, channel_id: str, body: Json) -> Json:
        activity = body.get("activity")
        if not isinstance(activity, dict) or not body.get("isGroup"):
            raise ConnectorError("BadSyntax", "Incorrect conversation creation parameters")
        channel = find_thread(self.world, tenant_id, channel_id).conversation
        sent = self.send(tenant_id, channel_id, activity)
        root = sent.get("id") or channel.messages[-1].id
        return {"id": thread_id(channel, root), **({"activityId": root} if sent else {})}

    def _reachable(self, tenant_id: str, named: str) -> User:
        """By the id of the roster; by the Entra object id only where installed for the person."""
        user = self.world.users.get(named)
        if user is None:
            users = self.world.users.values()
            user = next((u for u in users if u.object_id == named and u.has_app), None)
        if user is None:
            raise ConnectorError("BadArgument", "Unknown member")
        if self.world.tenants[tenant_id].blocks_app:
            raise ConnectorError("BotDisabledByAdmin")
        if user.tenant_id != tenant_id or not self.world.meets_app(user):
            raise ConnectorError("BotNotInConversationRoster")
        check_not_blocked(user)
        return user

    def _own(self, conversation: Conversation, message_id: str) -> Message:
        check_may_write(self.world, conversation)
        message = self.world.find_message(conversation, message_id)
        if message is None:
            raise ConnectorError("ActivityNotFoundInConversation")
        if not message.by_app:
            raise ConnectorError("ForbiddenOperationException")
        return message

    def _check(self, conversation: Conversation, activity: Json) -> None:
        attachments = activity.get("attachments") or []
        if activity.get("type") != "message" or not isinstance(attachments, list):
            raise ConnectorError("BadSyntax")
        if not activity.get("text") and not attachments:
            raise ConnectorError("BadSyntax", "Activity has neither text nor attachments")
        if bytes_of(activity) > self.most_bytes:
            raise ConnectorError("MessageSizeTooBig")
        for attachment in attachments:
            _check_attachment(attachment, conversation)

    def _add(self, thread: Thread, activity: Json) -> Message:
        conversation = thread.conversation
        message_id = self.world.next_id()
        message = Message(
            message_id,
            conversation.id,
            self.world.app.bot_id,
            self.world.clock.now(),
            text=str(activity.get("text") or ""),
            summary=str(activity.get("summary") or ""),
            attachments=activity.get("attachments") or [],
            root_id=(thread.root_id or message_id) if conversation.type == "channel" else "",
            by_app=True,
        )
        conversation.messages.append(message)
        return message


def concerned(body: Json) -> dict[str, str]:
    """Whom a creation concerns, so that a fault can be narrowed to a channel or a person."""
    members = body.get("members")
    first = members[0] if isinstance(members, list) and members else {}
    found = {
        "channel": _inner(body, "channelData", "channel", "id"),
        "member": _inner(first, "id") if isinstance(first, dict) else "",
    }
    return {name: value for name, value in found.items() if value}


def _check_attachment(attachment: Json, conversation: Conversation) -> None:
    kind = attachment.get("contentType")
    if kind == FILE_CONSENT and conversation.type != "personal":
        raise ConnectorError("BadArgument", "File consent is for personal chats")
    if kind != CARD:
        return
    content = attachment.get("content")
    problems = problems_of_card(content) if isinstance(content, dict) else ["no content"]
    if problems:
        raise ConnectorError("BadArgument", "; ".join(problems))


def _inner(body: object, *names: str) -> str:
    found = body
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, str) else ""
