"""A hospital, an outside practice, and the whole program between stand-ins of its vendors."""

import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from cryptography.fernet import Fernet

from foxo_bot import app as program
from foxo_bot.directory import apply, file
from foxo_bot.model import State
from foxo_bot.sandbox.mail.mailbox import Mail
from foxo_bot.sandbox.serving import Served
from foxo_bot.sandbox.slack.people.person import Person
from foxo_bot.sandbox.slack.people.post import Post
from foxo_bot.sandbox.slack.people.screen import Modal
from foxo_bot.sandbox.story import Clock, Sandbox
from foxo_bot.settings import Settings
from foxo_bot.store import cases, claims, duty, escalations, outbox, recipients
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message
from foxo_bot.transports import slack, teams
from foxo_bot.transports.teams.transport import TeamsTransport

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

QUICK = slack.Timing(answer=30, roster_settles=0, lookups_per_minute=60_000)
"""How patient the Slack transport is in stories: nothing is waited for in real time."""

CALM = 30.0
"""Seconds between two looks at what is due: stories wake the program by letting time pass."""


@dataclass
class Hospital:
    """The program and its world. Time stands still until a story lets it pass.

    `beside` are more programs on the same database; requests go to one after the other.
    """

    sandbox: Sandbox
    program: program.App
    settings: Settings
    beside: list[program.App] = field(default_factory=list, kw_only=True)
    turn: int = field(default=0, kw_only=True)

    @property
    def programs(self) -> list[program.App]:
        return [self.program, *self.beside]

    async def web(self, scope, receive, send):  # type: ignore[no-untyped-def]
        """What stands before the programs."""
        self.turn += 1
        serving = self.programs[self.turn % len(self.programs)]
        await serving.web(scope, receive, send)

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
    def robin(self) -> Person:
        return self.person(CARDIO)

    @property
    def now(self) -> datetime:
        return self.sandbox.clock.now()

    @property
    def url(self) -> str:
        return self.settings.foxo_public_url

    # What people see

    def person(self, user: str) -> Person:
        return self.sandbox.slack.person(user)

    def posts(self, channel: str = RADIOLOGY) -> list[Post]:
        return self.sandbox.slack.channel(channel).posts

    def post(self, channel: str = RADIOLOGY) -> Post:
        """The newest message in a channel."""
        return self.sandbox.slack.channel(channel).last

    def copy(self, person: Person | None = None) -> Post:
        """The newest sender's copy of a person."""
        theirs = (person or self.registrar).dms
        return [dm for dm in theirs if re.match(r".*Case \d", dm.text_shown())][-1]

    def news(self, person: Person) -> str:
        """Everything the bot has told a person by direct message."""
        return "\n---\n".join(dm.text_shown() for dm in person.dms)

    def texts(self, number: str) -> list[str]:
        """The texts that arrived at a number."""
        return [sms.body for sms in self.sandbox.twilio.phone(number).inbox]

    def mails(self, address: str) -> list[Mail]:
        return self.sandbox.smtp.mailbox(address).mails

    def number(self, channel: str = RADIOLOGY) -> str:
        """The number of the newest case in a channel, as people say it."""
        return number_in(self.post(channel).text_shown())

    def code(self, number: str) -> str:
        """The reply code in the newest text at a number."""
        found = re.search(r"Reply (\d+) to", self.texts(number)[-1])
        assert found, self.texts(number)[-1]
        return found[1]

    def link(self, address: str) -> str:
        """The acknowledge link in the newest mail."""
        return next(link for link in self.mails(address)[-1].links if "/ack/" in link)

    async def details(self, person: Person, post: Post) -> str:
        """What a person reads behind a copy's Details button."""
        seen = await person.press(post, "Details")
        assert seen.modal is not None, seen.text_shown()
        await seen.modal.dismiss()
        return seen.text_shown()

    # What passes

    async def quiet(self) -> None:
        """Wait until everything that is due at this instant has been done."""
        for _ in range(2):
            await self.sandbox.settled()
            for one in self.programs:
                for courier in one.couriers:
                    if isinstance(courier.transport, slack.SlackTransport | TeamsTransport):
                        await courier.transport.settled()
                await one.settle()
        await self.sandbox.settled()

    async def passes(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> None:
        """Let time pass, with everything that comes due on the way done when it is due."""
        end = self.now + timedelta(seconds=seconds, minutes=minutes, hours=hours)
        while self.now < end:
            due = await self._next_due()
            step = min(end, max(due, self.now + timedelta(seconds=1))) if due else end
            self.sandbox.clock.advance(step - self.now)
            await self.quiet()

    # What people do

    async def opens_form(
        self, person: Person | None = None, *, typed: str = "", channel: str = WARD
    ) -> Modal:
        """A person types /foxo case and has the form before them."""
        sender = person or self.registrar
        await sender.types(f"/foxo case {typed}".strip(), channel=channel)
        modal = sender.modal
        assert modal is not None, sender.text_shown()
        return modal

    async def sends(
        self,
        person: Person | None = None,
        *,
        teams: tuple[str, ...] = ("Radiology Concierge",),
        triage: str = "Urgent",
        subject: str = "Wrist film reads as scaphoid fracture",
        details: str = "Please call me about the left wrist of bed 4.",
        channel: str = WARD,
        **more: object,
    ) -> None:
        """A person fills in the form that /foxo case opens and sends it."""
        modal = await self.opens_form(person, channel=channel)
        fill(modal, teams=teams, triage=triage, subject=subject, details=details, **more)
        await modal.submit()
        await self.quiet()

    async def claims(self, person: Person | None = None, channel: str = RADIOLOGY) -> None:
        """A member acknowledges the newest case in their channel."""
        await (person or self.cleo).press(self.post(channel), "Acknowledge")
        await self.passes(seconds=2)

    async def fills(self, person: Person, post: Post, button: str, **values: object) -> str:
        """A person presses a button, fills in the form that it opens, and sends it.

        Answers what they were told then.
        """
        seen = await person.press(post, button)
        modal = person.modal
        assert modal is not None, seen.text_shown()
        before = len(person.ephemerals)
        await modal.fill(**values).submit()
        await self.quiet()
        return "\n".join(post.text_shown() for post in person.ephemerals[before:])

    # What is kept

    async def read(self, look: Callable[[Tx], Found]) -> Found:
        return await self.program.database.read(look)

    async def states(self) -> list[State]:
        """Where the newest case stands in each of its teams."""

        def look(tx: Tx) -> list[State]:
            number = int(re.sub(r"\D", "", self._newest_number()))
            case = cases.by_number(tx, number)
            assert case
            found = recipients.of_case(tx, case.organisation_id, case.id)
            return [recipient.state for recipient in found]

        return await self.read(look)

    async def outbox(self) -> list[Message]:
        """Every row about the newest case."""

        def look(tx: Tx) -> list[Message]:
            number = int(re.sub(r"\D", "", self._newest_number()))
            case = cases.by_number(tx, number)
            assert case
            return outbox.of_case(tx, case.organisation_id, case.id)

        return await self.read(look)

    # How the program goes

    async def stops(self) -> None:
        """The program ends; what is due stays due."""
        await self.program.stop()

    async def starts(self) -> None:
        """Another program begins on the same database."""
        self.program = program.build(self.settings, options(self.sandbox))
        await self.program.start()

    def _newest_number(self) -> str:
        numbers = [
            (float(post.ts), number_in(post.text_shown()))
            for channel in self.sandbox.slack.world.channels.values()
            for post in self.sandbox.slack.channel(channel.id).posts
            if NUMBER.search(post.text_shown())
        ]
        return max(numbers)[1]

    async def _next_due(self) -> datetime | None:
        dues = [await self.read(escalations.next_due), await self.read(duty.next_due)]
        for courier in self.program.couriers:
            name = courier.transport.name
            dues.append(await self.read(lambda tx, name=name: claims.next_due(tx, name)))
        return min((due for due in dues if due is not None), default=None)


NUMBER = re.compile(r"\d{3}-\d{3,6}")


def number_in(text: str) -> str:
    """The case number in a text, as people say it."""
    found = NUMBER.search(text)
    assert found, text
    return found[0]


def fill(modal: Modal, *, triage: str = "Urgent", **values: object) -> Modal:
    """Fill in the case form, with the triage by its word."""
    chosen = {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}
    return modal.fill(
        triage=next(o for o in modal.block("triage").options if triage in o), **chosen
    )


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


def settings_of_teams(sandbox: Sandbox) -> dict[str, str]:
    """What makes the program serve the sandbox's Teams as well."""
    app = sandbox.teams.world.app
    return {
        "teams_app_id": app.id,
        "teams_app_password": app.password,
        "teams_tenant_id": app.tenant_id,
        "teams_service_url": sandbox.teams.service_url,
        "teams_login_url": sandbox.teams.login_url,
        "teams_openid_url": sandbox.teams.openid_url,
    }


def options(sandbox: Sandbox, patience: slack.Timing = QUICK) -> program.Options:
    return program.Options(
        clock=sandbox.clock.now,
        safety=CALM,
        patience=patience,
        teams_patience=teams.Timing(roster_settles=0),
    )


@asynccontextmanager
async def opened(
    folder: Path,
    migrated: Path,
    *,
    directory: str = DIRECTORY,
    extra: Callable[[Sandbox], None] = lambda _: None,
    patience: slack.Timing = QUICK,
    in_teams: bool = False,
    programs: int = 1,
    **changed: str,
) -> AsyncIterator[Hospital]:
    """The hospital with its directory applied, rosters read, and nobody having done anything.

    `extra` adds to the world, `in_teams` serves Teams beside Slack, `changed` changes settings
    (several `programs` need another database than the file); `migrated` is an empty database.
    """
    clock = Clock(NOON, rate=0)
    async with Sandbox(clock) as sandbox:
        people_the_world(sandbox)
        extra(sandbox)
        late: list[Hospital] = []

        async def serve(scope, receive, send):  # type: ignore[no-untyped-def]
            await late[0].web(scope, receive, send)

        served = Served(serve)
        await served.start()
        sandbox.bot_url = served.url
        sandbox.slack.courier.patience = 30  # a busy machine must not look like a slow bot
        sandbox.teams.courier.patience = sandbox.teams.courier.invoke_patience = 30
        shutil.copy(migrated, folder / "foxo.db")
        more = changed | (settings_of_teams(sandbox) if in_teams else {})
        settings = settings_for(sandbox, folder, served.url).model_copy(update=more)
        built = [program.build(settings, options(sandbox, patience)) for _ in range(programs)]
        hospital = Hospital(sandbox, built[0], settings, beside=built[1:])
        late.append(hospital)
        await hospital.program.database.write(
            lambda tx: apply.apply(tx, file.parse(directory), now=NOON)
        )
        for one in hospital.programs:
            await one.start()
        try:
            await hospital.quiet()
            yield hospital
        finally:
            for one in hospital.programs:
                await one.stop()
            await served.stop()
