"""Starts and stops a stand-in's web application on a loopback port of the running event loop."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator
from typing import Any, cast

import uvicorn
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

_GRACE_ROUNDS = 100
_GRACE_ROUND_SECONDS = 0.005
_HANG_UP = "sandbox.hang_up"


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers and its polling: told once to start, once to stop."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()
        self.stopping = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    async def main_loop(self) -> None:
        while not self.stopping.is_set():
            await self.on_tick(0)  # writes the Date header, which the bot holds its clock against
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), 1)

    async def shutdown(
        self,
        sockets: list[socket.socket] | None = None,  # noqa: ARG002 - uvicorn's signature
    ) -> None:
        """uvicorn's own, without its fixed tenths of a second; a test stops several of these.

        A stream that is open to a browser sees first that nobody listens any more: one that is
        cancelled is reported as a failure.
        """
        state = self.server_state
        for server in self.servers:
            server.close()
        for connection in list(state.connections):
            connection.shutdown()
        await self._ended()
        for connection in list(state.connections):
            connection.transport.abort()
        await self._ended()
        for task in state.tasks:
            task.cancel()
        for server in self.servers:
            await server.wait_closed()

    async def _ended(self) -> None:
        """Wait a little until everything has ended."""
        state = self.server_state
        for _ in range(_GRACE_ROUNDS):
            if not state.connections and not state.tasks:
                return
            await asyncio.sleep(_GRACE_ROUND_SECONDS)


class Served:
    """An ASGI application on 127.0.0.1; `port` 0 takes any free one and keeps it afterwards."""

    def __init__(self, app: ASGIApp, *, port: int = 0) -> None:
        self._app = _with_hang_up(app)
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None
        self.port = port

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen; returns when connections are accepted."""
        listener = socket.create_server(("127.0.0.1", self.port))
        # asyncio does this only for sockets that name their protocol; without it answers take 40 ms
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port = listener.getsockname()[1]
        config = uvicorn.Config(
            self._app,
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="websockets-sansio",
            proxy_headers=False,
        )
        self._server = _Server(config)
        self._task = asyncio.create_task(self._server.serve(sockets=[listener]))
        await self._server.listening.wait()

    async def stop(self) -> None:
        """Stop listening and close what is open."""
        if self._server is None or self._task is None:
            return
        self._server.stopping.set()
        await self._task
        self._server = self._task = None


def _with_hang_up(app: ASGIApp) -> ASGIApp:
    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            # uvicorn hands its request cycle's bound method; its transport is the connection.
            scope[_HANG_UP] = cast("Any", send).__self__.transport.abort
        await app(scope, receive, send)

    return serve


async def hang_up(request: HTTPConnection) -> None:
    """Cut the caller's connection without a word, as a failing vendor does."""
    cast("Callable[[], None]", request.scope[_HANG_UP])()
    await asyncio.sleep(0.01)  # let the loop notice, so that whatever is answered now goes nowhere
