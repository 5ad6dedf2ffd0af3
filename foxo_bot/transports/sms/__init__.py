"""SMS through Twilio, which tells what became of them and what people reply; or a gateway."""

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter

from foxo_bot.delivery.transport import Parcel, Sent, Transport
from foxo_bot.handlers.ports import Front
from foxo_bot.settings import Settings
from foxo_bot.transports.sms.api import TwilioApi
from foxo_bot.transports.sms.inbound import Inbound
from foxo_bot.transports.sms.sender import Sender
from foxo_bot.transports.sms.taken import Taken


class SmsTransport:
    """The way to reach people by SMS. `router` holds the addresses that Twilio calls."""

    name = "sms"
    hears = True

    def __init__(self, settings: Settings, front: Front, clock: Callable[[], datetime]) -> None:
        self._api = TwilioApi(settings)
        taken = Taken(self._api, clock)
        self._sender = Sender(settings, self._api, taken)
        self.router: APIRouter = Inbound(
            settings=settings, front=front, clock=clock, taken=taken
        ).router

    async def send(self, parcel: Parcel) -> Sent:
        """Hand one SMS to Twilio; raises TryLater or Undeliverable."""
        return await self._sender.send(parcel)

    def health(self) -> str | None:
        """What stands in the way of every SMS at the moment, None if nothing is known to."""
        return self._sender.trouble

    async def close(self) -> None:
        """Let go of connections."""
        await self._api.close()


def build(settings: Settings, front: Front, clock: Callable[[], datetime]) -> Transport:
    """The SMS transport for these settings; SettingsError where SMS_URL is not one."""
    if settings.twilio_configured:
        return SmsTransport(settings, front, clock)
    # Apprise takes a third of a second to load, and only those who use it need wait for it.
    from foxo_bot.transports.sms.gateway import GatewayTransport  # noqa: PLC0415

    return GatewayTransport(settings)
