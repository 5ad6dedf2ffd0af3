"""The addresses of the sandbox's Twilio."""

from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from foxo_bot.sandbox.faults import Fault, Faults, Kind
from foxo_bot.sandbox.serving import hang_up
from foxo_bot.sandbox.twilio.api import Api, message_json
from foxo_bot.sandbox.twilio.errors import TwilioError
from foxo_bot.sandbox.twilio.world import Sms
from foxo_bot.sandbox.wire import Json

_ROOT = "/2010-04-01/Accounts/{account_sid}"


def build(api: Api, faults: Faults, accepted: Callable[[Sms], None]) -> FastAPI:
    """The application; `accepted` hears of every message taken."""
    app = FastAPI(openapi_url=None)

    @app.post(_ROOT + "/Messages.json")
    async def create(request: Request) -> Response:
        form = dict(await request.form())

        def do() -> Response:
            sms = api.send(form)
            accepted(sms)
            return JSONResponse(message_json(api.world, sms), 201)

        return await _answer(request, "Messages", form, api, faults, do)

    @app.get(_ROOT + "/Messages.json")
    async def listed(request: Request) -> Response:
        query = dict(request.query_params)
        return await _answer(
            request, "Messages.list", query, api, faults, lambda: JSONResponse(api.listed(query))
        )

    @app.get(_ROOT + "/Messages/{sid}.json")
    async def find(sid: str, request: Request) -> Response:
        return await _answer(
            request,
            "Messages.get",
            {"Sid": sid},
            api,
            faults,
            lambda: JSONResponse(message_json(api.world, api.find(sid))),
        )

    @app.get("/2010-04-01/Accounts/{account_sid}.json")
    async def account(request: Request) -> Response:
        return await _answer(
            request, "Accounts", {}, api, faults, lambda: JSONResponse(api.account())
        )

    return app


async def _answer(
    request: Request,
    method: str,
    args: Json,
    api: Api,
    faults: Faults,
    do: Callable[[], Response],
) -> Response:
    fault = faults.take(method, args)
    if fault is not None and fault.kind is not Kind.DROPS:
        return await _spoilt(request, fault, faults)
    try:
        api.check(request.path_params["account_sid"], request.headers.get("authorization", ""))
        answer = do()
    except TwilioError as error:
        answer = JSONResponse(error.body(), error.status)
    if fault is not None:
        await hang_up(request)
    return answer


async def _spoilt(request: Request, fault: Fault, faults: Faults) -> Response:
    match fault.kind:
        case Kind.RATE_LIMITED:
            error = TwilioError(20429)
            headers = {"Retry-After": str(fault.retry_after)}
            return JSONResponse(error.body(), error.status, headers)
        case Kind.ERROR:
            error = TwilioError(int(fault.code))
            return JSONResponse(error.body(), error.status)
        case Kind.BROKEN:
            return PlainTextResponse("Oops", fault.status)
        case Kind.HANGS:
            await faults.hold()
    await hang_up(request)
    return PlainTextResponse("")
