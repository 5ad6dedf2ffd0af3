"""The conversations.* methods, and pins and reactions, which stand on a channel's messages."""

from foxo_bot.sandbox.slack.api.call import Call
from foxo_bot.sandbox.slack.errors import SlackError
from foxo_bot.sandbox.slack.nouns import Channel, Message
from foxo_bot.sandbox.slack.shapes import channel_json, message_json
from foxo_bot.sandbox.wire import Json

_KINDS = {"public_channel": "public", "private_channel": "private", "im": "im"}


def info(call: Call) -> Json:
    """conversations.info."""
    channel = call.channel()
    call.need_for(channel, "read")
    return {"channel": channel_json(channel, call.install)}


def listed(call: Call) -> Json:
    """conversations.list."""
    return _list(call, member=None)


def of_user(call: Call) -> Json:
    """users.conversations."""
    return _list(call, member=call.args.get("user") or call.install.bot_user_id)


def members(call: Call) -> Json:
    """conversations.members."""
    channel = call.channel()
    call.need_for(channel, "read")
    return call.page(sorted(channel.members), "members")


def opened(call: Call) -> Json:
    """conversations.open: a direct message with one person."""
    call.need("im:write")
    ids = [part for part in str(call.args.get("users") or "").split(",") if part]
    if len(ids) != 1:
        raise SlackError("users_list_not_supplied" if not ids else "method_not_supported")
    user = call.world.users.get(ids[0])
    if user is None or not call.world.share_a_channel(call.team_id, user.id):
        raise SlackError("user_not_found")
    if user.deleted:
        raise SlackError("user_disabled")
    channel = call.world.dm(call.install, user.id)
    if call.flag("return_im"):
        return {"channel": channel_json(channel, call.install)}
    return {"channel": {"id": channel.id}}


def history(call: Call) -> Json:
    """conversations.history, newest first."""
    channel = _readable(call)
    shown = [m for m in channel.messages if not m.deleted and _in_channel(m)]
    return _messages(call, [m for m in reversed(shown) if _between(call, m)])


def replies(call: Call) -> Json:
    """conversations.replies: the parent, then its replies, oldest first."""
    channel = _readable(call)
    parent = channel.message(call.text("ts"))
    if parent is None:
        raise SlackError("thread_not_found")
    root = channel.message(parent.thread_ts or parent.ts) or parent
    below = [m for m in channel.thread(root.ts) if _between(call, m)]
    return _messages(call, [root, *below])


def join(call: Call) -> Json:
    """conversations.join: public channels only."""
    call.need("channels:join")
    channel = call.channel()
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    answer: Json = {}
    if call.install.bot_user_id in channel.members:
        answer["warning"] = "already_in_channel"
    else:
        channel.members.add(call.install.bot_user_id)
        call.desk.joined(channel, call.world.users[call.install.bot_user_id])
    return answer | {"channel": channel_json(channel, call.install)}


def pin(call: Call) -> Json:
    """pins.add."""
    channel, message = _target(call)
    if message.ts in channel.pins:
        raise SlackError("already_pinned")
    channel.pins.append(message.ts)
    return {}


def unpin(call: Call) -> Json:
    """pins.remove."""
    channel, message = _target(call)
    if message.ts not in channel.pins:
        raise SlackError("no_pin")
    channel.pins.remove(message.ts)
    return {}


def pinned(call: Call) -> Json:
    """pins.list."""
    channel = call.channel()
    found = [m for m in channel.messages if m.ts in channel.pins and not m.deleted]
    return {
        "items": [
            {"type": "message", "channel": channel.id, "message": message_json(call.world, m)}
            for m in found
        ]
    }


def react(call: Call) -> Json:
    """reactions.add."""
    _, message = _target(call)
    who = message.reactions.setdefault(call.text("name"), [])
    if call.install.bot_user_id in who:
        raise SlackError("already_reacted")
    who.append(call.install.bot_user_id)
    return {}


def unreact(call: Call) -> Json:
    """reactions.remove."""
    _, message = _target(call)
    who = message.reactions.get(call.text("name"), [])
    if call.install.bot_user_id not in who:
        raise SlackError("no_reaction")
    who.remove(call.install.bot_user_id)
    return {}


def _target(call: Call) -> tuple[Channel, Message]:
    channel = call.channel()
    message = channel.message(call.text("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    if call.install.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    return channel, message


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.need_for(channel, "history")
    if call.install.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _in_channel(message: Message) -> bool:
    return message.thread_ts in {None, message.ts} or message.subtype == "thread_broadcast"


def _between(call: Call, message: Message) -> bool:
    oldest, latest = call.args.get("oldest"), call.args.get("latest")
    at = float(message.ts)
    if call.flag("inclusive"):
        return (not oldest or at >= float(oldest)) and (not latest or at <= float(latest))
    return (not oldest or at > float(oldest)) and (not latest or at < float(latest))


def _messages(call: Call, found: list[Message]) -> Json:
    metadata = call.flag("include_all_metadata")
    shown = [message_json(call.world, m, metadata=metadata) for m in found]
    answer = call.page(shown, "messages")
    return answer | {"has_more": bool(answer["response_metadata"]["next_cursor"])}


def _list(call: Call, *, member: str | None) -> Json:
    asked = str(call.args.get("types") or "public_channel").split(",")
    if not set(asked) <= {*_KINDS, "mpim"}:
        raise SlackError("invalid_types")
    kinds = {_KINDS[kind] for kind in asked if kind in _KINDS}
    found = []
    for channel in call.world.channels.values():
        if call.team_id not in channel.teams or channel.kind not in kinds:
            continue
        call.need_for(channel, "read")
        secret = channel.kind != "public" and call.install.bot_user_id not in channel.members
        skipped = channel.archived and call.flag("exclude_archived")
        if not secret and not skipped and (member is None or member in channel.members):
            found.append(channel_json(channel, call.install, full=False))
    return call.page(found, "channels")
