"""What happens in a hospital: what people see and do there, and how time passes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, TypeVar

from foxo_bot.app import App
from foxo_bot.model import State
from foxo_bot.sandbox.mail.mailbox import Mail
from foxo_bot.sandbox.slack.people.person import Person
from foxo_bot.sandbox.slack.people.post import Post
from foxo_bot.sandbox.slack.people.screen import Modal
from foxo_bot.sandbox.story import Sandbox
from foxo_bot.settings import Settings
from foxo_bot.store import cases, claims, duty, escalations, outbox, recipients
from foxo_bot.store.db import Tx
from foxo_bot.store.outbox import Message
from foxo_bot.transports import slack
from foxo_bot.transports.teams.transport import TeamsTransport
from tests.scenarios.cast import (
    CARDIO,
    CASEY,
    CLEO,
    GP,
    LANE,
    RADIOLOGY,
    REGISTRAR,
    WARD,
)

Found = TypeVar("Found")


@dataclass
class Hospital:
    """The program and its world. Time stands still until a story lets it pass.

    `build` makes another program on the same database; `beside` are more of them, and requests go
    to one after the other.
    """

    serves_teams: ClassVar[bool] = False
    """Whether Teams is served beside Slack."""

    sandbox: Sandbox
    program: App
    settings: Settings
    build: Callable[[], App]
    beside: list[App] = field(default_factory=list, kw_only=True)
    turn: int = field(default=0, kw_only=True)

    @property
    def programs(self) -> list[App]:
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
        assert modal is not None, "the form did not open"
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
        self.program = self.build()
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
