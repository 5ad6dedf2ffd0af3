"""Commands over HTTP: rounds in which our program and the floor are asked in turns."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from foxo_bot.bench import load
from foxo_bot.bench.servers import Server
from foxo_bot.bench.table import Round


@dataclass(frozen=True, slots=True)
class Command:
    """A command as Slack sends it."""

    secret: str
    fields: dict[str, str]

    def signed(self, count: int) -> list[bytes]:
        """So many requests, signed now."""
        return load.signed(self.secret, self.fields, count)


def ask(server: Server, command: Command, count: int) -> list[float]:
    """Milliseconds of each of so many requests, sent one after another."""
    return [seconds * 1000 for seconds in load.times(server.port, command.signed(count))]


def p50(sides: Sequence[Server], command: Command, *, blocks: int, requests: int) -> Round:
    """Median milliseconds of one client; the sides change turns after each block of requests."""
    found: list[list[float]] = [[] for _ in sides]
    for _ in range(blocks):
        for side, times in zip(sides, found, strict=True):
            times.extend(ask(side, command, requests))
    return Round(*map(median, found))


def rate(sides: Sequence[Server], command: Command, *, clients: int, seconds: float) -> Round:
    """Answers a second to so many clients, one side after the other."""
    requests = command.signed(50 * clients)
    return Round(
        *(load.rate(side.port, requests, clients=clients, seconds=seconds) for side in sides)
    )
