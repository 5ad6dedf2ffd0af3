"""Hands a Parcel to Slack: posts, redraws, and looks before posting again what may stand there."""

import logging

from foxo_bot.cards import slack as drawn
from foxo_bot.cards.card import Card
from foxo_bot.delivery.transport import Parcel, Sent
from foxo_bot.edges.calling import CallFailed
from foxo_bot.edges.payload import Json, part, parts, text
from foxo_bot.transports.slack.calls import Web
from foxo_bot.transports.slack.errors import DRAWN_WRONG, TOKEN_REFUSED, passes, refusal
from foxo_bot.transports.slack.workspaces import Workspace, Workspaces

log = logging.getLogger(__name__)

EVENT_TYPE = "foxo_post"
"""The metadata's type. Everybody in the workspace can read metadata: it holds a reference only."""

_LOOKED_AT = 100


class Sender:
    """Delivery to Slack."""

    def __init__(self, web: Web, workspaces: Workspaces) -> None:
        self._web = web
        self._workspaces = workspaces

    async def send(self, parcel: Parcel) -> Sent:
        """Post or redraw; raises TryLater or Undeliverable."""
        workspace = await self._workspaces.of(parcel.workspace)
        if workspace is None:
            raise refusal(CallFailed("not_authed"))
        if parcel.replaces:
            return await self._redraw(workspace, parcel)
        if parcel.uncertain:
            found = await self._find(workspace, parcel)
            if found:
                return found
        return await self._post(workspace, parcel)

    async def _post(self, workspace: Workspace, parcel: Parcel) -> Sent:
        asked = {
            "channel": parcel.address,
            **drawing(parcel),
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": {
                "event_type": EVENT_TYPE,
                "event_payload": {"reference": parcel.reference},
            },
        }
        if parcel.thread:
            asked["thread_ts"] = parcel.thread
        told = await self._say(workspace, "chat.postMessage", asked)
        return Sent(text(told, "ts"), text(told, "channel") or None)

    async def _redraw(self, workspace: Workspace, parcel: Parcel) -> Sent:
        """Redrawing twice does no harm, so nothing is looked up first."""
        channel = parcel.place or parcel.address
        asked = {"channel": channel, "ts": parcel.replaces, **drawing(parcel)}
        told = await self._say(workspace, "chat.update", asked)
        return Sent(text(told, "ts") or str(parcel.replaces), text(told, "channel") or channel)

    async def _say(self, workspace: Workspace, method: str, asked: Json) -> Json:
        """Call; where only the drawing is refused, say the plain words, which are safe anywhere."""
        try:
            return await self._web.call(workspace.token, method, asked)
        except CallFailed as failed:
            if failed.code not in DRAWN_WRONG or not asked.get("blocks"):
                raise self._refusal(workspace, failed, asked) from None
            log.warning("slack refused a card's drawing", extra={"code": failed.code})
        try:
            return await self._web.call(workspace.token, method, {**asked, "blocks": []})
        except CallFailed as failed:
            raise self._refusal(workspace, failed, asked) from None

    async def _find(self, workspace: Workspace, parcel: Parcel) -> Sent | None:
        """The message an earlier attempt posted without our hearing of it.

        Where Slack will not let us look, the answer is None: twice said is better than never.
        """
        try:
            channel = await self._conversation(workspace, parcel.address)
            asked = {"channel": channel, "limit": _LOOKED_AT, "include_all_metadata": True}
            method = "conversations.history"
            if parcel.thread:
                method, asked["ts"] = "conversations.replies", parcel.thread
            told = await self._web.call(workspace.token, method, asked)
        except CallFailed as failed:
            if passes(failed.code):
                raise refusal(failed, uncertain=True) from None
            log.warning("slack could not be searched", extra={"code": failed.code})
            return None
        for message in parts(told, "messages"):
            if _is_ours(message, parcel.reference, workspace):
                return Sent(text(message, "ts"), channel)
        return None

    async def _conversation(self, workspace: Workspace, address: str) -> str:
        """A person's conversation with the bot; a channel is its own."""
        if not _is_person(address):
            return address
        told = await self._web.call(workspace.token, "conversations.open", {"users": address})
        return text(told, "channel", "id") or address

    def _refusal(self, workspace: Workspace, failed: CallFailed, asked: Json) -> Exception:
        """Of a person whose account is gone Slack says that it knows no such channel."""
        if failed.code in TOKEN_REFUSED:
            self._workspaces.forget(workspace)
        if failed.code == "channel_not_found" and _is_person(text(asked, "channel")):
            return refusal(CallFailed("user_not_found"))
        return refusal(failed)


def drawing(parcel: Parcel) -> Json:
    """The text and blocks of a parcel; `text` is the preview a lock screen shows."""
    match parcel.body:
        case Card() as card:
            return drawn.message(card)
        case str() as words:
            return {"text": words}
        case _:
            raise TypeError("only a Card or a line of text can be posted in Slack")


def _is_person(address: str) -> bool:
    return address[:1] in {"U", "W"}


def _is_ours(message: Json, reference: str, workspace: Workspace) -> bool:
    """Metadata can be set by any app, so the message must be our bot's too."""
    metadata = part(message, "metadata")
    return (
        text(metadata, "event_type") == EVENT_TYPE
        and text(metadata, "event_payload", "reference") == reference
        and (not workspace.bot_id or text(message, "bot_id") == workspace.bot_id)
    )
