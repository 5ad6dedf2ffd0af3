"""What a dialog remembers of itself: Teams tells nothing of it when it is submitted."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from foxo_bot.cards.card import Field, Form, Select
from foxo_bot.edges.payload import Json, part, text
from foxo_bot.handlers.context import id_in
from foxo_bot.handlers.interaction import Interaction, Kind, Value
from foxo_bot.transports.teams.inbound.heard import Heard
from foxo_bot.transports.teams.inbound.places import place_of
from foxo_bot.transports.teams.inbound.who import actor

KEPT = "teams:dialog"


@dataclass(frozen=True, slots=True)
class Dialog:
    """`name` is this dialog's alone; `kind`, `act` and `value` are what had it opened.

    `several` are the fields that take several choices, which Teams sends as one string.
    """

    name: str
    kind: Kind
    act: str
    value: str = ""
    several: tuple[str, ...] = ()

    @staticmethod
    def opened_by(act: Interaction) -> "Dialog":
        return Dialog(secrets.token_urlsafe(12), act.kind, act.name, act.value)

    def remembered(self, form: Form) -> Form:
        """The form, keeping this."""
        several = [
            field.id
            for field in form.content
            if isinstance(field, Field)
            and isinstance(field.control, Select)
            and field.control.several
        ]
        kept = replace(self, several=tuple(several)).kept()
        return replace(form, keeps={**form.keeps, KEPT: kept})

    def kept(self) -> str:
        """This, as its form keeps it under KEPT."""
        return json.dumps([self.name, self.kind.value, self.act, self.value, *self.several])


def dialog_of(data: Json) -> Dialog | None:
    """What a submitted dialog remembers; None where a client made it up."""
    try:
        name, kind, act, value, *several = json.loads(text(data, "keeps", KEPT))
        dialog = Dialog(name, Kind(kind), act, value, tuple(several))
    except (ValueError, TypeError, RecursionError):
        return None
    named = (dialog.name, dialog.act, dialog.value, *dialog.several)
    return dialog if all(isinstance(one, str) for one in named) else None


def asked_for(form: Form) -> list[str]:
    """The fields whose options come from the bot while the person types."""
    return [
        field.id
        for field in form.content
        if isinstance(field, Field) and isinstance(field.control, Select) and field.control.ask
    ]


def submission(heard: Heard, data: Json) -> Interaction:
    """A submitted form; a dialog has its effect once, however often it is sent."""
    dialog = dialog_of(data)
    keeps = {
        name: value
        for name, value in part(data, "keeps").items()
        if isinstance(value, str) and name != KEPT
    }
    return Interaction(
        Kind.FORM,
        text(data, "form"),
        actor(heard),
        heard.now,
        values=values_of(data, dialog.several if dialog else ()),
        keeps=keeps,
        place=place_of(heard),
        once=f"teams:dialog:{dialog.name[:80]}" if dialog and dialog.name else heard.once,
    )


def reopening(submitted: Interaction, dialog: Dialog) -> Interaction:
    """The act that opened the dialog, done again, to draw the same form anew."""
    return Interaction(
        dialog.kind,
        dialog.act,
        submitted.actor,
        submitted.now,
        post_id=id_in(dialog.value),
        value=dialog.value,
        keeps=submitted.keeps,
        place=submitted.place,
    )


def values_of(data: Json, several: tuple[str, ...]) -> Mapping[str, Value]:
    """What stands in each field."""
    return {
        name: tuple(filter(None, value.split(","))) if name in several else value
        for name, value in data.items()
        if isinstance(value, str) and name not in {"form", "verb", "post"}
    }
