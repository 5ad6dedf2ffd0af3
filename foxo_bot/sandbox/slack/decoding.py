"""Reads a Web API request: query, form or JSON, with JSON inside form fields."""

import json

from starlette.requests import Request

from foxo_bot.sandbox.slack.errors import SlackError
from foxo_bot.sandbox.wire import Json

_JSON_FIELDS = {
    "blocks": "invalid_blocks_format",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
}
_NOT_IN_JSON = frozenset(
    {
        "bots.info",
        "chat.getPermalink",
        "files.getUploadURLExternal",
        "files.info",
        "oauth.v2.access",
    }
    | {"conversations.history", "conversations.info", "conversations.list"}
    | {"conversations.members", "conversations.replies", "pins.list", "team.info"}
    | {"users.conversations", "users.info", "users.list", "users.lookupByEmail"}
)
"""Methods that take a query or a form alone: of a JSON body they see nothing."""


async def arguments(method: str, request: Request) -> Json:
    """The request's arguments, whatever way they came; raises Slack's errors."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    args: Json = dict(request.query_params)
    if request.method == "POST" and kind == "application/json" and method in _NOT_IN_JSON:
        return args
    if request.method == "POST" and kind == "application/json":
        args |= await _json_body(request)
    elif request.method == "POST":
        args |= {name: value for name, value in (await request.form()).items()}
    for name, code in _JSON_FIELDS.items():
        if isinstance(args.get(name), str):
            args[name] = _decoded(args[name], code)
    return args


async def _json_body(request: Request) -> Json:
    body = _decoded((await request.body()).decode() or "{}", "invalid_json")
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    body.pop("token", None)  # Slack reads a token from JSON bodies nowhere
    return body


def _decoded(text: str, code: str) -> object:
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        raise SlackError(code) from None
