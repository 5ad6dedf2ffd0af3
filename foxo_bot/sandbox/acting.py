"""What people of any platform in the sandbox have in common: files to give, acts they cannot do."""

from dataclasses import dataclass


class CannotDoError(Exception):
    """A person tried what they could not do there: it is not on the screen, or not theirs."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on a person's computer."""

    name: str
    content: bytes
    mimetype: str = "application/octet-stream"
