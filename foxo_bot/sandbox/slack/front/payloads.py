"""The payloads that Slack sends when a person acts, in Slack's shapes."""

from dataclasses import dataclass

from foxo_bot.sandbox.slack.nouns import Channel, Install, Message, User, View
from foxo_bot.sandbox.slack.shapes import message_json, view_json
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json

_TOKEN = "sandbox-verification-token"  # noqa: S105 - what Slack once sent, and nobody checks


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and the installation that hears of it."""

    world: World
    user: User
    install: Install

    def common(self, kind: str, *, own_team: bool = False) -> Json:
        """The fields of every interaction; `own_team`: the team is the actor's, not the app's."""
        team_id = self.user.team_id if own_team else self.install.team_id
        workspace = self.world.workspaces[team_id]
        return {
            "type": kind,
            "team": {"id": workspace.id, "domain": workspace.domain},
            "user": {
                "id": self.user.id,
                "username": self.user.handle,
                "name": self.user.handle,
                "team_id": self.user.team_id,
            },
            "api_app_id": self.world.app.id,
            "token": _TOKEN,
            "enterprise": None,
            "is_enterprise_install": False,
        }


def channel_name(channel: Channel) -> str:
    """A conversation's name as interactions carry it."""
    return {"private": "privategroup", "im": "directmessage"}.get(channel.kind, channel.name)


def command(
    actor: Actor, channel: Channel, words: tuple[str, str], *, trigger_id: str, response_url: str
) -> dict[str, str]:
    """A slash command's form; `words` are the command and its text."""
    workspace = actor.world.workspaces[actor.user.team_id]
    return {
        "token": _TOKEN,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": actor.user.id,
        "user_name": actor.user.handle,
        "command": words[0],
        "text": words[1],
        "api_app_id": actor.world.app.id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def message_press(
    actor: Actor, message: Message, action: Json, *, trigger_id: str, response_url: str
) -> Json:
    """block_actions from a message; an ephemeral message is not sent along."""
    channel = actor.world.channels[message.channel_id]
    ephemeral = message.ephemeral_to is not None
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = actor.common("block_actions") | {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": _state(action)},
        "trigger_id": trigger_id,
        "response_url": response_url,
        "actions": [action],
    }
    if not ephemeral:
        payload["message"] = message_json(actor.world, message)
    return payload


def view_press(actor: Actor, view: View, action: Json, *, trigger_id: str) -> Json:
    """block_actions from a modal or the home tab."""
    return actor.common("block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "view": view_json(actor.world, view),
        "trigger_id": trigger_id,
        "actions": [action],
    }


def suggestion(actor: Actor, view: View, block_id: str, element: Json, typed: str) -> Json:
    """block_suggestion from an external select in a view."""
    return actor.common("block_suggestion") | {
        "container": {"type": "view", "view_id": view.id},
        "action_id": element["action_id"],
        "block_id": block_id,
        "value": typed,
        "view": view_json(actor.world, view),
    }


def submission(actor: Actor, view: View, *, trigger_id: str) -> Json:
    """view_submission: `team` is the person's own, `view.app_installed_team_id` the app's."""
    return actor.common("view_submission", own_team=True) | {
        "trigger_id": trigger_id,
        "view": view_json(actor.world, view),
        "response_urls": [],
    }


def closed(actor: Actor, view: View, *, is_cleared: bool) -> Json:
    """view_closed."""
    body = {"view": view_json(actor.world, view), "is_cleared": is_cleared}
    return actor.common("view_closed", own_team=True) | body


def global_shortcut(actor: Actor, callback_id: str, *, trigger_id: str) -> Json:
    """A global shortcut: no channel, no response_url, no api_app_id."""
    payload = actor.common("shortcut") | {
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "action_ts": actor.world.next_ts(),
    }
    del payload["api_app_id"]
    return payload


def message_shortcut(
    actor: Actor, message: Message, callback_id: str, *, trigger_id: str, response_url: str
) -> Json:
    """A message shortcut, with the message it was used on."""
    channel = actor.world.channels[message.channel_id]
    payload = actor.common("message_action") | {
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "action_ts": actor.world.next_ts(),
        "response_url": response_url,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message_ts": message.ts,
        "message": message_json(actor.world, message),
    }
    del payload["api_app_id"]
    return payload


def _state(action: Json) -> Json:
    if action["type"] in {"button", "overflow"}:
        return {}
    kept = {k: v for k, v in action.items() if k.startswith("selected_") or k == "type"}
    return {action["block_id"]: {action["action_id"]: kept}}
