"""Every transport beside its vendor's stand-in, each ready to go wrong in the same ways.

A new transport is one function here and one line in VENDORS.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from unittest.mock import patch

import aiohttp

from foxo_bot.cards.notice import Mail
from foxo_bot.delivery.transport import Parcel, Transport
from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.mail.server import MailServer
from foxo_bot.sandbox.slack.server import Slack
from foxo_bot.sandbox.teams.server import Teams
from foxo_bot.sandbox.twilio.server import Twilio
from foxo_bot.settings import Settings
from foxo_bot.transports import email, slack, sms, teams
from foxo_bot.transports.email import server as email_server
from foxo_bot.transports.sms import api as sms_api
from tests.stub_front import StubFront
from tests.transports.teams.stand import HOME, RADIOLOGY, people_the_world, settings_for


@dataclass(frozen=True, slots=True)
class Vendor:
    """A transport, something to send, the faults of its vendor, and how many messages arrived.

    `sees_doubles`: what the vendor took without our hearing of it can be told from what it did not.
    `takes_away` deletes at a chat platform what arrived there.
    """

    transport: Transport
    parcel: Parcel
    faults: dict[str, Callable[[], object]]
    heal: Callable[[], object]
    arrived: Callable[[], int]
    sees_doubles: bool = True
    takes_away: Callable[[], object] | None = None


class Beside(Protocol):
    """A transport beside its vendor, which gives up on one that hangs after `patience` seconds."""

    def __call__(self, *, patience: float = 30) -> AbstractAsyncContextManager[Vendor]: ...


def _clock() -> Clock:
    return Clock(datetime(2026, 3, 1, 3, 0, tzinfo=UTC), rate=0)


@asynccontextmanager
async def beside_twilio(*, patience: float = 30) -> AsyncIterator[Vendor]:
    async with Twilio(_clock()) as twilio:
        settings = Settings(
            _env_file=None, foxo_public_url="https://foxo.example", **twilio.settings()
        )
        transport = sms.build(settings, StubFront(), twilio.clock.now)
        limits = aiohttp.ClientTimeout(total=patience)
        with patch.object(sms_api, "TIMEOUT", limits):
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
async def beside_mail(*, patience: float = 30) -> AsyncIterator[Vendor]:
    async with MailServer() as server:
        settings = Settings(_env_file=None, smtp_url=server.url, email_from="foxo@hospital.example")
        transport = email.build(settings, StubFront(), _clock().now)
        box = server.mailbox("lead@northside.example")

        def becomes(*, busy: bool = False, hangs: bool = False, drops: bool = False) -> None:
            server.busy, server.hangs, server.drops = busy, hangs, drops
            box.accepts()

        with patch.object(email_server, "TIMEOUT", patience):
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
async def beside_slack(*, patience: float = 30) -> AsyncIterator[Vendor]:
    """Slack's 5xx leave it open whether the work was done; its own codes for a refusal do not."""
    async with Slack(_clock()) as vendor:
        vendor.world.workspace("T0HOME", "Northside")
        vendor.world.channel("C0WARD", "ward", "T0HOME")
        settings = Settings(_env_file=None, **vendor.settings("T0HOME"))
        timing = slack.Timing(request=patience)
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
            takes_away=lambda: setattr(vendor.channel("C0WARD").last.message, "deleted", True),
        )
        await transport.close()


@asynccontextmanager
async def beside_teams(*, patience: float = 30) -> AsyncIterator[Vendor]:
    """Teams keeps no reference of ours and lets nothing be searched."""
    clock = _clock()
    async with Teams(clock) as vendor:
        people_the_world(vendor)
        timing = teams.Timing(request=patience)
        transport = teams.build(settings_for(vendor), StubFront(), clock.now, timing)
        posting = "conversations.create"
        yield Vendor(
            transport,
            Parcel(reference="1", address=RADIOLOGY, body="Foxo: one", workspace=HOME),
            faults={
                "429": lambda: vendor.faults.rate_limited(posting, retry_after=3),
                "500": lambda: vendor.faults.broken(posting, status=500),
                "503": lambda: vendor.faults.broken(posting, status=503),
                "hang": lambda: vendor.faults.hangs(posting),
                "drop": lambda: vendor.faults.drops(posting),
                "permanent": lambda: vendor.faults.error("ConversationNotFound", posting),
            },
            heal=vendor.faults.clear,
            arrived=lambda: len(vendor.channel(RADIOLOGY).posts),
            sees_doubles=False,
            takes_away=lambda: setattr(vendor.channel(RADIOLOGY).last.message, "deleted", True),
        )
        await transport.close()


VENDORS: dict[str, Beside] = {
    "slack": beside_slack,
    "teams": beside_teams,
    "sms": beside_twilio,
    "email": beside_mail,
}

CHATS = {name: VENDORS[name] for name in ("slack", "teams")}
"""Those that redraw what they said."""
