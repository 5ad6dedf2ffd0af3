"""Dialogs, opened by a button or the messaging extension: the response says what stands in them."""

from collections.abc import Awaitable, Callable, Mapping

from foxo_bot.cards import teams as drawn
from foxo_bot.cards.card import Card, Form, Line, Paragraph
from foxo_bot.edges.payload import Json
from foxo_bot.handlers.interaction import Interaction
from foxo_bot.transports.teams.inbound.dialogs import Dialog
from foxo_bot.transports.teams.surfaces.base import Answer, Surface
from foxo_bot.transports.teams.talk import Talk

Redrawn = Callable[[Mapping[str, str]], Awaitable[Json | None]]
"""The submitted form once more, with errors (field -> words) and everything that was typed."""


class InDialog(Surface):
    """`act` is what opens the dialog that is now answered with."""

    def __init__(self, talk: Talk, act: Interaction) -> None:
        super().__init__(talk)
        self._act = act

    async def open(self, form: Form) -> Answer:
        return standing(drawn.dialog(Dialog.opened_by(self._act).remembered(form)))

    async def show(self, card: Card) -> Answer:
        form = Form(id="shown", title="Foxo Bot", content=card.blocks, close="Close")
        return standing(drawn.dialog(form))

    async def tell(self, line: Line) -> Answer:
        return Answer(body={"task": {"type": "message", "value": self.talk.words(line)}})


class Submitted(InDialog):
    """A form was submitted: it closes, or stays with what is wrong."""

    def __init__(self, talk: Talk, act: Interaction, redrawn: Redrawn) -> None:
        super().__init__(talk, act)
        self._redrawn = redrawn

    async def open(self, form: Form) -> Answer:
        """Ask something before it is sent, over the form as it was filled in: nothing is lost.

        Teams lays no dialog on another, so what was asked becomes a second button.
        """
        asked = drawn.dialog(Dialog.opened_by(self._act).remembered(form))
        lines = [self.talk.words(part.line) for part in form.content if isinstance(part, Paragraph)]
        under = await self._redrawn({"": " ".join(lines)})
        if under is None:
            return standing(asked)
        under["card"]["content"]["actions"] += asked["card"]["content"].get("actions", [])
        return standing(under)

    async def refuse(self, errors: Mapping[str, str]) -> Answer:
        form = await self._redrawn(errors)
        return standing(form) if form else await super().refuse(errors)

    async def failed(self, words: str) -> Answer:
        """Say that it went wrong with nothing typed lost.

        Where not even the form can be drawn, Teams says so itself and leaves the dialog as it is.
        """
        form = await self._redrawn({"": words})
        return standing(form) if form else Answer(502)


def standing(dialog: Json) -> Answer:
    """The dialog stays open, or opens, showing this."""
    return Answer(body={"task": {"type": "continue", "value": dialog}})
