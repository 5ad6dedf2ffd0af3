"""What stands before every address: what goes wrong, the token, the rate."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from foxo_bot.sandbox.faults import Fault, Faults, Kind
from foxo_bot.sandbox.serving import hang_up
from foxo_bot.sandbox.teams.connector.messages import Messages, concerned
from foxo_bot.sandbox.teams.connector.rosters import Rosters
from foxo_bot.sandbox.teams.errors import ConnectorError
from foxo_bot.sandbox.teams.login import Login
from foxo_bot.sandbox.teams.nouns import ConnectorCall
from foxo_bot.sandbox.teams.rates import Rates
from foxo_bot.sandbox.teams.world import World
from foxo_bot.sandbox.wire import Json

_MOST_BODY = 1_000_000
_WRITES = frozenset({"activities.send", "activities.update", "conversations.create"})

Do = Callable[[], Response]


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that an address may need."""

    world: World
    login: Login
    messages: Messages
    rosters: Rosters
    rates: Rates
    faults: Faults


async def json_of(request: Request) -> Json:
    """The body as an object; anything else is refused by what reads it."""
    raw = await request.body()
    try:
        found = json.loads(raw) if len(raw) <= _MOST_BODY else None
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


async def answered(request: Request, desk: Desk, method: str, body: Json, do: Do) -> Response:
    """A connector call: first what goes wrong, then the token, the rate, and the work."""
    args = {name: str(value) for name, value in request.path_params.items()} | concerned(body)
    authorized = desk.login.authorized(request.headers.get("authorization", ""))
    desk.world.calls.append(ConnectorCall(method, args, body, authorized))

    def checked() -> Response:
        if not authorized:
            return _refused(ConnectorError("Unauthorized"))
        try:
            thread = args.get("conversation") or args.get("channel", method)
            reads = method == "members"
            if (reads or method in _WRITES) and desk.rates.exceeded(
                args["tenant"], thread, reads=reads
            ):
                return _limited(1)
            return do()
        except ConnectorError as error:
            return _refused(error)

    return await _with_faults(request, desk.faults, (method, args), checked)


async def public(request: Request, desk: Desk, method: str, do: Do) -> Response:
    """A call that needs no token."""
    return await _with_faults(request, desk.faults, (method, {}), do)


async def _with_faults(
    request: Request, faults: Faults, call: tuple[str, Json], do: Do
) -> Response:
    fault = faults.take(*call)
    if fault is None:
        return do()
    if fault.kind is not Kind.DROPS:
        return await _spoilt(request, fault, faults)
    do()
    await hang_up(request)
    return PlainTextResponse("")


async def _spoilt(request: Request, fault: Fault, faults: Faults) -> Response:
    match fault.kind:
        case Kind.RATE_LIMITED:
            return _limited(fault.retry_after)
        case Kind.ERROR:
            return _refused(ConnectorError(fault.code))
        case Kind.BROKEN:
            return PlainTextResponse("Oops", fault.status)
        case Kind.HANGS:
            await faults.hold()
    await hang_up(request)
    return PlainTextResponse("")


def _refused(error: ConnectorError) -> Response:
    return JSONResponse(error.body(), error.status)


def _limited(retry_after: int) -> Response:
    error = ConnectorError("RateLimitExceeded")
    return JSONResponse(error.body(), error.status, {"Retry-After": str(retry_after)})
