"""A hospital, an outside practice, and the whole program between stand-ins of its vendors."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from cryptography.fernet import Fernet

from foxo_bot import app as program
from foxo_bot.directory import apply, file
from foxo_bot.sandbox.serving import Served
from foxo_bot.sandbox.slack.people.person import Person
from foxo_bot.sandbox.slack.people.post import Post
from foxo_bot.sandbox.story import Clock, Sandbox
from foxo_bot.settings import Settings
from foxo_bot.store.db import Tx

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
KEY = Fernet.generate_key().decode()

NORTHSIDE, HILLVIEW = "T00NORTH", "T00HILL"
REGISTRAR, CLEO, CASEY, LANE = "U00REGIS", "U00CLEO", "U00CASEY", "U00LANE"
CARDIO, GP, OTHER_GP = "U00CARDIO", "U00GP", "U00GP2"
WARD, RADIOLOGY, CARDIOLOGY, REFERRALS = "C00WARD", "C00RAD", "C00CARD", "C00REF"
CLEO_PHONE, CASEY_PHONE, LANE_PHONE = "+61491570156", "+61491570157", "+61491570158"
DUTY_PHONE = "+61491570159"

DIRECTORY = f"""
organisations:
  - name: Northside Hospital
    country: AU
    slack_workspaces: [{NORTHSIDE}]
    fallback: {{name: Duty manager, phone: "{DUTY_PHONE}", email: duty@northside.example}}
    teams:
      - name: Radiology Concierge
        channels: [{{slack: {RADIOLOGY}}}]
        accepts_external: true
        members:
          - {{name: Cleo Concierge, slack: {CLEO}, email: cleo@northside.example,
             phone: "{CLEO_PHONE}"}}
          - {{name: Casey Concierge, slack: {CASEY}, email: casey@northside.example,
             phone: "{CASEY_PHONE}"}}
          - {{name: Lane Leed, role: lead, slack: {LANE}, email: lane@northside.example,
             phone: "{LANE_PHONE}"}}
      - name: Cardiology
        channels: [{{slack: {CARDIOLOGY}}}]
      - name: Referrals
        channels: [{{slack: {REFERRALS}}}]
        accepts_external: true
        members:
          - {{name: Lane Leed, role: lead, slack: {LANE}, email: lane@northside.example,
             phone: "{LANE_PHONE}"}}
