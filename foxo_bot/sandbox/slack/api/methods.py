"""The table of Web API methods: what does each, the scopes it asks for, and its rate tier."""

from collections.abc import Callable
from dataclasses import dataclass

from foxo_bot.sandbox.slack.api import chat, conversations, files, users, views
from foxo_bot.sandbox.slack.api.call import Call
from foxo_bot.sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class Method:
    """A method; `scopes` are alternatives, and empty where the method itself decides."""

    do: Callable[[Call], Json]
    tier: int
    scopes: tuple[str, ...] = ()


METHODS = {
    "auth.test": Method(users.auth_test, 4),
    "auth.revoke": Method(users.auth_revoke, 3),
    "bots.info": Method(users.bot, 3, ("users:read",)),
    "chat.postMessage": Method(chat.post_message, 5, ("chat:write",)),
    "chat.postEphemeral": Method(chat.post_ephemeral, 4, ("chat:write",)),
    "chat.update": Method(chat.update, 3, ("chat:write",)),
    "chat.delete": Method(chat.delete, 3, ("chat:write",)),
    "chat.getPermalink": Method(chat.permalink, 5),
    "conversations.info": Method(conversations.info, 3),
    "conversations.list": Method(conversations.listed, 2),
    "conversations.members": Method(conversations.members, 4),
    "conversations.open": Method(conversations.opened, 3),
    "conversations.history": Method(conversations.history, 3),
    "conversations.replies": Method(conversations.replies, 3),
    "conversations.join": Method(conversations.join, 3),
    "users.info": Method(users.info, 4, ("users:read",)),
    "users.list": Method(users.listed, 2, ("users:read",)),
    "users.lookupByEmail": Method(users.by_email, 3, ("users:read.email",)),
    "users.conversations": Method(conversations.of_user, 3),
    "team.info": Method(users.team, 3, ("team:read",)),
    "views.open": Method(views.opened, 4),
    "views.push": Method(views.pushed, 4),
    "views.update": Method(views.updated, 4),
    "views.publish": Method(views.published, 4),
    "files.info": Method(files.info, 4, ("files:read",)),
    "files.getUploadURLExternal": Method(files.upload_url, 4, ("files:write",)),
    "files.completeUploadExternal": Method(files.complete, 4, ("files:write",)),
    "pins.add": Method(conversations.pin, 2, ("pins:write",)),
    "pins.remove": Method(conversations.unpin, 2, ("pins:write",)),
    "pins.list": Method(conversations.pinned, 2, ("pins:read",)),
    "reactions.add": Method(conversations.react, 3, ("reactions:write",)),
    "reactions.remove": Method(conversations.unreact, 2, ("reactions:write",)),
}
