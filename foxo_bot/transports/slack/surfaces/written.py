"""Messages to the bot and visits of its home page, which arrive as events."""

from slack_bolt import BoltResponse

from foxo_bot.cards import slack as drawn
from foxo_bot.cards.card import Card, Form
from foxo_bot.transports.slack.surfaces.base import Surface, acknowledged, said

NO_FORM = "Slack only lets a button open a form. Press New case, or type /foxo case."


class Written(Surface):
    """A message: answered in the conversation with the bot, or to the writer alone in a channel."""

    async def open(self, form: Form) -> BoltResponse:  # noqa: ARG002 - a message brings no trigger
        return await self.tell((NO_FORM,))


class AtHome(Written):
    """The home tab was opened."""

    async def failed(self, words: str) -> BoltResponse:
        return await self.home(said((words,)))

    async def home(self, card: Card) -> BoltResponse:
        await self.talk.promptly("home", self.talk.publish(drawn.home(card)))
        return acknowledged()
