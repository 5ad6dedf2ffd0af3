"""Blocks of a directory file (YAML mappings), read key by key; every mistake is noted. Pure."""

import difflib
from collections.abc import Callable, Sequence
from typing import TypeVar

import yaml

from foxo_bot.directory.file.mistakes import BadValue, Mistake

T = TypeVar("T")
_BOOLEANS = yaml.SafeLoader.bool_values


class Block:
    """One mapping with the keys it may have; values are asked for by key and check."""

    def __init__(
        self, node: yaml.Node, what: str, keys: Sequence[str], mistakes: list[Mistake]
    ) -> None:
        """`what` names the block for people, such as "a team"."""
        self.node = node
        self.mistakes = mistakes
        self._what = what
        self._values: dict[str, yaml.Node] = {}
        self._noted: set[str] = set()
        """Keys of which a mistake is noted where they would stand."""
        if isinstance(node, yaml.MappingNode):
            self._take_keys(node, keys)
        else:
            self.wrong(node, f"{what} is written as key: value lines, with {_either(keys, 'and')}")

    @property
    def line(self) -> int:
        return self.node.start_mark.line + 1

    @property
    def readable(self) -> bool:
        """Whether it has keys at all; a mistake is noted where it has none."""
        return isinstance(self.node, yaml.MappingNode)

    def has(self, key: str) -> bool:
        return key in self._values

    def lacks(self, key: str) -> bool:
        """Whether nothing stands under a key, nor under one that was surely meant for it."""
        return self.readable and key not in self._noted and not self.size(key)

    def is_plain(self, key: str) -> bool:
        """Whether one plain value stands there, and no block or list."""
        return isinstance(self._values.get(key), yaml.ScalarNode)

    def wrong(self, at: yaml.Node | str | None, words: str) -> None:
        """Note a mistake at a node, at the value of a key, or (None) at the block."""
        node = self._values.get(at, self.node) if isinstance(at, str) else at or self.node
        mark = node.start_mark
        self.mistakes.append(Mistake(mark.line + 1, mark.column + 1, words))

    def required(self, key: str, check: Callable[[str], T]) -> T | None:
        if self.lacks(key):
            self.wrong(None, f"{self._what} needs {key}; add {key}: …")
            return None
        return self.value(key, check)

    def value(self, key: str, check: Callable[[str], T]) -> T | None:
        """The checked value; None where there is none or it is wrong, which is noted."""
        node = self._values.get(key)
        return None if node is None else self._checked(key, node, check)

    def flag(self, key: str, *, otherwise: bool) -> bool:
        return self.value(key, _boolean) if self.has(key) else otherwise  # type: ignore[return-value]  # a wrong flag ends in an error

    def values(self, key: str, check: Callable[[str], T]) -> list[T]:
        """The values of a list that are right; wrong ones are noted."""
        checked = [self._checked(key, node, check) for node in self._entries(key)]
        return [value for value in checked if value is not None]

    def texts_within(self, key: str, inner: str) -> list[str]:
        """What the blocks of a list say under a key, unchecked: their own reading tells mistakes"""
        node = self._values.get(key)
        entries = node.value if isinstance(node, yaml.SequenceNode) else []
        return [
            value.value
            for entry in entries
            if isinstance(entry, yaml.MappingNode)
            for name, value in entry.value
            if name.value == inner and isinstance(value, yaml.ScalarNode)
        ]

    def size(self, key: str) -> int:
        """How many entries the list has, right or wrong; -1 for what is no list."""
        node = self._values.get(key)
        if node is None:
            return 0
        return len(node.value) if isinstance(node, yaml.SequenceNode) else -1

    def block(self, key: str, what: str, keys: Sequence[str]) -> "Block | None":
        node = self._values.get(key)
        return Block(node, what, keys, self.mistakes) if node else None

    def blocks(self, key: str, what: str, keys: Sequence[str]) -> "list[Block]":
        return [Block(node, what, keys, self.mistakes) for node in self._entries(key)]

    def _take_keys(self, node: yaml.MappingNode, keys: Sequence[str]) -> None:
        for key_node, value in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            if key not in keys:
                self.wrong(key_node, f"{self._what} has no {_short(key)}; {_advice(key, keys)}")
                self._noted.update(_meant(key, keys))
            elif key in self._values:
                line = self._values[key].start_mark.line + 1
                self.wrong(key_node, f"{key} stands twice, before on line {line}; keep one")
            elif _empty(value):
                self.wrong(key_node, f"{key} has no value; give it one, or delete the line")
                self._noted.add(key)
            else:
                self._values[key] = value

    def _entries(self, key: str) -> list[yaml.Node]:
        node = self._values.get(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(node, f"{key} is a list; write each entry after a -, or all in [ ]")
            return []
        return list(node.value)

    def _checked(self, key: str, node: yaml.Node, check: Callable[[str], T]) -> T | None:
        if not isinstance(node, yaml.ScalarNode) or _empty(node):
            self.wrong(node, f"{key}: write one plain value here")
            return None
        try:
            return check(node.value)
        except BadValue as error:
            self.wrong(node, f"{key}: {error}")
            return None


def _boolean(text: str) -> bool:
    if text.lower() not in _BOOLEANS:
        raise BadValue(f"{_short(text)} is neither; write true or false")
    return bool(_BOOLEANS[text.lower()])


def _empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and (
        node.tag.endswith(":null") or not node.value.strip()
    )


def _advice(key: str, keys: Sequence[str]) -> str:
    close = _meant(key, keys)
    return f"did you mean {close[0]}?" if close else f"it may have {_either(keys, 'and')}"


def _meant(key: str, keys: Sequence[str]) -> list[str]:
    """The key that one which is not known was surely meant for; none where that is not clear."""
    return difflib.get_close_matches(key.lower(), keys, n=1, cutoff=0.7)


def _either(keys: Sequence[str], joint: str) -> str:
    return keys[0] if len(keys) == 1 else f"{', '.join(keys[:-1])} {joint} {keys[-1]}"


def _short(text: str) -> str:
    return f'"{text[:60]}"'
