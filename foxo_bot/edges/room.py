"""How much of what people send is held in memory at one moment, over all requests."""

from collections.abc import Iterator
from contextlib import contextmanager


class Room:
    """So many bytes, of which whoever receives something takes a share while they hold it."""

    def __init__(self, most: int) -> None:
        self._free = most

    @contextmanager
    def share(self) -> Iterator["Share"]:
        """A share, given back at the end."""
        share = Share(self)
        try:
            yield share
        finally:
            share.let_go()

    def take(self, size: int) -> bool:
        """Whether so many bytes more were free."""
        if size > self._free:
            return False
        self._free -= size
        return True

    def give_back(self, size: int) -> None:
        """They are free again."""
        self._free += size


class Share:
    """What one request holds."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._held = 0

    def grow(self, size: int) -> bool:
        """Hold so many bytes more; False where there is no room for them."""
        if not self._room.take(size):
            return False
        self._held += size
        return True

    def let_go(self) -> None:
        """Hold nothing."""
        self._room.give_back(self._held)
        self._held = 0
