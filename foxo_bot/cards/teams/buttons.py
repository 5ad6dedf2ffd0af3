"""Neutral buttons as Adaptive Card actions. Pure.

A press comes back as `{"verb": action, "post": value}`. On a card it is an Action.Execute, with an
Action.Submit of the same data for clients that lack it; what opens a dialog must be a Submit that
says so; in a dialog Teams knows Submit alone.
"""

from dataclasses import dataclass

from foxo_bot.cards.card import Button, Confirm, Tone
from foxo_bot.cards.lines import address, is_web
from foxo_bot.cards.teams.texts import Json, plain, rich

TITLE, VALUE, URL = 60, 500, 2000
VERSION = "1.5"
ROOM, SHORTEST, EDGES = 42, 8, 4
"""Letters that a row holds in a narrow window, that a button has at least, that its edges take.

Teams puts up to six actions in a row and cuts their labels until they fit, down to "R…".
"""
_STYLES = {Tone.GOOD: "positive", Tone.DANGER: "destructive"}


@dataclass(frozen=True, slots=True)
class Pen:
    """How to draw: which presses open a dialog, whether in one, and how long words may be."""

    opens: frozenset[str] = frozenset()
    in_dialog: bool = False
    longest: int = 2500
    options: int = 100


def action(button: Button, pen: Pen) -> Json:
    """The action of one button.

    A question before the press is an Action.ShowCard with the real action inside: it unfolds in
    the client, so that it needs no second answer of the bot, which could only change the card for
    everybody, and works for Execute and Submit alike.
    """
    title = plain(button.label, TITLE)
    look = {"style": _STYLES[button.tone]} if button.tone in _STYLES else {}
    if button.url and is_web(button.url) and len(button.url) <= URL:
        return {"type": "Action.OpenUrl", "title": title, "url": address(button.url), **look}
    if button.confirm is None:
        return _press(button, title, pen) | look
    asked = _question(button.confirm, _press(button, plain(button.confirm.yes, TITLE), pen) | look)
    return {"type": "Action.ShowCard", "title": title, "card": asked, **look}


def rows(buttons: tuple[Button, ...], pen: Pen) -> list[Json]:
    """Sets of as many actions as can be read beside each other."""
    sets: list[Json] = []
    left = 0
    for drawn in (action(button, pen) for button in buttons):
        wide = max(SHORTEST, len(drawn["title"])) + EDGES
        if wide > left:
            closer = {"spacing": "Small"} if sets else {}
            sets.append({"type": "ActionSet", "actions": [], **closer})
            left = ROOM
        sets[-1]["actions"].append(drawn)
        left -= wide
    return sets


def _press(button: Button, title: str, pen: Pen) -> Json:
    data: Json = {"verb": button.action, "post": button.value[:VALUE]}
    submit: Json = {"type": "Action.Submit", "title": title}
    if pen.in_dialog:
        return {**submit, "associatedInputs": "none", "data": data}
    if button.action in pen.opens:
        return {**submit, "data": {"msteams": {"type": "task/fetch"}, **data}}
    execute = {"type": "Action.Execute", "title": title, "verb": button.action, "data": data}
    return {**execute, "fallback": {**submit, "data": data}}


def _question(confirm: Confirm, yes: Json) -> Json:
    asked = (plain(confirm.title, 100), "\n", plain(confirm.text, 300))
    title, text = rich(asked[:1], {"weight": "Bolder"}), rich(asked[2:])
    body = [part for part in (title, text) if part]
    return {"type": "AdaptiveCard", "version": VERSION, "body": body, "actions": [yes]}
