"""Every transport beside its vendor's stand-in, each ready to go wrong in the same ways.

A new transport is one function here and one line in VENDORS.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from foxo_bot.cards.notice import Mail
from foxo_bot.delivery.transport import Parcel, Transport
from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.mail.server import MailServer
from foxo_bot.sandbox.slack.server import Slack
from foxo_bot.sandbox.twilio.server import Twilio
from foxo_bot.settings import Settings
from foxo_bot.transports import email, slack, sms
from tests.stub_front import StubFront


@dataclass(frozen=True, slots=True)
class Vendor:
    """A transport, something to send, the faults of its vendor, and how many messages arrived."""

    transport: Transport
    parcel: Parcel
    faults: dict[str, Callable[[], object]]
    heal: Callable[[], object]
    arrived: Callable[[], int]


Beside = Callable[[], AbstractAsyncContextManager[Vendor]]


def _clock() -> Clock:
    return Clock(datetime(2026, 3, 1, 3, 0, tzinfo=UTC), rate=0)


@asynccontextmanager
async def beside_twilio() -> AsyncIterator[Vendor]:
    async with Twilio(_clock()) as twilio:
        settings = Settings(
            _env_file=None,
            foxo_public_url="https://foxo.example",
            twilio_api_url=twilio.url,
            twilio_account_sid=twilio.world.account_sid,
            twilio_auth_token=twilio.world.auth_token,
            twilio_from=twilio.world.numbers[0],
        )
        transport = sms.build(settings, StubFront(), twilio.clock.now)
        yield Vendor(
            transport,
            Parcel(reference="1", address="+61491570156", body="Foxo: one"),
            faults={
                "429": lambda: twilio.faults.rate_limited("Messages", retry_after=3),
                "500": lambda: twilio.faults.broken("Messages", status=500),
                "503": lambda: twilio.faults.broken("Messages", status=503),
                "hang": lambda: twilio.faults.hangs("Messages"),
                "drop": lambda: twilio.faults.drops("Messages"),
                "permanent": lambda: twilio.faults.error("21211", "Messages"),
            },
            heal=twilio.faults.clear,
            arrived=lambda: len(twilio.sent),
        )
        await transport.close()


@asynccontextmanager
async def beside_mail() -> AsyncIterator[Vendor]:
    async with MailServer() as server:
        settings = Settings(_env_file=None, smtp_url=server.url, email_from="foxo@hospital.example")
        transport = email.build(settings, StubFront(), _clock().now)
        box = server.mailbox("lead@northside.example")

        def becomes(*, busy: bool = False, hangs: bool = False, drops: bool = False) -> None:
            server.busy, server.hangs, server.drops = busy, hangs, drops
            box.accepts()

        yield Vendor(
            transport,
            Parcel(reference="1", address=box.address, body=Mail("s", "p", "<p>h</p>")),
            faults={
                "429": box.defers,
                "500": lambda: setattr(box, "refuses", "451 4.3.0 Local error"),
                "503": lambda: becomes(busy=True),
                "hang": lambda: becomes(hangs=True),
                "drop": lambda: becomes(drops=True),
                "permanent": box.bounces,
            },
            heal=becomes,
            arrived=lambda: len({mail.message["Message-ID"] for mail in box.mails}),
        )
        await transport.close()


@asynccontextmanager
async def beside_slack() -> AsyncIterator[Vendor]:
    """Slack's 5xx leave it open whether the work was done; its own codes for a refusal do not."""
    async with Slack(_clock()) as vendor:
        vendor.world.workspace("T0HOME", "Northside")
        vendor.world.channel("C0WARD", "ward", "T0HOME")
        settings = Settings(
            _env_file=None,
            slack_bot_token=vendor.token("T0HOME"),
            slack_signing_secret=vendor.world.app.signing_secret,
            slack_api_url=vendor.api_url,
        )
        timing = slack.Timing(request=0.2)
        transport = slack.build(settings, StubFront(), vendor.clock.now, timing)
        yield Vendor(
            transport,
            Parcel(reference="1", address="C0WARD", body="Foxo: one", workspace="T0HOME"),
            faults={
                "429": lambda: vendor.faults.rate_limited("chat.postMessage", retry_after=3),
                "500": lambda: vendor.faults.error("service_unavailable", "chat.postMessage"),
                "503": lambda: vendor.faults.error("team_added_to_org", "chat.postMessage"),
                "hang": lambda: vendor.faults.hangs("chat.postMessage"),
                "drop": lambda: vendor.faults.drops("chat.postMessage"),
                "permanent": lambda: vendor.faults.error("channel_not_found", "chat.postMessage"),
            },
            heal=vendor.faults.clear,
            arrived=lambda: len(vendor.channel("C0WARD").posts),
        )
        await transport.close()


VENDORS: dict[str, Beside] = {
    "slack": beside_slack,
    "sms": beside_twilio,
    "email": beside_mail,
}
