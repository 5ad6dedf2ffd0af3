"""The users.*, bots.*, team.* and auth.* methods: who is who, and whose token this is."""

from foxo_bot.sandbox.slack.api.call import Call
from foxo_bot.sandbox.slack.errors import SlackError
from foxo_bot.sandbox.slack.shapes import user_json
from foxo_bot.sandbox.wire import Json


def info(call: Call) -> Json:
    """users.info."""
    return {"user": user_json(call.world, call.user(), call.install)}


def listed(call: Call) -> Json:
    """users.list: this workspace's people only, foreigners are left out."""
    found = [
        user_json(call.world, user, call.install)
        for user in call.world.users.values()
        if user.team_id == call.team_id
    ]
    return {**call.page(found, "members"), "cache_ts": int(call.world.clock.seconds())}


def by_email(call: Call) -> Json:
    """users.lookupByEmail: active people of this workspace."""
    email = call.text("email").lower()
    for user in call.world.users.values():
        same = user.email is not None and user.email.lower() == email
        if same and user.team_id == call.team_id and not user.deleted:
            return {"user": user_json(call.world, user, call.install)}
    raise SlackError("users_not_found")


def bot(call: Call) -> Json:
    """bots.info."""
    bot_id = call.text("bot")
    found = next((u for u in call.world.users.values() if u.bot_id == bot_id), None)
    if found is None:
        raise SlackError("bot_not_found")
    return {
        "bot": {
            "id": bot_id,
            "app_id": call.world.app.id,
            "user_id": found.id,
            "name": found.real_name,
            "deleted": False,
            "updated": int(call.world.clock.seconds()),
            "icons": {},
        }
    }


def team(call: Call) -> Json:
    """team.info."""
    found = call.world.workspaces[call.team_id]
    return {
        "team": {
            "id": found.id,
            "name": found.name,
            "domain": found.domain,
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


def auth_test(call: Call) -> Json:
    """auth.test."""
    workspace = call.world.workspaces[call.team_id]
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": call.world.users[call.install.bot_user_id].handle,
        "team_id": workspace.id,
        "user_id": call.install.bot_user_id,
        "bot_id": call.install.bot_id,
        "is_enterprise_install": False,
    }


def auth_revoke(call: Call) -> Json:
    """auth.revoke."""
    if call.flag("test"):
        return {"revoked": False}
    call.install.refused_with = "token_revoked"
    call.desk.revoked(call.install)
    return {"revoked": True}
