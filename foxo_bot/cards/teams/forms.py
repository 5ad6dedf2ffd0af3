"""Forms as dialogs, and the answers to their searchable fields. Pure."""

from collections.abc import Mapping, Sequence

from foxo_bot.cards.card import Block, Field, Form, Option
from foxo_bot.cards.teams.blocks import drawn
from foxo_bot.cards.teams.buttons import Pen
from foxo_bot.cards.teams.fitting import BYTES, adaptive, fitted, size
from foxo_bot.cards.teams.inputs import ERROR, FOUND, Entry, Typed, choices, field_elements
from foxo_bot.cards.teams.render import attachment
from foxo_bot.cards.teams.texts import Json, plain, rich

TITLE, WORDS = 60, 40
_TALL = 3
"""From so many fields on a dialog opens at its full height."""


def dialog(
    form: Form,
    *,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, Typed] | None = None,
    known: Mapping[str, Sequence[Option]] | None = None,
) -> Json:
    """A dialog, as the `value` of a "continue" answer. `form_content` says what may be given."""
    fields = sum(isinstance(part, Field) for part in form.content)
    return {
        "title": plain(form.title, TITLE, otherwise="Foxo Bot"),
        "width": "medium",
        "height": "large" if fields >= _TALL else "medium",
        "card": attachment(form_content(form, errors=errors, typed=typed, known=known)),
    }


def form_content(
    form: Form,
    *,
    data: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, Typed] | None = None,
    known: Mapping[str, Sequence[Option]] | None = None,
) -> Json:
    """The Adaptive Card of a form; its submission brings `form`, `keeps` and every field by id.

    `errors` (field id -> words) stand under their fields. `typed` (field id -> what stands in it
    now) keeps what the person wrote, which is never cut. `known` names options chosen by typing,
    which come back without their names. `data` is added to what comes back.
    """
    errors, typed, known = errors or {}, typed or {}, known or {}

    def one(part: Block | Field, pen: Pen) -> list[Json]:
        if not isinstance(part, Field):
            return drawn(part, pen)
        name = part.id
        entry = Entry(part, typed.get(name), errors.get(name, ""), known.get(name, ()))
        return field_elements(entry, pen)

    on_top = _elsewhere(form, errors)
    actions = {"actions": [_submit(form, data or {})]} if form.submit else {}
    room = BYTES - size(on_top) - size(actions)
    return adaptive(on_top + fitted(form.content, one, Pen(in_dialog=True), room=room)) | actions


def options(found: Sequence[Option]) -> Json:
    """The answer to a searchable field that asked what to offer (`application/search`)."""
    return {
        "statusCode": 200,
        "type": "application/vnd.microsoft.search.searchResponse",
        "value": {"results": choices(found[:FOUND], several=True)},
    }


def _elsewhere(form: Form, errors: Mapping[str, str]) -> list[Json]:
    """What is wrong with fields that the form does not show."""
    shown = {part.id for part in form.content if isinstance(part, Field)}
    lines = [rich((words,), ERROR) for name, words in errors.items() if name not in shown]
    return [line for line in lines if line]


def _submit(form: Form, data: Mapping[str, str]) -> Json:
    brought = {**data, "form": form.id, "keeps": dict(form.keeps)}
    title = plain(form.submit or "", WORDS)
    return {"type": "Action.Submit", "title": title, "style": "positive", "data": brought}
