"""Lets a parsed payload in to Bolt, and answers what is none of ours so that Slack is content."""

import logging

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from foxo_bot.edges.payload import Json, part, parts, text
from foxo_bot.edges.reporting import report

log = logging.getLogger(__name__)

_LISTENED = frozenset(
    {"event_callback", "block_actions", "block_suggestion", "view_submission"}
    | {"shortcut", "message_action", "url_verification"}
)


async def admit(app: AsyncApp, request: AsyncBoltRequest) -> BoltResponse:
    """Bolt's answer. What nobody listens to gets a 200: Slack would repeat it, then switch us off.

    A body that Slack cannot have sent gets a 400.
    """
    body = request.body
    kind = text(body, "type")
    if not _whole(body):
        log.warning("slack payload refused", extra={"kind": kind})
        return BoltResponse(status=400)
    if not text(body, "command") and kind not in _LISTENED:
        log.info("slack payload not listened to", extra={"kind": kind})
        return BoltResponse(status=200)
    try:
        return await app.async_dispatch(request)
    except Exception as error:  # noqa: BLE001 - Bolt stumbles over payloads of an unknown shape
        report(log, "slack payload not understood", error)
        return BoltResponse(status=500)


def _whole(body: Json) -> bool:
    """Whether it has the parts that name what it is about."""
    kind = text(body, "type")
    match kind:
        case "event_callback":
            return bool(text(body, "event", "type"))
        case "block_actions":
            return bool(parts(body, "actions"))
        case "view_submission":
            view = part(body, "view")
            return bool(text(view, "type")) and "callback_id" in view
        case "":
            return bool(text(body, "command") and text(body, "user_id"))
        case _:
            return True
