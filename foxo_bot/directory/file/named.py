"""The humans a directory file names: each once, however often and wherever it names them. Pure."""

from collections.abc import Hashable, Iterator

from foxo_bot.directory.file import values
from foxo_bot.directory.file.blocks import Block
from foxo_bot.directory.file.entries import PersonEntry
from foxo_bot.directory.file.places import Claimed

KEYS = ("name", "slack", "teams", "email", "phone")
_ADDRESSES = ("slack", "teams", "email", "phone")
Said = dict[str, str | tuple[str, str] | None]


class Named:
    """Collects every mention of a human in one organisation, then says who they are."""

    def __init__(self, claimed: Claimed, *, country: str | None, elsewhere: dict[str, int]) -> None:
        """`elsewhere`: the Teams accounts of other organisations, with the lines they stand on."""
        self._elsewhere = elsewhere
        self._claimed = claimed
        self._country = country
        self._mentions: list[tuple[Block, Said]] = []

    def add(self, block: Block, *, slack_is_enough: bool = False) -> int:
        """Take a mention in; its number, for `people`.

        `slack_is_enough`: with a Slack user it needs no name, which Slack then tells.
        """
        named = block.value if slack_is_enough and block.has("slack") else block.required
        said: Said = {
            "name": named("name", values.name),
            "slack": block.value("slack", self._claimed.slack_user),
            "teams": block.value("teams", values.teams_user),
            "email": block.value("email", values.email),
            "phone": block.value("phone", values.phone(self._country)),
        }
        line = self._elsewhere.get(str(said["teams"]))
        if line is not None:
            block.wrong("teams", f"teams: another organisation lists them on line {line}; keep one")
        self._mentions.append((block, said))
        return len(self._mentions) - 1

    def people(self) -> tuple[tuple[PersonEntry, ...], list[int]]:
        """Every human in the order of the file, and for each mention the human's place there.

        Notes whom nothing can reach, and what is said differently in two places.
        """
        first = self._first_mentions()
        for block, said in self._mentions:
            if isinstance(said["teams"], str):
                self._elsewhere.setdefault(said["teams"], block.line)
        humans = sorted(set(first))
        mentions: dict[int, list[tuple[Block, Said]]] = {human: [] for human in humans}
        for mention, human in zip(self._mentions, first, strict=True):
            mentions[human].append(mention)
        entries = tuple(self._entry(mentions[human]) for human in humans)
        place = {human: number for number, human in enumerate(humans)}
        return entries, [place[human] for human in first]

    def _first_mentions(self) -> list[int]:
        """For each mention the number of the first one of the same human."""
        first = list(range(len(self._mentions)))
        by_key: dict[Hashable, int] = {}

        def join(one: int, other: int) -> None:
            old, new = max(first[one], first[other]), min(first[one], first[other])
            if old != new:
                first[:] = [new if number == old else number for number in first]

        for number, (_, said) in enumerate(self._mentions):
            for key in _marks(said):
                join(number, by_key.setdefault(key, number))
        for number, (block, _) in enumerate(self._mentions):
            if not any(block.has(key) for key in _ADDRESSES):
                namesake = self._namesake(number, first)
                if namesake is not None:
                    join(number, namesake)
        return first

    def _namesake(self, number: int, first: list[int]) -> int | None:
        """Who is meant by a name alone; noted where that is nobody or could be several."""
        block, said = self._mentions[number]
        found = {
            first[other]
            for other, (_, theirs) in enumerate(self._mentions)
            if theirs["name"] == said["name"] and any(theirs[key] for key in _ADDRESSES)
        }
        if len(found) == 1:
            return found.pop()
        if found:
            block.wrong(None, f"several people are called {said['name']}; add the email of one")
        elif said["name"]:
            block.wrong(None, "nothing here reaches them; add slack, teams, email or phone")
        return None

    def _entry(self, mentions: list[tuple[Block, Said]]) -> PersonEntry:
        found: Said = {}
        lines: dict[str, int] = {}
        for block, said in mentions:
            for key, value in said.items():
                if value is None:
                    continue
                if found.setdefault(key, value) != value:
                    words = f"{key}: line {lines[key]} says otherwise of this same person; "
                    block.wrong(key, words + "write the same in both, or leave it out of one")
                lines.setdefault(key, block.line)
        return PersonEntry(**{"name": "", **found})  # type: ignore[arg-type]  # each key has its own type


def _marks(said: Said) -> Iterator[Hashable]:
    """What no two humans share. A phone may be a ward's, so it counts with the name only."""
    for key in ("slack", "teams", "email"):
        if said[key]:
            yield key, said[key]
    if said["phone"] and said["name"]:
        yield "phone", said["phone"], said["name"]
