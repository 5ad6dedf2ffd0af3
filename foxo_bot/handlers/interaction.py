"""The whole vocabulary between a platform and the handlers: Interaction in, Reply out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from foxo_bot.cards.card import Card, Form, Line, Option
from foxo_bot.model import Attachment, Upload


class Kind(StrEnum):
    """What sort of act it is."""

    COMMAND = "command"
    """A typed command, shortcut or entry button: asks for a form or a list."""
    ACTION = "action"
    """A press on a card; `name` is the verb, `post_id` the copy that was pressed."""
    FORM = "form"
    """A submitted form; `name` is the form's id, `values` the fields, `keeps` what it kept."""
    OPTIONS = "options"
    """A searchable field asks for options; `name` is the field's id, `text` what was typed."""
    HOME = "home"
    """The person opened the bot's home page."""
    VIEW = "view"
    """A reader's own view of a card is asked for; `post_id` is the copy. Nothing is done."""
    MESSAGE = "message"
    """A message written in a thread or to the bot."""


@dataclass(frozen=True, slots=True)
class PlatformUser:
    """Somebody as a chat platform names them.

    `workspace` is the Slack workspace or tenant they belong to (None where the platform does not
    tell); `via` the one whose installation of the bot heard them. They differ for outsiders in a
    shared channel.
    """

    transport: str
    user: str
    workspace: str | None
    via: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody already identified by a signed link or an SMS code, acting on one recipient."""

    transport: str
    person_id: int
    organisation_id: int
    recipient_id: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person was: a conversation, and the message or thread in it.

    `direct` is their own chat with the bot, which nobody else reads.
    """

    transport: str
    workspace: str
    address: str
    thread: str | None = None
    message: str | None = None
    shared: bool = False
    direct: bool = False


Value = str | tuple[str, ...] | tuple[Attachment, ...] | tuple[Upload, ...] | None
"""What stands in a field. Files are those that the platform holds, or those it handed to us."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """One act of one person, the same whatever it came through.

    `once` is the platform's unique name of this delivery: a second one with the same name has no
    effect. `now` is an aware UTC instant. `called`: what was written was written to the bot itself,
    in its own chat or by its name.
    """

    kind: Kind
    name: str
    actor: PlatformUser | KnownPerson
    now: datetime
    text: str = ""
    post_id: int | None = None
    value: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    keeps: Mapping[str, str] = field(default_factory=dict)
    place: Place | None = None
    once: str | None = None
    called: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """It happened; a form closes. `say`, where set, is shown to the person alone."""

    say: Line = ()


@dataclass(frozen=True, slots=True)
class Tell:
    """A short answer to the person alone: a refusal, or news."""

    line: Line


@dataclass(frozen=True, slots=True)
class ShowCard:
    """A longer answer to the person alone. `replace` redraws the answer that was pressed."""

    card: Card
    replace: bool = False


@dataclass(frozen=True, slots=True)
class OpenForm:
    """Open a modal or dialog; on top of the one that was pressed in, if it was."""

    form: Form


@dataclass(frozen=True, slots=True)
class FormErrors:
    """The submission was not accepted: field id -> what to do about it. Nothing typed is lost."""

    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Options:
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """What the person's home page shows."""

    card: Card


@dataclass(frozen=True, slots=True)
class PostHere:
    """Post a card where the command was typed, for everybody there, and pin it if possible."""

    card: Card
    say: Line = ()


Reply = Done | Tell | ShowCard | OpenForm | FormErrors | Options | Home | PostHere
