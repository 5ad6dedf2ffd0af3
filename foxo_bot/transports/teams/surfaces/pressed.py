"""Presses on cards that do something at once: the response is for the presser alone."""

from foxo_bot.cards import teams as drawn
from foxo_bot.cards.card import Card, Form, Line
from foxo_bot.transports.teams.surfaces.base import Answer, Surface

AGAIN = "This card is too old to open that. Write cases or team to Foxo Bot for a newer one."
DONE = "Done."


class OnCard(Surface):
    """An Action.Execute. The card itself is redrawn for everybody by delivery."""

    async def open(self, form: Form) -> Answer:  # noqa: ARG002 - such a press cannot open one
        return await self.tell((AGAIN,))

    async def show(self, card: Card) -> Answer:
        """In place of the card, for the presser alone."""
        return _executed("application/vnd.microsoft.card.adaptive", drawn.content(card))

    async def tell(self, line: Line) -> Answer:
        return _executed("application/vnd.microsoft.activity.message", self.talk.words(line))

    async def finish(self, line: Line) -> Answer:
        return await self.tell(line or (DONE,))


class Viewed(OnCard):
    """A card came into somebody's sight. They asked for nothing, so they are told nothing."""

    async def tell(self, line: Line) -> Answer:  # noqa: ARG002 - the card stays as it is
        return not_ours()


def _executed(kind: str, value: object) -> Answer:
    return Answer(body={"statusCode": 200, "type": kind, "value": value})


def not_ours() -> Answer:
    """The press of a button that none of our cards has."""
    error = {"code": "BadRequest", "message": "This button is not known."}
    body = {"statusCode": 400, "type": "application/vnd.microsoft.error", "value": error}
    return Answer(body=body)
