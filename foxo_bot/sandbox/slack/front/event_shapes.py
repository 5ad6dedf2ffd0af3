"""The events that Slack sends, in Slack's shapes."""

from foxo_bot.sandbox.slack.nouns import Channel, Install, Message, User
from foxo_bot.sandbox.slack.shapes import message_json
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json

CHANNEL_TYPE = {"public": "channel", "private": "group", "im": "im"}


def envelope(world: World, event: Json, install: Install, channel: Channel | None) -> Json:
    """What every event comes in; in a shared channel `team_id` is where it came from."""
    shared = channel is not None and channel.is_shared_outside
    actor = world.users.get(str(event.get("user")))
    body: Json = {
        "token": "sandbox-verification-token",
        "team_id": actor.team_id if shared and actor else install.team_id,
        "context_team_id": install.team_id,
        "context_enterprise_id": None,
        "api_app_id": world.app.id,
        "event": event,
        "type": "event_callback",
        "event_id": world.mint("Ev"),
        "event_time": int(world.clock.seconds()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": install.team_id,
                "user_id": install.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": shared,
    }
    if channel is not None:
        body["event_context"] = f"4-{event['type']}-{install.team_id}-{channel.id}"
    return body


def message_event(world: World, channel: Channel, message: Message) -> Json:
    """A new message."""
    event = message_json(world, message, metadata=True)
    event |= {
        "channel": channel.id,
        "channel_type": CHANNEL_TYPE[channel.kind],
        "event_ts": message.ts,
    }
    if channel.is_shared_outside:
        event |= {"user_team": message.team_id, "source_team": message.team_id}
        event["files"] = [_stub(file_id) for file_id in message.file_ids]
    if not event.get("files"):
        event.pop("files", None)
    if not message.bot_id:
        event |= {"client_msg_id": world.mint("m"), "blocks": [_rich(message.text)]}
    return event


def change_event(world: World, channel: Channel, message: Message, *, deleted: bool) -> Json:
    """A message that was changed or deleted."""
    shown, ts = message_json(world, message), world.next_ts()
    event: Json = {"type": "message", "hidden": True, "channel": channel.id, "ts": ts}
    event |= {"event_ts": ts, "channel_type": CHANNEL_TYPE[channel.kind]}
    if deleted and "reply_count" in shown:
        event |= {"subtype": "message_changed", "message": _tombstone(shown)}
        event["previous_message"] = shown
    elif deleted:
        event |= {"subtype": "message_deleted", "deleted_ts": message.ts}
        event["previous_message"] = shown
    else:
        before = {"text": message.earlier[-1].text, "blocks": message.earlier[-1].blocks}
        event |= {"subtype": "message_changed", "message": shown}
        event["previous_message"] = shown | before
    return event


def _tombstone(shown: Json) -> Json:
    """What stands in the place of a deleted message that has replies."""
    kept = ("ts", "thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply")
    left = {"type": "message", "subtype": "tombstone", "text": "This message was deleted."}
    return left | {"user": "USLACKBOT", "hidden": True} | {name: shown[name] for name in kept}


def member_event(world: World, kind: str, channel: Channel, user: User) -> Json:
    """member_joined_channel or member_left_channel."""
    return {
        "type": kind,
        "user": user.id,
        "channel": channel.id,
        "channel_type": "G" if channel.kind == "private" else "C",
        "team": user.team_id,
        "event_ts": world.next_ts(),
    }


def _rich(text: str) -> Json:
    """What people type comes as rich text beside the plain form."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "block_id": "typed", "elements": [section]}


def _stub(file_id: str) -> Json:
    """A file as events in Slack Connect channels show it: only files.info tells more."""
    return {
        "id": file_id,
        "mode": "file_access",
        "file_access": "check_file_info",
        "created": 0,
        "timestamp": 0,
        "user": "",
    }
