"""What is wrong with a directory file: where, which field, and what to do. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


class BadValue(Exception):
    """Why a value cannot be used; the text says what to write instead."""


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake; line and column count from 1."""

    line: int
    column: int
    words: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.words}"


class DirectoryError(Exception):
    """All mistakes of a file, in the order of its lines. Nothing of it is applied."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))
