"""A modal and the home tab as the person in front of them sees and uses them."""

from dataclasses import dataclass
from typing import Self

from foxo_bot.sandbox.acting import CannotDoError
from foxo_bot.sandbox.slack.errors import SlackError
from foxo_bot.sandbox.slack.front.acts import Acts
from foxo_bot.sandbox.slack.nouns import View
from foxo_bot.sandbox.slack.people.form import Field, field_named, fields_of
from foxo_bot.sandbox.slack.people.pressing import find_action
from foxo_bot.sandbox.slack.people.sight import label_of, lines_of, text_of
from foxo_bot.sandbox.slack.world import World

SUGGEST_FROM = 3  # Slack's default for min_query_length


@dataclass(frozen=True, slots=True)
class Screen:
    """A view of either kind."""

    world: World
    acts: Acts
    view: View

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons in it."""
        return [
            label_of(self.world, element)
            for block in self.view.blocks
            for element in [*block.get("elements", []), block.get("accessory", {})]
            if element.get("type") == "button"
        ]

    @property
    def fields(self) -> list[Field]:
        """Its inputs, in order."""
        return fields_of(self.world, self.view)

    def text_shown(self) -> str:
        """All text that can be read in it."""
        return "\n".join(lines_of(self.world, self.view.blocks))

    def block(self, name: str) -> Field:
        """An input, by block id, action id or label."""
        return field_named(self.world, self.view, name)

    async def press(self, wanted: str, *, nth: int = 0, confirm: bool = True) -> str:
        """Press a button by label or action id; answers what Slack shows when it went wrong."""
        action = find_action(self.world, self.view.blocks, wanted, nth=nth)
        if action.pop("confirm", None) and not confirm:
            return ""
        return self._warned(await self.acts.press_view(self.view, action))

    async def choose(self, name: str, value: object) -> str:
        """Choose in an input that tells the app at once (dispatch_action, or not in an input)."""
        field = self.block(name)
        if field.block["type"] == "input" and not field.block.get("dispatch_action"):
            message = f"{name!r} tells the app nothing before the form is submitted: use fill"
            raise CannotDoError(message)
        field.put(value)
        ids = {"block_id": field.block["block_id"], "action_id": field.element["action_id"]}
        return self._warned(await self.acts.press_view(self.view, {**field.state, **ids}))

    async def suggest(self, name: str, typed: str) -> list[str]:
        """Type into an external select; answers the visible texts of what it offers."""
        field = self.block(name)
        if not field.kind.endswith("external_select"):
            message = f"{name!r} is no external select"
            raise CannotDoError(message)
        if len(typed) < field.element.get("min_query_length", SUGGEST_FROM):
            return []
        block_id = field.block["block_id"]
        try:
            found = await self.acts.suggest(self.view, block_id, field.element, typed)
        except SlackError as error:
            self._warned(f"{error.code}: {' '.join(error.problems)}")
            found = []
        self.view.offered[block_id] = found
        return [text_of(self.world, option["text"]) for option in found]

    def fill(self, **values: object) -> Self:
        """Type and choose by visible text; several choices and files as lists."""
        for name, value in values.items():
            self.block(name).put(value)
        return self

    def _warned(self, warning: str) -> str:
        self.world.warn(self.view.user_id, warning)
        return warning


class Modal(Screen):
    """A modal on top of a person's stack."""

    @property
    def title(self) -> str:
        """What stands at its top."""
        return text_of(self.world, self.view.body["title"])

    @property
    def callback_id(self) -> str:
        """The app's name for it."""
        return str(self.view.body.get("callback_id", ""))

    @property
    def errors(self) -> dict[str, str]:
        """What stands in red under inputs, by block id."""
        return self.view.errors

    @property
    def is_open(self) -> bool:
        """Whether it is still on the stack."""
        return self.view in self._stack

    async def submit(self) -> str:
        """Press the submit button; answers what Slack shows when the app did not answer well.

        What Slack checks itself (required, lengths) stands in `errors` and is not sent.
        """
        self._on_top()
        if "submit" not in self.view.body:
            message = "this modal has no submit button"
            raise CannotDoError(message)
        asked = [field for field in self.fields if field.block["type"] == "input"]
        found = {field.block["block_id"]: field.problem() for field in asked}
        self.view.errors = {block_id: text for block_id, text in found.items() if text}
        if self.view.errors:
            return ""
        return self._warned(await self.acts.submit(self.view))

    async def close(self) -> str:
        """Press Cancel: back to the modal below, if any."""
        self._on_top()
        return self._warned(await self.acts.close(self.view))

    async def dismiss(self) -> str:
        """Press the x: all modals close."""
        self._on_top()
        return self._warned(await self.acts.close(self.view, everything=True))

    @property
    def _stack(self) -> list[View]:
        return self.world.stacks.get(self.view.user_id, [])

    def _on_top(self) -> None:
        if not self._stack or self._stack[-1] is not self.view:
            message = "this modal is no longer on top"
            raise CannotDoError(message)


class Home(Screen):
    """A person's home tab of the app."""
