"""The views.* methods: modals on a person's stack, and their home tab."""

import json
import secrets

from foxo_bot.sandbox.slack.api.call import Call
from foxo_bot.sandbox.slack.errors import SlackError
from foxo_bot.sandbox.slack.limits import MOST_VIEW_BYTES, problems_of_view
from foxo_bot.sandbox.slack.nouns import View
from foxo_bot.sandbox.slack.posting import dress_view
from foxo_bot.sandbox.slack.shapes import view_json
from foxo_bot.sandbox.slack.state import inputs_of, key_of, values_of
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json

MOST_STACKED = 3


def opened(call: Call) -> Json:
    """views.open."""
    body = _body(call, "modal")
    trigger = call.desk.triggers.use(call.text("trigger_id"), call.team_id)
    stack = call.world.stacks.setdefault(trigger.user_id, [])
    if trigger.view_id is None:
        stack.clear()
    return _answer(call, place(call.world, stack, body, trigger.user_id, call.team_id))


def pushed(call: Call) -> Json:
    """views.push: on top of the modal the trigger came from."""
    body = _body(call, "modal")
    trigger = call.desk.triggers.use(call.text("trigger_id"), call.team_id)
    stack = call.world.stacks.setdefault(trigger.user_id, [])
    if trigger.view_id is None or not stack:
        raise SlackError("not_found")
    return _answer(call, place(call.world, stack, body, trigger.user_id, call.team_id))


def updated(call: Call) -> Json:
    """views.update."""
    body = _body(call)
    view = _named(call)
    if body["type"] != _kind(view):
        raise SlackError("invalid_arguments", "[ERROR] the type of a view cannot change")
    if call.args.get("hash") and call.args["hash"] != view.hash:
        raise SlackError("hash_conflict")
    _unique(call.world, body, view)
    redraw(call.world, view, body)
    return _answer(call, view)


def published(call: Call) -> Json:
    """views.publish."""
    body = _body(call, "home")
    user = call.user("user_id")
    key = (call.team_id, user.id)
    view = call.world.homes.get(key)
    if call.args.get("hash") and (view is None or call.args["hash"] != view.hash):
        raise SlackError("hash_conflict")
    if view is None:
        view = call.world.homes[key] = _new(call.world, body, user.id, call.team_id)
    else:
        redraw(call.world, view, body)
    return _answer(call, view)


def place(world: World, stack: list[View], body: Json, user_id: str, team_id: str) -> View:
    """Put a new modal on top of a stack, three deep at most."""
    if len(stack) >= MOST_STACKED:
        raise SlackError("push_limit_reached")
    _unique(world, body, None)
    view = _new(world, body, user_id, team_id)
    if stack:
        view.root_id, view.previous_id = stack[0].root_id, stack[-1].id
    stack.append(view)
    return view


def redraw(world: World, view: View, body: Json) -> None:
    """Draw a view anew; what stood in an input stays where block id and action id are the same.

    That is so for what the app itself had put there, too: a new initial value is not shown.
    """
    held = values_of(view)
    view.body = dress_view(world, body)
    view.hash = _hash(world)
    view.errors = {}
    view.typed = {}
    for block, element in inputs_of(view):
        block_id, action_id = block["block_id"], element["action_id"]
        before = held.get(block_id, {}).get(action_id)
        if before and before["type"] == element["type"] and before[key_of(element["type"])]:
            view.typed.setdefault(block_id, {})[action_id] = before


def check_body(body: object) -> Json:
    """A view that Slack takes; raises its errors otherwise."""
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except ValueError:
            raise SlackError("invalid_arguments", "[ERROR] view is not valid JSON") from None
    if isinstance(body, dict) and len(json.dumps(body)) > MOST_VIEW_BYTES:
        raise SlackError("view_too_large")
    problems = problems_of_view(body)
    if problems or not isinstance(body, dict):
        raise SlackError("invalid_arguments", *problems)
    return body


def _body(call: Call, kind: str | None = None) -> Json:
    call.text("view")
    body = check_body(call.args["view"])
    if kind and body["type"] != kind:
        problem = f"[ERROR] unsupported type: {body['type']} [json-pointer:/view/type]"
        raise SlackError("invalid_arguments", problem)
    return body


def _named(call: Call) -> View:
    external = call.args.get("external_id")
    if not external:
        view = call.world.view(call.text("view_id"))
    else:
        stacked = (v for stack in call.world.stacks.values() for v in stack)
        view = next((v for v in stacked if v.body.get("external_id") == external), None)
    if view is None or view.installed_team_id != call.team_id:
        raise SlackError("not_found")
    return view


def _unique(world: World, body: Json, itself: View | None) -> None:
    external = body.get("external_id")
    for view in (v for stack in world.stacks.values() for v in stack):
        if external and view is not itself and view.body.get("external_id") == external:
            raise SlackError("duplicate_external_id")


def _new(world: World, body: Json, user_id: str, team_id: str) -> View:
    view_id = world.mint("V")
    user = world.users[user_id]
    dressed = dress_view(world, body)
    return View(view_id, user_id, user.team_id, team_id, dressed, _hash(world), view_id)


def _kind(view: View) -> str:
    return str(view.body["type"])


def _hash(world: World) -> str:
    return f"{int(world.clock.seconds())}.{secrets.token_hex(4)}"


def _answer(call: Call, view: View) -> Json:
    return {"view": view_json(call.world, view)}
