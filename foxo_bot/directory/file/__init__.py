"""The directory file: text in, values out, or every mistake with its line. Pure."""

from foxo_bot.directory.file.entries import (
    DirectoryFile,
    OrganisationEntry,
    PersonEntry,
    Place,
    TeamEntry,
)
from foxo_bot.directory.file.mistakes import DirectoryError, Mistake
from foxo_bot.directory.file.parse import parse
from foxo_bot.directory.file.yaml_text import decode

__all__ = [
    "DirectoryError",
    "DirectoryFile",
    "Mistake",
    "OrganisationEntry",
    "PersonEntry",
    "Place",
    "TeamEntry",
    "decode",
    "parse",
]
