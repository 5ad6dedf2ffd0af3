"""What can be made to go wrong at an HTTP vendor, switched on and off while it runs."""

import asyncio
from dataclasses import dataclass, field
from enum import Enum

from foxo_bot.sandbox.wire import Json


class Kind(Enum):
    """How a request goes wrong."""

    RATE_LIMITED = "answers 429 with Retry-After"
    BROKEN = "answers with an HTTP error status"
    ERROR = "answers with the vendor's own error code"
    HANGS = "accepts the request and never answers"
    DROPS = "does the work, then cuts the connection without answering"
    REFUSES = "cuts the connection without doing the work"


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong: for a method (None: all), for requests with these arguments."""

    kind: Kind
    method: str | None = None
    matching: dict[str, str] = field(default_factory=dict)
    times: int | None = None
    status: int = 500
    retry_after: int = 1
    code: str = ""

    def fits(self, method: str, args: Json) -> bool:
        """Whether this fault concerns that request."""
        if self.times == 0 or self.method not in {None, method}:
            return False
        return all(str(args.get(name)) == value for name, value in self.matching.items())


class Faults:
    """The faults now switched on; `times` None lasts until it is cleared.

    `matching` narrows a fault to requests with these arguments, such as `channel="C1"`.
    """

    def __init__(self) -> None:
        self.on: list[Fault] = []
        self._lifted = asyncio.Event()

    def rate_limited(
        self,
        method: str | None = None,
        *,
        retry_after: int = 1,
        times: int | None = None,
        **matching: str,
    ) -> Fault:
        """Answer 429."""
        return self._add(Fault(Kind.RATE_LIMITED, method, matching, times, retry_after=retry_after))

    def broken(
        self,
        method: str | None = None,
        *,
        status: int = 500,
        times: int | None = None,
        **matching: str,
    ) -> Fault:
        """Answer with an HTTP status, the body not JSON."""
        return self._add(Fault(Kind.BROKEN, method, matching, times, status=status))

    def error(
        self,
        code: str,
        method: str | None = None,
        *,
        times: int | None = None,
        **matching: str,
    ) -> Fault:
        """Answer with the vendor's error code."""
        return self._add(Fault(Kind.ERROR, method, matching, times, code=code))

    def hangs(
        self, method: str | None = None, *, times: int | None = None, **matching: str
    ) -> Fault:
        """Accept and never answer, until cleared."""
        return self._add(Fault(Kind.HANGS, method, matching, times))

    def drops(
        self, method: str | None = None, *, times: int | None = None, **matching: str
    ) -> Fault:
        """Do the work, then cut the connection."""
        return self._add(Fault(Kind.DROPS, method, matching, times))

    def refuses(
        self, method: str | None = None, *, times: int | None = None, **matching: str
    ) -> Fault:
        """Cut the connection before doing anything."""
        return self._add(Fault(Kind.REFUSES, method, matching, times))

    def take(self, method: str, args: Json, *, by_name: bool = False) -> Fault | None:
        """The fault that befalls this request, counted as used.

        `by_name`: this request lies outside the vendor's API, so only a fault that names it does.
        """
        for fault in self.on:
            if by_name and fault.method is None:
                continue
            if fault.fits(method, args):
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None

    def clear(self) -> None:
        """Switch everything off; requests left hanging are let go."""
        self.on.clear()
        self._lifted.set()
        self._lifted = asyncio.Event()

    async def hold(self) -> None:
        """Hang until the faults are cleared."""
        await self._lifted.wait()

    def _add(self, fault: Fault) -> Fault:
        self.on.append(fault)
        return fault
