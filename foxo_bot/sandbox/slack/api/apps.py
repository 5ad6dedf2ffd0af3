"""The methods that no bot token calls: exchanging an install code, and opening Socket Mode."""

import base64
import binascii
import secrets

from foxo_bot.sandbox.slack.api.call import Desk
from foxo_bot.sandbox.slack.errors import SlackError
from foxo_bot.sandbox.slack.nouns import OAuthCode
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json


def allow(
    world: World, *, team_id: str, user_id: str, scopes: frozenset[str], redirect_uri: str
) -> str:
    """What Slack's install page does when a person presses Allow: answers the code."""
    code = f"{secrets.token_hex(8)}.{team_id}"
    world.codes[code] = OAuthCode(team_id, user_id, scopes, redirect_uri)
    return code


def oauth_access(desk: Desk, args: Json, authorization: str) -> Json:
    """oauth.v2.access: client id and secret in the arguments or by basic authentication."""
    world = desk.world
    client_id, client_secret = _client(args, authorization)
    if client_id != world.app.client_id:
        raise SlackError("invalid_client_id")
    if client_secret != world.app.client_secret:
        raise SlackError("bad_client_secret")
    code = world.codes.get(str(args.get("code")))
    if code is None:
        raise SlackError("invalid_code")
    if code.used:
        raise SlackError("code_already_used")
    if args.get("redirect_uri") and args["redirect_uri"] != code.redirect_uri:
        raise SlackError("bad_redirect_uri")
    code.used = True
    install = world.install(code.team_id, scopes=code.scopes)
    workspace = world.workspaces[code.team_id]
    return {
        "app_id": world.app.id,
        "authed_user": {"id": code.user_id},
        "scope": ",".join(sorted(install.scopes)),
        "token_type": "bot",
        "access_token": install.token,
        "bot_user_id": install.bot_user_id,
        "team": {"id": workspace.id, "name": workspace.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def connections_open(desk: Desk, token: str) -> Json:
    """apps.connections.open: a WebSocket address for an app-level token."""
    if not token.startswith("xapp-"):
        raise SlackError("not_allowed_token_type")
    if token != desk.world.app.app_token:
        raise SlackError("invalid_auth")
    return {"url": desk.socket_url()}


def _client(args: Json, authorization: str) -> tuple[str, str]:
    kind, _, encoded = authorization.partition(" ")
    if kind.lower() != "basic":
        return str(args.get("client_id")), str(args.get("client_secret"))
    try:
        client_id, _, client_secret = base64.b64decode(encoded).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise SlackError("invalid_client_id") from None
    return client_id, client_secret
