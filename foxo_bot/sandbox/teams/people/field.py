"""One input of a dialog, filled in by what a person can read on the screen."""

from dataclasses import dataclass

from foxo_bot.sandbox.acting import CannotDoError
from foxo_bot.sandbox.teams.nouns import OpenDialog
from foxo_bot.sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class Field:
    """One input."""

    dialog: OpenDialog
    element: Json

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.element["id"])

    @property
    def label(self) -> str:
        """What stands above it."""
        return str(self.element.get("label", ""))

    @property
    def several(self) -> bool:
        """Whether more than one may be chosen."""
        return bool(self.element.get("isMultiSelect"))

    @property
    def choices(self) -> list[Json]:
        """What may be chosen: what the app drew, and what it last suggested."""
        return [*self.element.get("choices", []), *self.dialog.offered.get(self.id, [])]

    @property
    def options(self) -> list[str]:
        """The visible texts of those."""
        return [choice["title"] for choice in self.choices]

    @property
    def value(self) -> object:
        """What stands in it: a text, the text of a choice, or a list of those."""
        if self.element["type"] != "Input.ChoiceSet":
            return self.raw
        chosen = self.raw.split(",") if self.several else [self.raw]
        titles = {choice["value"]: choice["title"] for choice in self.choices}
        found = [titles[value] for value in chosen if value in titles]
        return found if self.several else (found or [""])[0]

    @property
    def raw(self) -> str:
        """What is sent of it."""
        return self.dialog.typed.get(self.id, str(self.element.get("value", "")))

    def put(self, value: object) -> None:
        """Type or choose; None empties it."""
        self.dialog.typed[self.id] = self._raw(value)
        self.dialog.errors.pop(self.id, None)

    def problem(self) -> str:
        """What the client itself objects to before it sends."""
        if self.element.get("isRequired") and not self.raw:
            return str(self.element.get("errorMessage") or "Required")
        return ""

    def _raw(self, value: object) -> str:
        if value is None or value == "":
            return ""
        if self.element["type"] != "Input.ChoiceSet":
            return self._text(str(value))
        if self.several and isinstance(value, (list, tuple)):
            return ",".join(self._choice(str(one)) for one in value)
        return self._choice(str(value))

    def _text(self, text: str) -> str:
        most = self.element.get("maxLength")
        if most and len(text) > most:
            message = f"{self.label or self.id} takes no more than {most} characters"
            raise CannotDoError(message)
        return text

    def _choice(self, wanted: str) -> str:
        for choice in self.choices:
            if choice["title"] == wanted:
                return str(choice["value"])
        message = f"no option {wanted!r}; there is {self.options}"
        raise CannotDoError(message)
