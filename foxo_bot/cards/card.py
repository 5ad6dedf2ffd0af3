"""The neutral language of cards and forms, which every platform's renderer can draw. Pure.

Plain strings are people's words and are drawn literally, never as a platform's markup.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from foxo_bot.model import Triage


@dataclass(frozen=True, slots=True)
class Bold:
    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, shown in the reader's own time zone where the platform can do that."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str


Span = str | Bold | Moment | Link
Line = tuple[Span, ...]


class Tone(StrEnum):
    PLAIN = "plain"
    GOOD = "good"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Confirm:
    """The question asked before a press counts."""

    title: str
    text: str
    yes: str
    no: str = "Go back"


@dataclass(frozen=True, slots=True)
class Button:
    """`action` is what the press is called, `value` comes back with it (an id, never data).

    A button with a `url` opens a page instead.
    """

    action: str
    label: str
    value: str = ""
    tone: Tone = Tone.PLAIN
    confirm: Confirm | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A title. With a `triage` it stands on that colour, where the platform has colours."""

    text: str
    triage: Triage | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    line: Line


@dataclass(frozen=True, slots=True)
class UserText:
    """Text that a person wrote: line breaks kept, nothing in it is markup.

    `limit` cuts it sensibly, with an ellipsis, at so many characters.
    """

    text: str
    limit: int = 2500


@dataclass(frozen=True, slots=True)
class Facts:
    """Short labelled facts, drawn beside each other where there is room."""

    pairs: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Small print."""

    line: Line


@dataclass(frozen=True, slots=True)
class Divider:
    pass


@dataclass(frozen=True, slots=True)
class Buttons:
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list with its button."""

    line: Line
    button: Button


Block = Heading | Paragraph | UserText | Facts | Note | Divider | Buttons | Item


@dataclass(frozen=True, slots=True)
class Card:
    """A message. `preview` is what a lock screen shows: it never carries patient data.

    A `fixed` card says the same to everybody at all times, so that it need be drawn only once.
    `personal` is what a platform that can show each reader their own view asks for it by (a post's
    id); everybody else is shown this one.
    """

    preview: str
    blocks: tuple[Block, ...]
    fixed: bool = False
    personal: str = ""

    def __hash__(self) -> int:
        """Of the preview alone: fixed cards are looked up for each answer, and are large."""
        return hash(self.preview)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. `description` is small print beside it."""

    value: str
    label: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class TextInput:
    many_lines: bool = False
    max_length: int = 3000
    initial: str = ""
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Radio buttons: all options in sight."""

    options: tuple[Option, ...]
    initial: str = ""


@dataclass(frozen=True, slots=True)
class Select:
    """A searchable list. With `ask` set the options come from the bot while the person types."""

    options: tuple[Option, ...] = ()
    initial: tuple[str, ...] = ()
    several: bool = False
    ask: bool = False
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class Files:
    """Files to add. `page` is where they are given on platforms whose forms take none.

    `waiting` are the names of those that were given before. `by_page`: this person's form takes
    none on any platform.
    """

    max_files: int = 10
    page: str = ""
    waiting: tuple[str, ...] = ()
    by_page: bool = False


Control = TextInput | Choice | Select | Files


@dataclass(frozen=True, slots=True)
class Field:
    """An input; `id` is both its block id and its action id on every platform."""

    id: str
    label: str
    control: Control
    optional: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A modal or dialog. Without `submit` it only shows. `keeps` comes back with the submission."""

    id: str
    title: str
    content: tuple[Block | Field, ...]
    submit: str | None = None
    close: str = "Cancel"
    keeps: Mapping[str, str] = field(default_factory=dict)
