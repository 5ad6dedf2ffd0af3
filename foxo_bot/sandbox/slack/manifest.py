"""The app as Slack knows it: from its manifest, or a standard one with all that Foxo Bot uses."""

from foxo_bot.sandbox.slack.nouns import App
from foxo_bot.sandbox.wire import Json

_SCOPES = """
app_mentions:read channels:history channels:join channels:read chat:write commands
files:read files:write groups:history groups:read im:history im:read im:write pins:read pins:write
reactions:write team:read users:read users:read.email
"""
_EVENTS = """
app_home_opened app_mention app_uninstalled channel_archive channel_id_changed channel_rename
channel_shared channel_unarchive channel_unshared member_joined_channel member_left_channel
message.channels message.groups message.im tokens_revoked user_change user_profile_changed
"""


def standard_app() -> App:
    """The app with every scope and event that a bot like this may ask for."""
    return App(
        scopes=frozenset(_SCOPES.split()),
        bot_events=frozenset(_EVENTS.split()),
        commands=frozenset({"/foxo"}),
        global_shortcuts=frozenset({"foxo_new_case"}),
        message_shortcuts=frozenset({"foxo_case_from_message"}),
    )


def app_from_manifest(manifest: Json) -> App:
    """The app that Slack would make of this manifest (the decoded JSON or YAML).

    Nothing the manifest leaves out works: no scope, event, command or shortcut.
    """
    features = manifest.get("features", {})
    shortcuts = features.get("shortcuts", [])
    commands = features.get("slash_commands", [])
    events = manifest.get("settings", {}).get("event_subscriptions", {})
    home = features.get("app_home", {})
    return App(
        name=manifest["display_information"]["name"],
        scopes=frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
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
