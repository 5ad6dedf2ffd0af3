"""A dialog as the person in front of it sees and uses it."""

from dataclasses import dataclass
from typing import Self

from foxo_bot.sandbox.acting import CannotDoError
from foxo_bot.sandbox.teams.front.acts import WENT_WRONG, Acts, Outcome
from foxo_bot.sandbox.teams.nouns import OpenDialog
from foxo_bot.sandbox.teams.people.field import Field
from foxo_bot.sandbox.teams.people.pressing import confirmed, find_action
from foxo_bot.sandbox.teams.people.sight import actions_of, errors_of, inputs_of, lines_of
from foxo_bot.sandbox.teams.world import World
from foxo_bot.sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class Dialog:
    """What is open before a person; it changes with what the app answers."""

    world: World
    acts: Acts
    state: OpenDialog

    @property
    def title(self) -> str:
        """What stands at its top."""
        return str(self.state.body["title"])

    @property
    def is_open(self) -> bool:
        """Whether it is still there."""
        return self.world.dialogs.get(self.state.user_id) is self.state

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        return [action.get("title", "") for action in actions_of(self.state.card)]

    @property
    def fields(self) -> list[Field]:
        """Its inputs, in order."""
        return [Field(self.state, element) for element in inputs_of(self.state.card)]

    @property
    def errors(self) -> dict[str, str]:
        """What stands in red, by the id of the input above it."""
        return {**errors_of(self.state.card), **self.state.errors}

    def field(self, name: str) -> Field:
        """An input, by id or label."""
        for field in self.fields:
            if name in {field.id, field.label}:
                return field
        message = f"no input {name!r}; there is {[field.id for field in self.fields]}"
        raise CannotDoError(message)

    def text_shown(self) -> str:
        """All text that can be read in it."""
        return "\n".join(lines_of(self.state.card))

    def fill(self, **values: object) -> Self:
        """Type and choose by visible text; several choices as lists."""
        for name, value in values.items():
            self.field(name).put(value)
        return self

    async def suggest(self, name: str, typed: str) -> list[str]:
        """Type into a searchable field; answers the visible texts of what it offers."""
        field = self.field(name)
        query = field.element.get("choices.data")
        if not isinstance(query, dict):
            message = f"{name!r} does not ask the app"
            raise CannotDoError(message)
        try:
            found = await self.acts.asks(self.state, query["dataset"], typed)
        except ValueError:
            self.world.warn(self.state.user_id, WENT_WRONG)
            found = []
        before = self.state.offered.get(field.id, [])
        self.state.offered[field.id] = [*before, *(one for one in found if one not in before)]
        return [one["title"] for one in found]

    async def submit(self) -> Outcome:
        """Press the button at the dialog's foot."""
        footer = self.state.card.get("actions", [])
        if not footer:
            message = "this dialog has no submit button"
            raise CannotDoError(message)
        return await self._send(footer[0])

    async def press(self, wanted: str, *, nth: int = 0, confirm: bool = True) -> Outcome:
        """Press any button in it, by label or verb."""
        action = confirmed(find_action(self.state.card, wanted, nth=nth), confirm=confirm)
        return await self._send(action) if action else Outcome()

    def close(self) -> None:
        """Press the x; the app hears nothing."""
        self._check_open()
        del self.world.dialogs[self.state.user_id]

    async def _send(self, action: Json) -> Outcome:
        self._check_open()
        if action["type"] != "Action.Submit":
            return Outcome()
        data = dict(action.get("data") or {})
        if action.get("associatedInputs") != "none":
            found = {field.id: field.problem() for field in self.fields}
            self.state.errors = {name: words for name, words in found.items() if words}
            if self.state.errors:
                return Outcome()
            data |= self._filled()
        outcome = await self.acts.sends(self.state, data)
        self.world.warn(self.state.user_id, outcome.warning)
        return outcome

    def _filled(self) -> dict[str, str]:
        """A text is sent even when empty, a choice only when something is chosen."""
        texts = {field.id for field in self.fields if field.element["type"] == "Input.Text"}
        return {field.id: field.raw for field in self.fields if field.raw or field.id in texts}

    def _check_open(self) -> None:
        if not self.is_open:
            message = "this dialog is no longer open"
            raise CannotDoError(message)
