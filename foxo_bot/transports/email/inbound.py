"""What mail servers tell of mail that they had taken."""

import hmac
from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, HTTPException, Request, Response

from foxo_bot.handlers.news import Receipt
from foxo_bot.handlers.ports import Front
from foxo_bot.settings import Settings
from foxo_bot.signing import Signer
from foxo_bot.transports.email.bounces import LARGEST, Bounce, read


def receipt(bounce: Bounce, now: datetime) -> Receipt:
    """The bounce as news."""
    return Receipt(
        transport="email",
        delivered=False,
        now=now,
        vendor_id=bounce.message_id,
        reason=bounce.reason,
        words=bounce.words,
        address_dead=bounce.address_dead,
        address=bounce.address,
    )


def address(settings: Settings) -> str:
    """Where a mail server on another machine posts delivery reports."""
    badge = Signer(settings.foxo_secret_key).badge("bounce")
    return f"{settings.foxo_public_url}/email/bounce/{badge}"


class Inbound:
    """The address at which delivery reports arrive, as they are: one message, raw."""

    def __init__(self, settings: Settings, front: Front, clock: Callable[[], datetime]) -> None:
        self._badge = Signer(settings.foxo_secret_key).badge("bounce")
        self._front = front
        self._clock = clock
        self.router = APIRouter(include_in_schema=False)
        self.router.add_api_route("/email/bounce/{token}", self.bounce, methods=["POST"])

    async def bounce(self, token: str, request: Request) -> Response:
        """204 for whatever is taken, also where it reports nothing: mail must never come back."""
        if not hmac.compare_digest(token.encode(), self._badge.encode()):
            raise HTTPException(404)
        raw = bytearray()
        async for chunk in request.stream():
            raw += chunk
            if len(raw) > LARGEST:
                break
        found = read(bytes(raw))
        if found is not None:
            await self._front.hear(receipt(found, self._clock()))
        return Response(status_code=204)
