"""Fills in the inputs of a view by what a person can read on the screen."""

from dataclasses import dataclass

from foxo_bot.sandbox.acting import CannotDoError, Upload
from foxo_bot.sandbox.slack.limits import options_of
from foxo_bot.sandbox.slack.nouns import File, View
from foxo_bot.sandbox.slack.people.pressing import find_option
from foxo_bot.sandbox.slack.people.sight import text_of
from foxo_bot.sandbox.slack.shapes import file_json
from foxo_bot.sandbox.slack.state import inputs_of, key_of, values_of
from foxo_bot.sandbox.slack.world import World
from foxo_bot.sandbox.wire import Json

MOST_FILE_BYTES = 10_000_000
REQUIRED = "Please complete this required field."


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a view."""

    world: World
    view: View
    block: Json
    element: Json

    @property
    def label(self) -> str:
        """What stands above it."""
        return text_of(self.world, self.block.get("label") or self.block.get("text"))

    @property
    def kind(self) -> str:
        """The element's type."""
        return str(self.element["type"])

    @property
    def hint(self) -> str:
        """The small text below it."""
        return text_of(self.world, self.block.get("hint"))

    @property
    def optional(self) -> bool:
        """Whether it may stay empty."""
        return bool(self.block.get("optional"))

    @property
    def options(self) -> list[str]:
        """The visible texts of its options; of an external select, those last suggested."""
        offered = self.view.offered.get(self.block["block_id"], [])
        return [text_of(self.world, o["text"]) for o in [*options_of(self.element), *offered]]

    @property
    def error(self) -> str:
        """What stands below it in red."""
        return self.view.errors.get(self.block["block_id"], "")

    @property
    def value(self) -> object:
        """What stands in it: a text, the visible text of the option, or a list of those."""
        held = self.state[key_of(self.kind)]
        if isinstance(held, dict):
            return text_of(self.world, held["text"])
        if isinstance(held, list):
            return [_name(self.world, item) for item in held]
        return held

    @property
    def state(self) -> Json:
        """The input's part of `state.values`."""
        return values_of(self.view)[self.block["block_id"]][self.element["action_id"]]

    def put(self, value: object) -> None:
        """Type or choose; None empties it."""
        key = key_of(self.kind)
        held = _empty(key) if value is None or value == "" else self._value(key, value)
        state = {"type": self.kind, key: held}
        block_id = self.block["block_id"]
        self.view.typed.setdefault(block_id, {})[self.element["action_id"]] = state
        self.view.errors.pop(block_id, None)

    def problem(self) -> str:
        """What Slack itself objects to before it sends a submission."""
        held = self.state[key_of(self.kind)]
        if not held:
            return "" if self.optional else REQUIRED
        if not isinstance(held, str):
            return ""
        most, least = self.element.get("max_length", 3000), self.element.get("min_length", 0)
        if not least <= len(held) <= most:
            return f"Please use {least} to {most} characters."
        if self.kind == "email_text_input" and "@" not in held:
            return "Please enter a valid email address."
        return ""

    def _value(self, key: str, value: object) -> object:
        if key == "files":
            uploads = self._several(value)
            if len(uploads) > self.element.get("max_files", 10):
                message = f"only {self.element.get('max_files', 10)} files may be added"
                raise CannotDoError(message)
            return [file_json(self.world, self._upload(upload)) for upload in uploads]
        if key == "selected_option":
            return self._option(value)
        if key == "selected_options":
            chosen = [self._option(wanted) for wanted in self._several(value)]
            if len(chosen) > self.element.get("max_selected_items", len(chosen)):
                message = f"only {self.element['max_selected_items']} may be chosen"
                raise CannotDoError(message)
            return chosen
        return value

    def _option(self, wanted: object) -> Json:
        offered = self.view.offered.get(self.block["block_id"], [])
        return find_option(self.world, self.element, str(wanted), offered)

    def _several(self, value: object) -> list[object]:
        if not isinstance(value, (list, tuple)):
            message = f"{self.kind} takes a list"
            raise CannotDoError(message)
        return list(value)

    def _upload(self, upload: object) -> File:
        if not isinstance(upload, Upload):
            message = "file_input takes Upload values"
            raise CannotDoError(message)
        allowed = self.element.get("filetypes")
        if allowed and upload.name.rpartition(".")[2].lower() not in allowed:
            message = f"{upload.name} is not one of {allowed}"
            raise CannotDoError(message)
        return keep_upload(self.world, self.view.user_id, upload, granted=True)


def keep_upload(world: World, user_id: str, upload: Upload, *, granted: bool) -> File:
    """Store a person's file in Slack; `granted` lets the app of the modal read it."""
    if granted and len(upload.content) > MOST_FILE_BYTES:
        message = f"{upload.name} is over 10 MB"
        raise CannotDoError(message)
    file = File(
        world.mint("F"),
        upload.name,
        world.users[user_id].team_id,
        user_id,
        upload.mimetype,
        upload.content,
        created=int(world.clock.seconds()),
        granted=granted,
    )
    world.files[file.id] = file
    return file


def fields_of(world: World, view: View) -> list[Field]:
    """Every input of a view, in order."""
    return [Field(world, view, block, element) for block, element in inputs_of(view)]


def field_named(world: World, view: View, name: str) -> Field:
    """The input with this block id, action id or label."""
    fields = fields_of(world, view)
    for field in fields:
        if name in {field.block["block_id"], field.element["action_id"], field.label}:
            return field
    message = f"no input {name!r}; there is {[f.block['block_id'] for f in fields]}"
    raise CannotDoError(message)


def _name(world: World, item: Json) -> str:
    return text_of(world, item["text"]) if "text" in item else str(item["name"])


def _empty(key: str) -> object:
    return [] if key in {"files", "selected_options"} else None
