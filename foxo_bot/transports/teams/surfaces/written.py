"""Messages: answered in the conversation, where in a channel everybody reads the answer."""

from foxo_bot.cards.card import Button, Buttons, Card, Form, Paragraph, Tone
from foxo_bot.handlers.context import number_in
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
_AGAIN = "That opens in a dialog. Press the button."
_NUMBERED = ("Show case", "The case opens for you alone.")


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
    """A card whose button does what was typed, or pressed in a client without dialogs of its own,
    in a dialog that only the presser sees."""
    if act.kind is Kind.ACTION:
        again = Button(act.name, "Open it", value=act.value, tone=Tone.GOOD)
        return Card(preview="Open it", blocks=(Paragraph((_AGAIN,)), Buttons((again,))))
    name = act.name if act.name in _LABELS else "case"
    numbered = name == "case" and number_in(act.text)
    label, words = _NUMBERED if numbered else _LABELS[name]
    button = Button(f"{COMMAND}{name}", label, value=act.text, tone=Tone.GOOD)
    return Card(preview=label, blocks=(Paragraph((words,)), Buttons((button,))))
