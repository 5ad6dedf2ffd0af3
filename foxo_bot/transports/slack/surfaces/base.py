"""What every surface can do with a Reply; the others say where they differ."""

from collections.abc import Mapping, Sequence

from slack_bolt import BoltResponse

from foxo_bot.cards import slack as drawn
from foxo_bot.cards.card import Card, Form, Line, Option, Paragraph
from foxo_bot.edges.calling import CallFailed
from foxo_bot.edges.payload import Json
from foxo_bot.handlers.interaction import Place
from foxo_bot.transports.slack.errors import passes
from foxo_bot.transports.slack.inbound.places import remembering
from foxo_bot.transports.slack.talk import NOT_POSTED, Talk

NOT_A_CHANNEL = "That works in a channel. Type it in the channel where the card should stand."
TRY_LATER = "Slack did not answer. Please try again in a minute."


def acknowledged(body: Json | None = None) -> BoltResponse:
    """200, with a body where the surface takes one."""
    return BoltResponse(status=200, body=body or "")


def read_only(card: Card) -> Form:
    """A card as a modal that only shows."""
    return Form(id="shown", title="Foxo Bot", content=card.blocks, close="Close")


class Surface:
    """Answers one act. The response goes to Slack; anything else is said through `talk`."""

    def __init__(self, talk: Talk, place: Place | None) -> None:
        self.talk = talk
        self.place = place

    async def open(self, form: Form) -> BoltResponse:
        """Open a form."""
        view = drawn.view(remembering(form, self.place))
        await self.talk.promptly("open", self.talk.open(view))
        return acknowledged()

    async def show(self, message: Json, card: Card, *, replace: bool) -> BoltResponse:  # noqa: ARG002 - some surfaces draw the card their own way
        """Show a longer or shorter answer to the person alone."""
        await self.talk.promptly("answer", self.talk.whisper(message, replace=replace))
        return acknowledged()

    async def tell(self, line: Line) -> BoltResponse:
        """Show a line of text to the person alone."""
        return await self.show(drawn.tell(line), said(line), replace=False)

    async def finish(self, line: Line) -> BoltResponse:
        """It happened."""
        return await self.tell(line) if line else acknowledged()

    async def refuse(self, errors: Mapping[str, str]) -> BoltResponse:
        """A submission was not accepted; elsewhere its reasons are simply told."""
        return await self.tell((" ".join(errors.values()),))

    async def failed(self, words: str) -> BoltResponse:
        """Something unexpected happened."""
        return await self.tell((words,))

    def at_last(self, message: Json) -> BoltResponse:  # noqa: ARG002 - some surfaces have room for it
        """Slack took nothing of what was to be said: what it shows itself must do."""
        return BoltResponse(status=503)

    async def offer(self, options: Sequence[Option]) -> BoltResponse:
        """Options for a searchable field."""
        return acknowledged(drawn.options(options))

    async def home(self, card: Card) -> BoltResponse:
        """The home page, which anywhere else is an answer like another."""
        return await self.show(drawn.message(card), card, replace=False)

    async def post(self, card: Card, line: Line) -> BoltResponse:
        """Post for everybody where the person is."""
        if self.place is None:
            return await self.tell((NOT_A_CHANNEL,))
        await self.talk.promptly("post", self._post(self.place.address, card, line))
        return acknowledged()

    async def _post(self, channel: str, card: Card, line: Line) -> None:
        try:
            await self.talk.post(channel, drawn.message(card))
        except CallFailed as failed:
            line = (TRY_LATER if passes(failed.code) else NOT_POSTED,)
        if line:
            await self.talk.whisper(drawn.tell(line))


def said(line: Line) -> Card:
    """A line as a card."""
    return Card(preview="", blocks=(Paragraph(line),))