"""

Found = TypeVar("Found")

TRIAGE = {"Normal": "🔵 Normal", "High": "🟡 High", "Urgent": "🔴 Urgent"}


@dataclass
class Hospital:
    """The program and its world. Time stands still until a story lets it pass."""

    sandbox: Sandbox
    program: program.App
    url: str

    @property
    def registrar(self) -> Person:
        return self.person(REGISTRAR)

    @property
    def cleo(self) -> Person:
        return self.person(CLEO)

    @property
    def casey(self) -> Person:
        return self.person(CASEY)

    @property
    def lane(self) -> Person:
        return self.person(LANE)

    @property
    def gp(self) -> Person:
        return self.person(GP)

    @property
    def now(self) -> datetime:
        return self.sandbox.clock.now()

    def person(self, user: str) -> Person:
        return self.sandbox.slack.person(user)

    def posts(self, channel: str) -> list[Post]:
        return self.sandbox.slack.channel(channel).posts

    def phone(self, number: str) -> list[str]:
        """The texts that arrived at a number."""
        return [sms.body for sms in self.sandbox.twilio.phone(number).inbox]

    async def quiet(self) -> None:
        """Wait until everything that is due at this instant has been done."""
        for _ in range(2):
            await self.sandbox.settled()
            await self.program.settle()
        await self.sandbox.settled()

    async def passes(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> None:
        """Let time pass, with everything that comes due on the way done when it is due."""
        end = self.now + timedelta(seconds=seconds, minutes=minutes, hours=hours)
        while self.now < end:
            due = await self._next_due()
            step = min(end, max(due, self.now + timedelta(seconds=1))) if due else end
            self.sandbox.clock.advance(step - self.now)
            await self.quiet()

    async def sends(
        self,
        person: Person | None = None,
        *,
        teams: tuple[str, ...] = ("Radiology Concierge",),
        triage: str = "Urgent",
        subject: str = "Wrist film reads as scaphoid fracture",
        details: str = "Please call me about the left wrist of bed 4.",
        channel: str = WARD,
    ) -> None:
        """A person fills in the form that /foxo case opens and sends it."""
        sender = person or self.registrar
        await sender.types("/foxo case", channel=channel)
        modal = sender.modal
        assert modal is not None, sender.text_shown()
        modal.fill(teams=list(teams), subject=subject, details=details, triage=TRIAGE[triage])
        await modal.submit()
        await self.quiet()

    async def read(self, look: Callable[[Tx], Found]) -> Found:
        return await self.program.database.read(look)

    async def _next_due(self) -> datetime | None:
        from foxo_bot.store import escalations, outbox  # noqa: PLC0415

        dues = [await self.read(escalations.next_due)]
        for courier in self.program.couriers:
            name = courier.transport.name
            dues.append(await self.read(lambda tx, name=name: outbox.next_due(tx, name)))
        return min((due for due in dues if due is not None), default=None)


def people_the_world(sandbox: Sandbox) -> None:
    world = sandbox.slack.world
    world.workspace(NORTHSIDE, "Northside")
    world.workspace(HILLVIEW, "Hillview Clinic", install=False)
    world.person(REGISTRAR, NORTHSIDE, "Rowan Regis", email="rowan@northside.example")
    world.person(CLEO, NORTHSIDE, "Cleo Concierge")
    world.person(CASEY, NORTHSIDE, "Casey Concierge")
    world.person(LANE, NORTHSIDE, "Lane Leed")
    world.person(CARDIO, NORTHSIDE, "Robin Cardio", email="robin@northside.example",
                 phone="0491 570 110")  # fmt: skip
    world.person(GP, HILLVIEW, "Gil Practice", email="gil@hillview.example")
    world.person(OTHER_GP, HILLVIEW, "Gwen Practice", email="gwen@hillview.example")
    world.channel(WARD, "ward", NORTHSIDE, members=(REGISTRAR, CLEO))
    world.channel(RADIOLOGY, "radiology", NORTHSIDE, members=(CLEO, CASEY, LANE))
    world.channel(CARDIOLOGY, "cardiology", NORTHSIDE, members=(CARDIO,))
    world.channel(
        REFERRALS,
        "referrals",
        NORTHSIDE,
        members=(LANE, GP, OTHER_GP),
        shared_with=(HILLVIEW,),
    )


def settings_for(sandbox: Sandbox, folder: Path, url: str) -> Settings:
    world, twilio = sandbox.slack.world, sandbox.twilio
    return Settings(
        _env_file=None,
        foxo_database_url=f"sqlite:///{folder / 'foxo.db'}",
        foxo_secret_key="a secret for tests",
        foxo_encryption_keys=KEY,
        foxo_public_url=url,
        slack_bot_token=sandbox.slack.token(NORTHSIDE),
        slack_signing_secret=world.app.signing_secret,
        slack_api_url=sandbox.slack.api_url,
        twilio_account_sid=twilio.world.account_sid,
        twilio_auth_token=twilio.world.auth_token,
        twilio_from=twilio.world.numbers[0],
        twilio_api_url=twilio.url,
        smtp_url=sandbox.smtp.url,
        email_from="foxo@northside.example",
    )


@asynccontextmanager
async def opened(folder: Path, *, directory: str = DIRECTORY) -> AsyncIterator[Hospital]:
    """The hospital with its directory applied, rosters read, and nobody having done anything."""
    clock = Clock(NOON, rate=0)
    async with Sandbox(clock) as sandbox:
        people_the_world(sandbox)
        late: dict[str, program.App] = {}

        async def serve(scope, receive, send):  # type: ignore[no-untyped-def]
            await late["app"].web(scope, receive, send)

        served = Served(serve)
        await served.start()
        settings = settings_for(sandbox, folder, served.url)
        options = program.Options(clock=clock.now, safety=0.2)
        running = late["app"] = program.build(settings, options)
        sandbox.bot_url = served.url
        from foxo_bot.store import schema  # noqa: PLC0415

        await running.database.write(schema.upgrade)
        wanted = file.parse(directory)
        await running.database.write(lambda tx: apply.apply(tx, wanted, now=NOON))
        await running.start()
        hospital = Hospital(sandbox, running, served.url)
        try:
            await hospital.quiet()
            yield hospital
        finally:
            await running.stop()
            await served.stop()
