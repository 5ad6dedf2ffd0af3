"""Commands and shortcuts."""

import json
from functools import cache

from slack_bolt import BoltResponse

from foxo_bot.cards import slack as drawn
from foxo_bot.cards.card import Card
from foxo_bot.edges.payload import Json
from foxo_bot.transports.slack.surfaces.base import Surface, acknowledged, read_only

_ALONE = {"response_type": "ephemeral"}


@cache
def _once(card: Card) -> str:
    """A card that is the same for everybody, as Slack is answered with it."""
    return json.dumps({**_ALONE, **drawn.message(card)})


class Command(Surface):
    """A slash command: the response itself is shown to the person alone."""

    async def show(self, message: Json, card: Card, *, replace: bool) -> BoltResponse:  # noqa: ARG002 - nothing to replace
        if card.fixed:
            return BoltResponse(status=200, body=_once(card))
        return acknowledged({**_ALONE, **message})

    def at_last(self, message: Json) -> BoltResponse:
        return acknowledged({**_ALONE, **message})


class GlobalShortcut(Surface):
    """A shortcut away from any conversation: a modal is the only thing it can show."""

    async def show(self, message: Json, card: Card, *, replace: bool) -> BoltResponse:  # noqa: ARG002 - no message
        await self.talk.promptly("answer", self.talk.open(drawn.view(read_only(card))))
        return acknowledged()
