"""Messages as Microsoft Graph describes them, which is how a message extension is given one."""

import html

from foxo_bot.sandbox.teams.nouns import Message
from foxo_bot.sandbox.teams.world import World
from foxo_bot.sandbox.wire import Json


def message_payload(world: World, on: Message) -> Json:
    """The message that an action was used on, as Microsoft Graph describes messages."""
    link = f"https://teams.microsoft.com/l/message/{on.conversation_id}/{on.id}"
    writer = world.users.get(on.from_id)
    user = {"id": writer.object_id, "displayName": writer.name} if writer else {}
    return {
        "id": on.id,
        "replyToId": on.root_id if on.root_id != on.id else None,
        "messageType": "message",
        "createdDateTime": on.at.isoformat(),
        "importance": "normal",
        "locale": "en-au",
        "linkToMessage": link,
        "from": {"user": {**user, "userIdentityType": "aadUser"} if writer else None},
        "body": {"contentType": "html", "content": f"<div>{html.escape(on.text)}</div>"},
        "attachments": [],
        "mentions": [],
        "reactions": [],
    }
