"""Messages: answered in the conversation, where in a channel everybody reads the answer."""

from foxo_bot.cards.card import Button, Buttons, Card, Form, Paragraph, Tone
from foxo_bot.handlers.interaction import Interaction, Kind
from foxo_bot.transports.teams.inbound.presses import COMMAND
from foxo_bot.transports.teams.surfaces.base import ACCEPTED, Answer, Surface
from foxo_bot.transports.teams.talk import Talk

PRIVATE = frozenset({"case", "cases", "patients", "team"})
"""Commands whose answer is the writer's alone, so that no channel may read it."""

_LABELS = {
    "case": ("New case", "Press the button and say what you need."),
    "cases": ("Show cases", "Your list of cases opens for you alone."),
    "patients": ("Show patients", "Your patients open for you alone."),
    "team": ("Show team", "The team opens for you alone."),
}


class Written(Surface):
    """A message to the bot. Teams only lets a button open a dialog, so a button is answered."""

    def __init__(self, talk: Talk, act: Interaction) -> None:
        super().__init__(talk)
        self._act = act

    async def open(self, form: Form) -> Answer:  # noqa: ARG002 - the button opens it
        return await self.show(button_for(self._act))

    async def show(self, card: Card) -> Answer:
        await self.talk.promptly("answer", self.talk.say(card))
        return ACCEPTED


def is_private(act: Interaction) -> bool:
    """Whether the answer must not be read by others in the conversation."""
    return act.kind is Kind.COMMAND and act.name in PRIVATE


def button_for(act: Interaction) -> Card:
    """A card whose button does what was typed, in a dialog that only the presser sees."""
    name = act.name if act.name in _LABELS else "case"
    label, words = _LABELS[name]
    button = Button(f"{COMMAND}{name}", label, value=act.text, tone=Tone.GOOD)
    return Card(preview=label, blocks=(Paragraph((words,)), Buttons((button,))))
