"""What every surface can do with a Reply; the others say where they differ."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foxo_bot.cards import teams as drawn
from foxo_bot.cards.card import Card, Form, Line, Option, Paragraph
from foxo_bot.edges.payload import Json
from foxo_bot.transports.teams.talk import Talk

NOT_A_CHANNEL = "That works in a channel. Open it in the channel where the card should stand."


@dataclass(frozen=True, slots=True)
class Answer:
    """The HTTP answer to an activity; `body` is what an invoke is answered."""

    status: int = 200
    body: Json | None = None


ACCEPTED = Answer()


class Surface(ABC):
    """Answers one act, in the HTTP response or through `talk`."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk

    @abstractmethod
    async def open(self, form: Form) -> Answer:
        """Open a form."""

    @abstractmethod
    async def show(self, card: Card) -> Answer:
        """Show a longer answer."""

    async def tell(self, line: Line) -> Answer:
        """Show a line of text."""
        return await self.show(said(line))

    async def finish(self, line: Line) -> Answer:
        """It happened."""
        return await self.tell(line) if line else ACCEPTED

    async def refuse(self, errors: Mapping[str, str]) -> Answer:
        """A submission was not accepted; elsewhere its reasons are simply told."""
        return await self.tell((" ".join(errors.values()),))

    async def failed(self, words: str) -> Answer:
        """Something unexpected happened."""
        return await self.tell((words,))

    async def offer(self, options: Sequence[Option]) -> Answer:
        """Options for a searchable field."""
        return Answer(body=drawn.options(options))

    async def post(self, card: Card, line: Line) -> Answer:
        """Post for everybody in the channel where the person is."""
        if not self.talk.in_channel:
            return await self.tell((NOT_A_CHANNEL,))
        problem = await self.talk.post(card)
        return await self.finish((problem,) if problem else line)


def said(line: Line) -> Card:
    """A line as a card."""
    return Card(preview="Foxo Bot has an answer for you.", blocks=(Paragraph(line),))
