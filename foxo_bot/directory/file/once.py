"""What may stand in a directory file, or in a part of it, only once. Pure."""

from foxo_bot.directory.file.blocks import Block


class Once:
    """Notes whatever stands a second time."""

    def __init__(self, words: str) -> None:
        """`words` say what is wrong, with {what} for what stands there twice."""
        self._words = words
        self._lines: dict[str, int] = {}

    def check(self, block: Block, key: str, what: str | None) -> None:
        """`what` was said by the block's key; upper and lower case are the same."""
        if not what:
            return
        before = self._lines.get(what.casefold())
        if before is None:
            self._lines[what.casefold()] = block.line
            return
        words = self._words.format(what=what)
        block.wrong(key, f"{key}: {words} (line {before}); keep it in one place")
