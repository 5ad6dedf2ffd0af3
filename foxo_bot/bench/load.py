"""Signed commands over connections that stay open: how long one takes, how many pass a second.

Plain sockets, so that the measuring costs as little as possible beside what is measured.
"""

import re
import selectors
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import cycle
from time import perf_counter, sleep
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from foxo_bot.bench.faults import BenchError
from foxo_bot.sandbox.clock import wall_seconds
from foxo_bot.sandbox.slack.front.courier import sign

SILENCE = 10.0
"""Seconds without an answer after which the measurement is given up."""

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_FORM = "application/x-www-form-urlencoded"


def signed(secret: str, fields: dict[str, str], count: int) -> list[bytes]:
    """So many whole HTTP requests, signed now, each with a trigger of its own as Slack's have."""
    return [_request(secret, fields | {"trigger_id": f"{n}.1.{n:032x}"}) for n in range(count)]


def posted(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """A whole HTTP request; its body is JSON where the headers do not say otherwise."""
    usual = {"host": "127.0.0.1", "content-type": "application/json"}
    sent = {**usual, **headers, "content-length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode("latin-1") + body


def times(port: int, requests: Sequence[bytes], *, pause: float = 0) -> list[float]:
    """Seconds from each request to its answer, of one client that sends one after another.

    `pause` seconds pass before each, in which what the one before it set off is done.
    """
    found = []
    with _Connection(port) as connection:
        for request in requests:
            sleep(pause)
            began = perf_counter()
            connection.send(request)
            while not connection.answered():
                pass
            found.append(perf_counter() - began)
    return found


def rate(port: int, requests: Sequence[bytes], *, clients: int, seconds: float) -> float:
    """Answers a second to so many clients, each of which sends when it has its answer."""
    waiting = cycle(requests)
    with ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        for _ in range(clients):
            connection = stack.enter_context(_Connection(port))
            selector.register(connection, selectors.EVENT_READ)
            connection.send(next(waiting))
        began = perf_counter()
        answers = 0
        while perf_counter() - began < seconds:
            answers += _turn(selector, waiting)
        return answers / (perf_counter() - began)


def _turn(selector: selectors.BaseSelector, waiting: Iterator[bytes]) -> int:
    """Take what has come, and send as many again; how many were answered."""
    answers = 0
    ready = selector.select(SILENCE)
    if not ready:
        raise BenchError("a program under load stopped answering")
    for key, _ in ready:
        connection = key.fileobj
        assert isinstance(connection, _Connection)  # noqa: S101 - nothing else is registered
        if connection.answered():
            answers += 1
            connection.send(next(waiting))
    return answers


class _Connection:
    """One client's connection."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), SILENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._heard = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def fileno(self) -> int:
        return self._socket.fileno()

    def send(self, request: bytes) -> None:
        self._heard = b""
        self._socket.sendall(request)

    def answered(self) -> bool:
        """Read once; whether the answer is whole. BenchError where it is not a 200."""
        try:
            more = self._socket.recv(65536)
        except TimeoutError:
            raise BenchError("a program under load stopped answering") from None
        self._heard += more
        head, complete, body = self._heard.partition(b"\r\n\r\n")
        if not more or (complete and not head.startswith(b"HTTP/1.1 200 ")):
            told = head.partition(b"\r\n")[0].decode("latin-1") or "nothing"
            raise BenchError(f"a program under load answered {told}")
        length = _LENGTH.search(head)
        return bool(complete and length and len(body) >= int(length[1]))


def _request(secret: str, fields: dict[str, str]) -> bytes:
    body = urlencode(fields).encode()
    timestamp = str(int(wall_seconds()))
    headers = {
        "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "accept-encoding": "gzip,deflate",
        "accept": "application/json,*/*",
        "content-type": _FORM,
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": sign(secret, timestamp, body),
    }
    return posted("/slack/events", body, headers)
