"""Commands and shortcuts."""

from slack_bolt import BoltResponse

from foxo_bot.cards import slack as drawn
from foxo_bot.cards.card import Card
from foxo_bot.edges.payload import Json
from foxo_bot.transports.slack.surfaces.base import Surface, acknowledged, read_only


class Command(Surface):
    """A slash command: the response itself is shown to the person alone."""

    async def show(self, message: Json, card: Card, *, replace: bool) -> BoltResponse:  # noqa: ARG002 - nothing to replace
        return acknowledged({"response_type": "ephemeral", **message})


class GlobalShortcut(Surface):
    """A shortcut away from any conversation: a modal is the only thing it can show."""

    async def show(self, message: Json, card: Card, *, replace: bool) -> BoltResponse:  # noqa: ARG002 - no message
        await self.talk.promptly("answer", self.talk.open(drawn.view(read_only(card))))
        return acknowledged()
