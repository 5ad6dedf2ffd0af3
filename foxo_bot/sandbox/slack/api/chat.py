"""The chat.* methods: posting, changing and deleting messages."""

import json

from foxo_bot.sandbox.slack.api.call import Call
from foxo_bot.sandbox.slack.errors import SlackError
from foxo_bot.sandbox.slack.limits import (
    MOST_BLOCKS_BYTES,
    MOST_METADATA_BYTES,
    MOST_TEXT_POSTED,
    MOST_TEXT_UPDATED,
    problems_of_blocks,
)
from foxo_bot.sandbox.slack.nouns import Channel, Message
from foxo_bot.sandbox.slack.posting import dress, restate
from foxo_bot.sandbox.slack.shapes import message_json
from foxo_bot.sandbox.wire import Json


def post_message(call: Call) -> Json:
    """chat.postMessage."""
    channel = _where(call)
    _content(call, MOST_TEXT_POSTED)
    thread_ts = call.args.get("thread_ts")
    if thread_ts and channel.message(thread_ts) is None:
        raise SlackError("thread_not_found")
    message = _message(call, channel)
    message.metadata = call.args.get("metadata") or None
    if thread_ts and call.flag("reply_broadcast"):
        message.subtype = "thread_broadcast"
    call.world.add_message(message)
    call.desk.happened(message, "posted")
    shown = message_json(call.world, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral."""
    channel = _where(call)
    _content(call, MOST_TEXT_POSTED)
    if call.user().id not in channel.members:
        raise SlackError("user_not_in_channel")
    message = _message(call, channel)
    message.ephemeral_to = call.user().id
    call.world.add_message(message)
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """chat.update."""
    channel, message = _own(call, "cant_update_message")
    text, blocks = call.args.get("text"), call.args.get("blocks")
    if text is None and blocks is None and call.args.get("attachments") is None:
        if call.args.get("metadata") is None:
            raise SlackError("no_text")
        text, blocks = message.text, message.blocks
    else:
        _content(call, MOST_TEXT_UPDATED)
    restate(call.world, message, text=text or "", blocks=blocks)
    if call.args.get("metadata") is not None:
        message.metadata = call.args["metadata"] or None
    if not blocks:
        message.edited_ts = call.world.next_ts()
    call.desk.happened(message, "changed")
    shown = message_json(call.world, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def delete(call: Call) -> Json:
    """chat.delete."""
    channel, message = _own(call, "cant_delete_message")
    message.deleted = True
    call.desk.happened(message, "deleted")
    return {"channel": channel.id, "ts": message.ts}


def permalink(call: Call) -> Json:
    """chat.getPermalink."""
    channel = call.channel()
    message = channel.message(call.text("message_ts"))
    if message is None:
        raise SlackError("message_not_found")
    domain = call.world.workspaces[call.team_id].domain
    url = f"https://{domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts and message.thread_ts != message.ts:
        url += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": url}


def _where(call: Call) -> Channel:
    """The conversation to post in, if the bot may; a person's id means their DM."""
    name = call.text("channel")
    if name[0] in "UW":
        return _direct(call, name)
    channel = call.channel()
    if channel.archived:
        raise SlackError("is_archived")
    free = "chat:write.public" in call.install.scopes and not channel.is_shared_outside
    if call.install.bot_user_id not in channel.members and not free:
        raise SlackError("not_in_channel")
    return channel


def _direct(call: Call, user_id: str) -> Channel:
    user = call.world.users.get(user_id)
    if user is None or user.deleted or not call.world.share_a_channel(call.team_id, user_id):
        raise SlackError("channel_not_found")
    if user.is_bot:
        raise SlackError("cannot_dm_bot")
    if not call.world.app.messages_tab:
        raise SlackError("messages_tab_disabled")
    call.need("im:write", "chat:write")
    return call.world.dm(call.install, user_id)


def _own(call: Call, refusal: str) -> tuple[Channel, Message]:
    channel = call.channel()
    message = channel.message(call.text("ts"))
    if channel.archived:
        raise SlackError("is_inactive")
    if message is None:
        raise SlackError("message_not_found")
    if message.bot_id != call.install.bot_id:
        raise SlackError(refusal)
    return channel, message


def _content(call: Call, most_text: int) -> None:
    """Refuse what Slack would not show."""
    args = call.args
    if not any(args.get(part) for part in ("text", "blocks", "attachments")):
        raise SlackError("no_text")
    if len(args.get("text") or "") > most_text:
        raise SlackError("msg_too_long")
    blocks = args.get("blocks") or []
    problems = problems_of_blocks(blocks)
    if problems:
        raise SlackError("invalid_blocks", *problems)
    if len(json.dumps(blocks)) > MOST_BLOCKS_BYTES:
        raise SlackError("msg_blocks_too_long")
    _metadata(args.get("metadata"))


def _metadata(metadata: object) -> None:
    if not metadata:
        return
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata["event_payload"], dict) or not metadata["event_type"]:
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > MOST_METADATA_BYTES:
        raise SlackError("metadata_too_large")


def _message(call: Call, channel: Channel) -> Message:
    return Message(
        call.world.next_ts(),
        channel.id,
        call.install.bot_user_id,
        call.team_id,
        text=call.args.get("text") or "",
        blocks=dress(call.world, call.args.get("blocks") or []),
        attachments=call.args.get("attachments") or [],
        thread_ts=call.args.get("thread_ts") or None,
        bot_id=call.install.bot_id,
        app_id=call.world.app.id,
    )
