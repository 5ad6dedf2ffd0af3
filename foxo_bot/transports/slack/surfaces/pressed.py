"""Presses on messages, in modals and on the home page."""

from slack_bolt import BoltResponse

from foxo_bot.cards import slack as drawn
from foxo_bot.cards.card import Card, Form
from foxo_bot.edges.payload import Json
from foxo_bot.handlers.interaction import Place
from foxo_bot.transports.slack.inbound.places import remembering
from foxo_bot.transports.slack.surfaces.base import Surface, acknowledged, read_only
from foxo_bot.transports.slack.talk import Talk


class OnMessage(Surface):
    """A press on a message. Only the person's own (ephemeral) answer may be redrawn by it."""

    def __init__(self, talk: Talk, place: Place | None, *, ephemeral: bool) -> None:
        super().__init__(talk, place)
        self._ephemeral = ephemeral

    async def show(self, message: Json, card: Card, *, replace: bool) -> BoltResponse:
        return await super().show(message, card, replace=replace and self._ephemeral)


class InModal(Surface):
    """A press inside a modal: answers come as a modal on top, or redraw the one pressed in."""

    def __init__(self, talk: Talk, place: Place | None, *, view_id: str) -> None:
        super().__init__(talk, place)
        self._view_id = view_id

    async def open(self, form: Form) -> BoltResponse:
        view = drawn.view(remembering(form, self.place))
        await self.talk.promptly("push", self.talk.open(view, "views.push"))
        return acknowledged()

    async def show(self, message: Json, card: Card, *, replace: bool) -> BoltResponse:  # noqa: ARG002 - drawn as a view
        view = drawn.view(remembering(read_only(card), self.place))
        work = (
            self.talk.update(self._view_id, view) if replace else self.talk.open(view, "views.push")
        )
        await self.talk.promptly("answer", work)
        return acknowledged()


class OnHome(Surface):
    """A press on the home page, where there is no message to answer under."""

    async def show(self, message: Json, card: Card, *, replace: bool) -> BoltResponse:  # noqa: ARG002 - drawn as a view
        await self.talk.promptly("answer", self.talk.open(drawn.view(read_only(card))))
        return acknowledged()

    async def home(self, card: Card) -> BoltResponse:
        await self.talk.promptly("home", self.talk.publish(drawn.home(card)))
        return acknowledged()
