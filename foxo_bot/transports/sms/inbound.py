"""What Twilio tells us: replies of people, and what became of messages."""

import logging
import re
from collections.abc import Callable
from datetime import datetime
from urllib.parse import parse_qsl

from fastapi import APIRouter, HTTPException, Request, Response
from starlette.datastructures import ImmutableMultiDict
from twilio.request_validator import (  # type: ignore[import-untyped]  # twilio ships no types
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)
from twilio.twiml.messaging_response import (  # type: ignore[import-untyped]  # no types
    MessagingResponse,
)

from foxo_bot.cards.lines import line_text
from foxo_bot.handlers.interaction import Done, Interaction, Kind, PlatformUser, Reply, Tell
from foxo_bot.handlers.news import Reachable, Receipt
from foxo_bot.handlers.ports import Front
from foxo_bot.settings import Settings
from foxo_bot.transports.sms.errors import explain_failure
from foxo_bot.transports.sms.opting import opting
from foxo_bot.transports.sms.taken import Taken

log = logging.getLogger(__name__)

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_LONGEST = 1600
"""Characters in one SMS at Twilio (error 21617 beyond)."""

Params = ImmutableMultiDict[str, str]


class Inbound:
    """The two addresses that Twilio calls. Nothing is believed that Twilio did not sign."""

    def __init__(
        self,
        *,
        settings: Settings,
        front: Front,
        clock: Callable[[], datetime],
        taken: Taken,
    ) -> None:
        self._public_url = settings.foxo_public_url
        self._validator = RequestValidator(settings.twilio_auth_token)
        self._front = front
        self._clock = clock
        self._taken = taken
        self.router = APIRouter(include_in_schema=False)
        self.router.add_api_route("/twilio/sms", self.sms, methods=["POST"])
        self.router.add_api_route("/twilio/status", self.status, methods=["POST"])

    async def sms(self, request: Request) -> Response:
        """A person wrote an SMS; they are answered in the response."""
        params = await self._signed(request)
        sender, sid = _need(params, "From"), _need(params, "MessageSid")
        if not _E164.fullmatch(sender):
            raise HTTPException(400)
        choice = opting(params)
        if choice is not None:
            if choice.reachable is not None:
                await self._front.hear(Reachable(sender, choice.reachable, self._clock()))
            if choice.ends_there:
                return _twiml("")
        reply = await self._front.dispatch(
            Interaction(
                kind=Kind.MESSAGE,
                name="sms_reply",
                actor=PlatformUser(transport="sms", user=sender, workspace=None, via="twilio"),
                now=self._clock(),
                text=params.get("Body", ""),
                once=f"sms:{sid}",
            )
        )
        return _twiml(_words(reply))

    async def status(self, request: Request) -> Response:
        """What became of an SMS. It may arrive before the answer to our own request has."""
        params = await self._signed(request)
        sid, status = _need(params, "MessageSid"), _need(params, "MessageStatus")
        reference = request.query_params.get("reference") or None
        if reference:
            self._taken.hear(reference, sid)
        receipt = self._receipt(status, params, reference=reference, sid=sid)
        if receipt is not None:
            await self._front.hear(receipt)
        return Response(status_code=204)

    def _receipt(
        self, status: str, params: Params, *, reference: str | None, sid: str
    ) -> Receipt | None:
        if status in {"delivered", "read"}:
            return Receipt("sms", True, self._clock(), reference, sid)
        if status not in {"undelivered", "failed"}:
            return None
        code = params.get("ErrorCode", "")
        trouble = explain_failure(int(code) if code.isdecimal() else 0)
        return Receipt(
            transport="sms",
            delivered=False,
            now=self._clock(),
            reference=reference,
            vendor_id=sid,
            reason=code if code.isdecimal() else status,
            words=trouble.words,
            address_dead=trouble.dead,
            address=params.get("To", ""),
        )

    async def _signed(self, request: Request) -> Params:
        """The form in a request that Twilio signed; otherwise 401, or 400 if it is no form."""
        query = request.url.query
        url = self._public_url + request.url.path + (f"?{query}" if query else "")
        params, readable = _form(await request.body())
        signature = request.headers.get(SIGNATURE_HEADER, "")
        algorithm = get_signature_algorithm(request.headers.get(SIGNATURE_SETTINGS_HEADER))
        if not self._validator.validate(url, params, signature, algorithm):
            log.warning("Refused a request to %s that Twilio did not sign", request.url.path)
            raise HTTPException(401)
        if not readable:
            raise HTTPException(400)
        return params


def _form(body: bytes) -> tuple[Params, bool]:
    try:
        pairs = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, strict_parsing=True, errors="strict"
        )
    except ValueError:
        return ImmutableMultiDict(), False
    return ImmutableMultiDict(pairs), True


def _need(params: Params, name: str) -> str:
    value = params.get(name, "")
    if not value:
        raise HTTPException(400)
    return value


def _words(reply: Reply) -> str:
    match reply:
        case Tell(line) | Done(line):
            return line_text(line)[:_LONGEST]
        case _:
            log.error("An SMS cannot carry a reply of kind %s", type(reply).__name__)
            return ""


def _twiml(text: str) -> Response:
    answer = MessagingResponse()
    if text:
        answer.message(text)
    return Response(str(answer), media_type="text/xml")
