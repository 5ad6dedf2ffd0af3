"""A page of memory that a test shares with the program it kills: the clock, and when to die."""

import mmap
import os
import signal
import struct
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from foxo_bot.sandbox.clock import Clock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = struct.Struct("<q")
_CLOCK, _WATCHING, _DIED, _FIRST_WORDS = 0, 8, 16, 24
_TARGET, _TAKEN = 200, 32_000
_SIZE = _FIRST_WORDS + _TARGET + _TAKEN

Step = tuple[str, int]
"""What is done, and for the how manieth time since the watch began."""


class Board:
    """Written by the test (the clock, the step to die at) and by the program (its steps)."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(_SIZE))
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), _SIZE)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        return _EPOCH + timedelta(microseconds=self._number(_CLOCK))

    def set_now(self, now: datetime) -> None:
        self._set(_CLOCK, (now - _EPOCH) // timedelta(microseconds=1))

    def watch(self, die_at: Step | None = None) -> None:
        """Write down every step from now on; let the program die when it has done this one."""
        self.rest()
        self._set(_DIED, 0)
        target = f"{die_at[0]}#{die_at[1]}" if die_at else ""
        self._put(_FIRST_WORDS, _TARGET, target)
        self._put(_FIRST_WORDS + _TARGET, _TAKEN, "")
        self._set(_WATCHING, 1)

    def rest(self) -> None:
        """Stop watching: the program lives, if it has not died yet."""
        self._set(_WATCHING, 0)

    def step(self, done: str) -> None:
        """The program has done something; where it is what it must die at, this never returns."""
        with self._lock:
            if not self._number(_WATCHING):
                return
            taken = [*self.taken, done]
            self._put(_FIRST_WORDS + _TARGET, _TAKEN, "\n".join(taken))
            if self._words(_FIRST_WORDS, _TARGET) == f"{done}#{taken.count(done)}":
                self._set(_DIED, 1)
                os.kill(os.getpid(), signal.SIGKILL)
                signal.pause()  # the kernel is about to end this thread too

    @property
    def taken(self) -> list[str]:
        """What the program has done since the watch began."""
        return self._words(_FIRST_WORDS + _TARGET, _TAKEN).splitlines()

    @property
    def died(self) -> bool:
        """Whether the program came to the step it had to die at."""
        return bool(self._number(_DIED))

    def _number(self, at: int) -> int:
        return int(_NUMBER.unpack_from(self._memory, at)[0])

    def _set(self, at: int, number: int) -> None:
        _NUMBER.pack_into(self._memory, at, number)

    def _words(self, at: int, room: int) -> str:
        return self._memory[at : at + room].rstrip(b"\0").decode()

    def _put(self, at: int, room: int, words: str) -> None:
        self._memory[at : at + room] = words.encode().ljust(room, b"\0")


class BoardClock(Clock):
    """The stand-ins' clock, which the program reads from the board."""

    def __init__(self, start: datetime, board: Board) -> None:
        super().__init__(start, rate=0)
        self._board = board
        board.set_now(start)

    def advance(self, by: timedelta) -> datetime:
        now = super().advance(by)
        self._board.set_now(now)
        return now
