"""Everything the bot says in a conversation in answer to what somebody did there."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from typing import Any

from foxo_bot.cards import teams as drawn
from foxo_bot.cards.card import Card, Line
from foxo_bot.cards.lines import line_text
from foxo_bot.edges.background import Background
from foxo_bot.edges.calling import CallFailed
from foxo_bot.transports.teams.connector import Connector
from foxo_bot.transports.teams.errors import NOT_THERE, passes
from foxo_bot.transports.teams.inbound.heard import Heard
from foxo_bot.transports.teams.inbound.presses import COMMAND
from foxo_bot.transports.teams.references import Reference
from foxo_bot.transports.teams.sender import Sender

log = logging.getLogger(__name__)

TRY_LATER = "Teams did not answer. Please try again in a minute."
OPENS = drawn.OPENS | {f"{COMMAND}{name}" for name in ("case", "cases", "patients", "team")}
"""The presses that a dialog answers, with those that stand in for typed commands."""


class Talk:
    """One activity. Nothing here raises: what cannot be said is logged by code."""

    def __init__(
        self,
        *,
        heard: Heard,
        connector: Connector,
        sender: Sender,
        background: Background,
        patience: float,
        pauses: Sequence[float],
    ) -> None:
        self._heard = heard
        self._connector = connector
        self._sender = sender
        self._background = background
        self._patience = patience
        self._pauses = pauses

    def words(self, line: Line) -> str:
        """A line where Teams takes only text, with times as the person's clock tells them."""
        return line_text(line, self._heard.zone)

    @property
    def in_channel(self) -> bool:
        """Whether the person is in a channel."""
        return bool(self._heard.channel)

    async def promptly(self, name: str, work: Coroutine[Any, Any, object]) -> None:
        """Do it before Teams is answered if it is quick, and behind the answer if not."""
        await self._background.promptly(name, work, self._patience)

    async def say(self, card: Card) -> None:
        """Say it in the conversation; in a channel, under what the person wrote.

        Somebody waits for it, so it is tried again where Teams only cannot do it now.
        """
        heard = self._heard
        activity = drawn.message(card, opens=OPENS)
        for pause in (*self._pauses, None):
            try:
                await self._connector.say(heard.service_url, heard.conversation, activity)
            except CallFailed as failed:
                if pause is None or not passes(failed):
                    log.warning("teams person not answered", extra={"code": failed.code})
                    return
                await asyncio.sleep(max(pause, failed.after or 0))
            else:
                return

    async def post(self, card: Card) -> str:
        """Begin a thread in the channel; why that failed, in words, or nothing."""
        heard = self._heard
        at = Reference(heard.service_url, heard.via, heard.bot)
        try:
            await self._sender.begin_thread(at, heard.channel, drawn.message(card))
        except CallFailed as failed:
            log.warning("teams did not take a message", extra={"code": failed.code})
            return TRY_LATER if passes(failed) else NOT_THERE
        return ""
