"""Submitted forms: the response says what becomes of the modal."""

from collections.abc import Mapping

from slack_bolt import BoltResponse

from foxo_bot.cards import slack as drawn
from foxo_bot.cards.card import Card, Form, Line
from foxo_bot.edges.payload import Json, parts, text
from foxo_bot.handlers.interaction import Place
from foxo_bot.transports.slack.inbound.places import remembering
from foxo_bot.transports.slack.surfaces.base import Surface, acknowledged, read_only
from foxo_bot.transports.slack.talk import Talk


class Submitted(Surface):
    """A view_submission."""

    def __init__(self, talk: Talk, place: Place | None, *, view: Json) -> None:
        super().__init__(talk, place)
        self._inputs = [
            text(block, "block_id")
            for block in parts(view, "blocks")
            if text(block, "type") == "input"
        ]

    async def open(self, form: Form) -> BoltResponse:
        view = drawn.view(remembering(form, self.place))
        return acknowledged({"response_action": "push", "view": view})

    async def show(self, message: Json, card: Card, *, replace: bool) -> BoltResponse:  # noqa: ARG002 - drawn as a view
        view = drawn.view(remembering(read_only(card), self.place))
        return acknowledged({"response_action": "update", "view": view})

    async def finish(self, line: Line) -> BoltResponse:
        """Close all of it; what there is to say is said where the form was opened."""
        if line:
            self.talk.later("answer", self.talk.whisper(drawn.tell(line)))
        return acknowledged({"response_action": "clear"})

    async def post(self, card: Card, line: Line) -> BoltResponse:
        """Post where the form was opened, and close all of it."""
        posted = await super().post(card, line)
        return posted if self.place is None else acknowledged({"response_action": "clear"})

    async def refuse(self, errors: Mapping[str, str]) -> BoltResponse:
        """Show each error at its field; Slack drops an answer that names a field it cannot see."""
        shown = {field: words for field, words in errors.items() if field in self._inputs}
        homeless = [words for field, words in errors.items() if field not in self._inputs]
        if homeless and not self._inputs:
            return await self.tell((" ".join(homeless),))
        if homeless:
            first = self._inputs[0]
            shown[first] = " ".join([*filter(None, [shown.get(first)]), *homeless])
        return acknowledged({"response_action": "errors", "errors": shown})

    async def failed(self, words: str) -> BoltResponse:
        """Say that it went wrong without closing the form: nothing typed is lost."""
        return await self.refuse({self._inputs[0] if self._inputs else "": words})


class Searching(Surface):
    """A searchable field: it takes options and nothing else."""

    async def show(self, message: Json, card: Card, *, replace: bool) -> BoltResponse:  # noqa: ARG002 - no room for words
        return await self.offer(())
