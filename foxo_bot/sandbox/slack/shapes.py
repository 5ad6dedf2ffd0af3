"""World values as the JSON that Slack's Web API and events show to one workspace's app."""

from foxo_bot.sandbox.slack.nouns import Channel, File, Install, Message, User, View
from foxo_bot.sandbox.slack.state import values_of
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json

PRETTY = {"pdf": "PDF", "png": "PNG", "jpg": "JPEG", "txt": "Plain Text"}


def user_json(world: World, user: User, install: Install) -> Json:
    """A user object; a foreigner's is poorer, and an email needs its own scope."""
    profile: Json = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.handle,
        "display_name_normalized": user.handle,
        "phone": user.phone or "",
        "title": "",
        "team": user.team_id,
    }
    if user.email and "users:read.email" in install.scopes:
        profile["email"] = user.email
    if user.bot_id:
        profile |= {"bot_id": user.bot_id, "api_app_id": world.app.id}
    found: Json = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.handle,
        "deleted": user.deleted,
        "is_bot": user.is_bot,
        "updated": int(world.clock.seconds()),
        "profile": profile,
    }
    if user.team_id != install.team_id:
        return found | {"is_stranger": not world.share_a_channel(install.team_id, user.id)}
    found |= {"real_name": user.real_name, "tz": user.tz, "is_restricted": False}
    return found | {"is_ultra_restricted": False, "is_admin": False, "is_app_user": False}


def channel_json(channel: Channel, install: Install, *, full: bool = True) -> Json:
    """A conversation object; the connected workspaces only where `full` (conversations.info)."""
    member = install.bot_user_id in channel.members
    found: Json = {"id": channel.id, "created": channel.created, "is_archived": channel.archived}
    if channel.kind == "im":
        other = next((m for m in channel.members if m != install.bot_user_id), "USLACKBOT")
        return found | {"is_im": True, "user": other, "is_org_shared": False}
    outside = sorted(channel.teams - {install.team_id})
    found |= {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind == "private",
        "is_general": False,
        "is_member": member,
        "is_shared": channel.is_shared_outside,
        "is_ext_shared": channel.is_shared_outside,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "context_team_id": install.team_id,
        "shared_team_ids": sorted(channel.teams),
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }
    if channel.frozen_reason:
        found["frozen_reason"] = channel.frozen_reason
    if full and channel.is_shared_outside:
        found |= {"connected_team_ids": outside, "conversation_host_id": channel.team_id}
        found |= {"internal_team_ids": [install.team_id], "pending_connected_team_ids": []}
    return found


def message_json(world: World, message: Message, *, metadata: bool = False) -> Json:
    """A message object as history, events and interactions show it."""
    found: Json = {
        "type": "message",
        "user": message.user_id,
        "ts": message.ts,
        "text": message.text,
        "team": message.team_id,
    }
    optional: Json = {
        "subtype": message.subtype,
        "bot_id": message.bot_id,
        "app_id": message.app_id,
        "thread_ts": message.thread_ts,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "metadata": message.metadata if metadata else None,
        "files": [file_json(world, world.files[f]) for f in message.file_ids],
        "reactions": [
            {"name": name, "users": users, "count": len(users)}
            for name, users in message.reactions.items()
        ],
    }
    found |= {name: value for name, value in optional.items() if value}
    if message.edited_ts:
        found["edited"] = {"user": message.user_id, "ts": message.edited_ts}
    replies = world.channels[message.channel_id].thread(message.ts)
    if replies:
        repliers = list(dict.fromkeys(reply.user_id for reply in replies))
        found |= {"thread_ts": message.ts, "reply_count": len(replies), "reply_users": repliers}
        found |= {"reply_users_count": len(repliers), "latest_reply": replies[-1].ts}
    elif message.thread_ts and message.thread_ts != message.ts:
        parent = world.channels[message.channel_id].message(message.thread_ts)
        found["parent_user_id"] = parent.user_id if parent else ""
    return found


def view_json(world: World, view: View) -> Json:
    """A view object; its state holds every input, also those left alone."""
    install = world.install_of(view.installed_team_id)
    return {
        **view.body,
        "id": view.id,
        "team_id": view.team_id,
        "app_id": world.app.id,
        "app_installed_team_id": view.installed_team_id,
        "bot_id": install.bot_id if install else "",
        "hash": view.hash,
        "state": {"values": values_of(view)},
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "private_metadata": view.body.get("private_metadata", ""),
        "callback_id": view.body.get("callback_id", ""),
        "external_id": view.body.get("external_id", ""),
        "title": view.body.get("title", {"type": "plain_text", "text": "View Title"}),
        "clear_on_close": view.body.get("clear_on_close", False),
        "notify_on_close": view.body.get("notify_on_close", False),
        "close": view.body.get("close"),
        "submit": view.body.get("submit"),
    }


def file_json(world: World, file: File) -> Json:
    """A file object with its private addresses."""
    extension = file.name.rpartition(".")[2].lower()
    domain = world.workspaces[file.team_id].domain
    url = f"{world.files_url}/files-pri/{file.team_id}-{file.id}"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "filetype": extension,
        "pretty_type": PRETTY.get(extension, extension.upper()),
        "user": file.user_id,
        "user_team": file.team_id,
        "editable": False,
        "size": len(file.content),
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{url}/{file.name}",
        "url_private_download": f"{url}/download/{file.name}",
        "permalink": f"https://{domain}.slack.com/files/{file.user_id}/{file.id}/{file.name}",
        "channels": sorted(file.channels),
        "is_starred": False,
        "has_rich_preview": False,
        "file_access": "visible",
    }
