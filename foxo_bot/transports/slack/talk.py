"""Everything the bot says to one person in answer to what they did, with ways round a refusal."""

import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from foxo_bot.cards import slack as drawn
from foxo_bot.edges.background import Background
from foxo_bot.edges.calling import CallFailed
from foxo_bot.edges.payload import Json, text
from foxo_bot.transports.slack.calls import Web

log = logging.getLogger(__name__)

TOO_SLOW = "That took too long, and Slack would not open the form. Please try again."
NOT_OPENED = "Slack did not open the form. Please try again; phone if it is urgent."
NOT_POSTED = "Foxo Bot could not post here. Invite it with /invite @Foxo Bot, then try again."
PREVIEW = "Foxo Bot has an answer for you."

_TRIGGER_GONE = frozenset(
    {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"}
    | {"trigger_expired", "trigger_exchanged"}
)
"""Both spellings: Slack's guides and its method pages differ."""


@dataclass(frozen=True, slots=True)
class Ear:
    """Where a person can be answered. `direct` means that `channel` is theirs and the bot's."""

    user: str
    channel: str = ""
    thread: str | None = None
    direct: bool = False
    response_url: str = ""
    trigger: str = ""


class Talk:
    """One person, one act. Nothing here raises: what cannot be said is logged by code.

    `unheard`: what was to be said, where no way to them worked.
    """

    def __init__(
        self,
        *,
        web: Web,
        token: str,
        ear: Callable[[], Ear],
        background: Background,
        patience: float,
    ) -> None:
        self._find_ear = ear
        self._web = web
        self._token = token
        self._background = background
        self._patience = patience
        self.unheard: Json | None = None

    @cached_property
    def ear(self) -> Ear:
        """Where the person is, found when something is said to them: most acts need no more."""
        return self._find_ear()

    async def promptly(self, name: str, work: Coroutine[Any, Any, object]) -> None:
        """Do it before Slack is answered if it is quick, and behind the answer if not."""
        await self._background.promptly(name, work, self._patience)

    def later(self, name: str, work: Coroutine[Any, Any, object]) -> None:
        """Do it behind the answer."""
        self._background.start(name, work)

    async def open(self, view: Json, method: str = "views.open") -> None:
        """Open a modal, or push it (`views.push`) on the one that was pressed in."""
        try:
            await self._call(method, {"trigger_id": self.ear.trigger, "view": view})
        except CallFailed as failed:
            log.warning("slack did not open a view", extra={"code": failed.code, "method": method})
            words = TOO_SLOW if failed.code in _TRIGGER_GONE else NOT_OPENED
            await self.whisper(drawn.tell((words,)))

    async def update(self, view_id: str, view: Json) -> None:
        """Redraw an open modal."""
        try:
            await self._call("views.update", {"view_id": view_id, "view": view})
        except CallFailed as failed:
            log.warning("slack did not redraw a view", extra={"code": failed.code})

    async def publish(self, view: Json) -> None:
        """Draw the person's home page."""
        try:
            await self._call("views.publish", {"user_id": self.ear.user, "view": view})
        except CallFailed as failed:
            log.warning("slack did not draw the home page", extra={"code": failed.code})

    async def whisper(self, message: Json, *, replace: bool = False) -> None:
        """Say it to them alone, by the first way that works. `replace` redraws what they pressed.

        A direct message may show on a lock screen, so there `text` becomes a neutral preview.
        """
        for way in self._ways(message, replace=replace):
            try:
                await way()
            except CallFailed as failed:
                log.info("slack refused one way to answer", extra={"code": failed.code})
            else:
                return
        self.unheard = message
        log.warning("slack person not answered")

    async def post(self, channel: str, message: Json) -> None:
        """Post for everybody in a channel and pin it; the pin may fail. Raises CallFailed."""
        quiet = {"unfurl_links": False, "unfurl_media": False}
        told = await self._call("chat.postMessage", {"channel": channel, **message, **quiet})
        try:
            await self._call("pins.add", {"channel": channel, "timestamp": text(told, "ts")})
        except CallFailed as failed:
            log.warning("slack did not pin a message", extra={"code": failed.code})

    def _ways(self, message: Json, *, replace: bool) -> Iterator[Callable[[], Awaitable[None]]]:
        if self.ear.response_url:
            yield partial(self._respond, message, replace=replace)
        if self.ear.channel and not self.ear.direct:
            yield partial(self._ephemeral, message)
        yield partial(self._direct, message)

    async def _respond(self, message: Json, *, replace: bool) -> None:
        said = {"response_type": "ephemeral", "replace_original": replace, **message}
        if self.ear.thread and not replace:
            said["thread_ts"] = self.ear.thread
        await self._web.respond(self.ear.response_url, said)

    async def _ephemeral(self, message: Json) -> None:
        said = {"channel": self.ear.channel, "user": self.ear.user, **message}
        if self.ear.thread:
            said["thread_ts"] = self.ear.thread
        await self._call("chat.postEphemeral", said)

    async def _direct(self, message: Json) -> None:
        said = {"channel": self.ear.user, **message, "text": PREVIEW, "unfurl_links": False}
        if self.ear.direct:
            said |= {"channel": self.ear.channel}
            if self.ear.thread:
                said["thread_ts"] = self.ear.thread
        await self._call("chat.postMessage", said)

    async def _call(self, method: str, asked: Json) -> Json:
        return await self._web.call(self._token, method, asked)
