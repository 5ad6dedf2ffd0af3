"""The files.* methods: reading what people shared, and uploading in three steps."""

import json

from foxo_bot.sandbox.slack.api.call import Call
from foxo_bot.sandbox.slack.errors import SlackError
from foxo_bot.sandbox.slack.nouns import File, Install, Message
from foxo_bot.sandbox.slack.shapes import file_json
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json


def may_see(world: World, install: Install, file: File) -> bool:
    """Whether a bot may read a file: its own, granted in a modal, or shared where it is."""
    if install.bot_user_id == file.user_id:
        return True
    if file.granted and file.team_id == install.team_id:
        return True
    there = (world.channels[channel_id] for channel_id in file.channels)
    return any(install.bot_user_id in channel.members for channel in there)


def info(call: Call) -> Json:
    """files.info."""
    file = call.world.files.get(call.text("file"))
    if file is None or not file.completed or not may_see(call.world, call.install, file):
        raise SlackError("file_not_found")
    return {"file": file_json(call.world, file), "comments": []}


def upload_url(call: Call) -> Json:
    """files.getUploadURLExternal."""
    length = call.number("length", 0)
    if length <= 0:
        raise SlackError("invalid_arguments", "[ERROR] missing required field: length")
    file = File(
        call.world.mint("F"),
        call.text("filename"),
        call.team_id,
        call.install.bot_user_id,
        created=int(call.world.clock.seconds()),
        expected_length=length,
        completed=False,
    )
    call.world.files[file.id] = file
    return {"upload_url": f"{call.world.files_url}/upload/v1/{file.id}", "file_id": file.id}


def complete(call: Call) -> Json:
    """files.completeUploadExternal: shares the uploaded files in a channel, once."""
    listed = call.args.get("files")
    if isinstance(listed, str):
        listed = json.loads(listed)
    if not listed:
        raise SlackError("invalid_arguments", "[ERROR] missing required field: files")
    files = [_uploaded(call, entry) for entry in listed]
    channel_ids = [call.args["channel_id"]] if call.args.get("channel_id") else []
    for channel_id in channel_ids or str(call.args.get("channels") or "").split(","):
        if channel_id:
            _share(call, files, channel_id)
    return {"files": [file_json(call.world, file) for file in files]}


def _uploaded(call: Call, entry: Json) -> File:
    file = call.world.files.get(entry.get("id", ""))
    if file is None or file.completed or file.user_id != call.install.bot_user_id:
        raise SlackError("file_not_found")
    if len(file.content) != file.expected_length:
        raise SlackError("file_update_failed")
    file.completed = True
    file.title = entry.get("title") or file.name
    return file


def _share(call: Call, files: list[File], channel_id: str) -> None:
    channel = Call(call.method, {"channel": channel_id}, call.install, call.desk).channel()
    if call.install.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    message = Message(
        call.world.next_ts(),
        channel.id,
        call.install.bot_user_id,
        call.team_id,
        text=call.args.get("initial_comment") or "",
        thread_ts=call.args.get("thread_ts") or None,
        subtype="file_share",
        bot_id=call.install.bot_id,
        app_id=call.world.app.id,
        file_ids=[file.id for file in files],
    )
    for file in files:
        file.channels.add(channel.id)
    call.world.add_message(message)
    call.desk.happened(message, "posted")
