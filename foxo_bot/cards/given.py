"""What is answered to files that somebody gave the bot in their own chat. Pure."""

from collections.abc import Sequence

from foxo_bot.cards.card import (
    Block,
    Bold,
    Button,
    Buttons,
    Card,
    Item,
    Note,
    Paragraph,
    Tone,
)
from foxo_bot.cards.lists import CaseLine
from foxo_bot.cards.words import cut
from foxo_bot.model import spoken

SUBJECT, CASES = 60, 5
_WORDS = "What you wrote goes with them: as the details of a new case, or as a reply."


def given_card(
    names: Sequence[str],
    problems: Sequence[str],
    *,
    tray: str,
    words: bool,
    cases: Sequence[CaseLine],
) -> Card:
    """The files wait: for a new case, or for one of the person's own.

    `tray` names where they wait; `problems` say what was not taken and why. `words`: something was
    written beside them.
    """
    blocks: list[Block] = [Paragraph((problem,)) for problem in problems]
    if names:
        blocks += [
            Paragraph((Bold("Which case are these files for?"), f" {', '.join(names)}")),
            Buttons((Button("case_with", "New case", value=tray, tone=Tone.GOOD),)),
            *(_item(line, tray) for line in cases[:CASES]),
            *((Note((_WORDS,)),) if words else ()),
            Note(("They wait a day for you. Nobody else sees them until then.",)),
        ]
    return Card(preview="About the files you sent", blocks=tuple(blocks))


def _item(line: CaseLine, tray: str) -> Item:
    words = (Bold(f"Case {spoken(line.number)}"), f" {cut(line.subject, SUBJECT)}")
    return Item(words, Button("add_files", "Add to this", value=f"{tray}/{line.number}"))
