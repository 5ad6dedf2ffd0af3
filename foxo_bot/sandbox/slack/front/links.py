"""Socket Mode: the app's open WebSocket links, envelopes and their acknowledgements."""

import asyncio
import itertools
import json
import secrets
import uuid
from dataclasses import dataclass, field

from fastapi import WebSocket, WebSocketDisconnect

from foxo_bot.sandbox.wire import Json

MOST_LINKS = 10
_ANSWERED = frozenset({"block_suggestion", "view_submission"})
"""The interactions whose acknowledgement may carry an answer."""
_NO_TICKET = 4401


@dataclass(slots=True)
class Links:
    """The open links; any one of them may get an envelope, in turn."""

    app_id: str
    base: str = ""
    grace: float = 10.0
    open: list[WebSocket] = field(default_factory=list)
    _linked: list[WebSocket] = field(default_factory=list)
    _tickets: set[str] = field(default_factory=set)
    _waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    _ending: set[asyncio.Task[None]] = field(default_factory=set)
    _turn: "itertools.count[int]" = field(default_factory=itertools.count)

    def ticket_url(self) -> str:
        """An address that opens one link, once."""
        ticket = secrets.token_urlsafe(12)
        self._tickets.add(ticket)
        return f"{self.base.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={self.app_id}"

    async def serve(self, socket: WebSocket) -> None:
        """One link, from its hello to its end."""
        ticket = socket.query_params.get("ticket", "")
        await socket.accept()
        if ticket not in self._tickets or len(self.open) >= MOST_LINKS:
            await socket.close(_NO_TICKET)
            return
        self._tickets.discard(ticket)
        self.open.append(socket)
        self._linked.append(socket)
        try:
            await socket.send_json(self._hello())
            while True:
                self._acknowledged(json.loads(await socket.receive_text()))
        except WebSocketDisconnect:
            pass
        finally:
            self._gone(socket)

    async def send(
        self, kind: str, payload: Json, *, patience: float, attempt: int = 0, reason: str = ""
    ) -> Json | None:
        """Send an envelope and answer the payload of its acknowledgement; None when it is late."""
        envelope_id = str(uuid.uuid4())
        envelope: Json = {"envelope_id": envelope_id, "payload": payload, "type": kind}
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        answers = payload.get("type") in _ANSWERED or kind == "slash_commands"
        envelope["accepts_response_payload"] = answers
        self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        link = self.open[next(self._turn) % len(self.open)]
        await link.send_json(envelope)
        try:
            return await asyncio.wait_for(self._waiting[envelope_id], patience)
        except TimeoutError:
            return None
        finally:
            del self._waiting[envelope_id]

    async def refresh(self) -> None:
        """Ask every link to be renewed, as Slack does every few hours, and use it no more.

        The app is to open another and close this one; what it still acknowledges here counts.
        After `grace` seconds Slack closes it.
        """
        for socket in list(self.open):
            self.open.remove(socket)
            warning = {"type": "disconnect", "reason": "refresh_requested"}
            await socket.send_json(warning | {"debug_info": {"host": "applink-sandbox"}})
            ending = asyncio.create_task(self._end_later(socket))
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)

    async def close(self) -> None:
        """Close all links without a warning."""
        for ending in self._ending:
            ending.cancel()
        for socket in list(self._linked):
            await self._end(socket)

    async def _end_later(self, socket: WebSocket) -> None:
        await asyncio.sleep(self.grace)
        if socket in self._linked:
            await self._end(socket)

    async def _end(self, socket: WebSocket) -> None:
        self._gone(socket)
        await socket.close()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.open),
            "debug_info": {"host": "applink-sandbox", "approximate_connection_time": 18060},
            "connection_info": {"app_id": self.app_id},
        }

    def _acknowledged(self, message: Json) -> None:
        waiting = self._waiting.get(message.get("envelope_id", ""))
        if waiting is not None and not waiting.done():
            waiting.set_result(message.get("payload") or {})

    def _gone(self, socket: WebSocket) -> None:
        for links in (self.open, self._linked):
            if socket in links:
                links.remove(socket)
