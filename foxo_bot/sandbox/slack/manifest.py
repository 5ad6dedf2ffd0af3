"""The app as Slack knows it: from any manifest, or as Foxo Bot's own asks for it."""

from foxo_bot.sandbox.slack.nouns import App
from foxo_bot.sandbox.wire import Json

_SCOPES = """
app_mentions:read channels:history channels:read chat:write commands
files:read groups:history groups:read im:history im:write pins:write users:read users:read.email
"""
_EVENTS = """
app_home_opened app_mention app_uninstalled channel_archive channel_deleted channel_id_changed
channel_unarchive group_archive group_deleted group_unarchive member_joined_channel
member_left_channel message.channels message.groups message.im tokens_revoked user_change
"""


# What each event needs (docs.slack.dev, events reference); any one of several is enough.
_EVENT_NEEDS = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "channel_archive": "channels:read",
    "channel_deleted": "channels:read",
    "channel_id_changed": "",
    "channel_rename": "channels:read",
    "channel_shared": "channels:read groups:read im:read mpim:read",
    "channel_unarchive": "channels:read",
    "channel_unshared": "channels:read groups:read im:read mpim:read",
    "file_shared": "files:read",
    "group_archive": "groups:read",
    "group_deleted": "groups:read",
    "group_rename": "groups:read",
    "group_unarchive": "groups:read",
    "member_joined_channel": "channels:read groups:read",
    "member_left_channel": "channels:read groups:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "team_join": "users:read",
    "tokens_revoked": "",
    "user_change": "users:read",
    "user_profile_changed": "users.profile:read users:read",
}


def standard_app() -> App:
    """The app that manifest/slack.yaml makes; a test holds the two together."""
    return App(
        scopes=frozenset(_SCOPES.split()),
        bot_events=frozenset(_EVENTS.split()),
        commands=frozenset({"/foxo"}),
        global_shortcuts=frozenset({"foxo_new_case"}),
        message_shortcuts=frozenset({"foxo_case_from_message"}),
    )


def app_from_manifest(manifest: Json) -> App:
    """The app that Slack would make of this manifest (the decoded JSON or YAML).

    Nothing the manifest leaves out works: no scope, event, command or shortcut. Raises
    ValueError for an event that the sandbox does not know or whose scope is missing.
    """
    features = manifest.get("features", {})
    shortcuts = features.get("shortcuts", [])
    commands = features.get("slash_commands", [])
    events = manifest.get("settings", {}).get("event_subscriptions", {})
    home = features.get("app_home", {})
    asked = manifest.get("oauth_config", {}).get("scopes", {})
    scopes = frozenset(asked.get("bot", []))
    for event in events.get("bot_events", []):
        needs = frozenset(_EVENT_NEEDS.get(event, "(unknown)").split())
        if needs and not needs & scopes:
            message = f"{event} needs one of {sorted(needs)}"
            raise ValueError(message)
    return App(
        name=manifest["display_information"]["name"],
        scopes=scopes,
        bot_events=frozenset(events.get("bot_events", [])),
        commands=frozenset(command["command"] for command in commands),
        global_shortcuts=_callback_ids(shortcuts, kind="global"),
        message_shortcuts=_callback_ids(shortcuts, kind="message"),
        messages_tab=bool(
            home.get("messages_tab_enabled") and not home.get("messages_tab_read_only_enabled")
        ),
        escapes_commands=all(command.get("should_escape") for command in commands),
    )


def _callback_ids(shortcuts: list[Json], *, kind: str) -> frozenset[str]:
    return frozenset(s["callback_id"] for s in shortcuts if s["type"] == kind)
