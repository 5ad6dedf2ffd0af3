"""The composition root: puts the program together, starts it and stops it in order."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from foxo_bot.calendars import Calendars, reader
from foxo_bot.delivery.courier import Courier
from foxo_bot.delivery.depot import LEASE, SLOTS, Depot
from foxo_bot.delivery.missing import Missing
from foxo_bot.delivery.transport import Transport
from foxo_bot.edges.clock import machine_clock
from foxo_bot.edges.reporting import report
from foxo_bot.handlers.desk import Desk
from foxo_bot.model import Acknowledged, CaseSent, EscalationStopped, StepTaken, Triage
from foxo_bot.scheduler import SAFETY, Scheduler
from foxo_bot.selfcheck import SelfCheck
from foxo_bot.settings import Settings
from foxo_bot.signing import Links, Signer
from foxo_bot.store import db, duty, outbox, people, received, recipients, schema
from foxo_bot.store import secrets as store_secrets
from foxo_bot.store.alarms import Broken
from foxo_bot.store.vault import Vault
from foxo_bot.transports import email, slack, sms, teams
from foxo_bot.web.health import Troubles
from foxo_bot.web.metrics import Depths, Metrics
from foxo_bot.web.server import build_app

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

HUNG_AFTER = 60.0
"""Seconds without a look at what is due, after which the program counts as hung."""


@dataclass(frozen=True, slots=True)
class Options:
    """What tests and the demo set otherwise: the clock, and how patient the parts are.

    Where no clock is given, the database's counts, which is one for all who work on it. `safety`
    is in seconds: how often due work is looked for although nobody called.
    """

    clock: Clock | None = None
    safety: float = SAFETY
    slots: int = SLOTS
    database_patience: float = db.PATIENCE
    feed_patience: float = reader.PATIENCE
    lease: timedelta = LEASE
    patience: slack.Timing = field(default_factory=slack.Timing)
    teams_patience: teams.Timing = field(default_factory=teams.Timing)


class App:
    """The assembled program. `web` is what the HTTP server serves."""

    def __init__(self, settings: Settings, options: Options) -> None:
        self.settings = settings
        self.metrics = Metrics()
        self.database = db.connect(
            settings.foxo_database_url,
            Vault(settings.encryption_keys),
            patience=options.database_patience,
        )
        self.clock: Clock = options.clock or self.database.now
        signer = Signer(settings.foxo_secret_key)
        links = Links(settings.foxo_public_url, signer)
        hears = settings.twilio_configured or not settings.sms_url
        self.desk = Desk(self.database, links, sms_hears=hears)
        self._transports = _transports(settings, self.desk, self.clock, options)
        depot = Depot(
            database=self.database,
            links=links,
            clock=self.clock,
            owner=secrets.token_hex(8),
            observer=self.metrics,
            slots=options.slots,
            lease=options.lease,
            safety=options.safety,
        )
        self.couriers = [Courier(depot, transport) for transport in self._transports]
        self.scheduler = Scheduler(self.database, self.clock, safety=options.safety)
        self.self_check = SelfCheck(
            self.database,
            self.clock,
            skew=self._skew if options.clock is None else lambda: 0.0,
            heartbeat=settings.foxo_heartbeat_url,
        )
        self.calendars = Calendars(self.database, self.clock, patience=options.feed_patience)
        self.web = build_app(
            transports=self._transports,
            front=self.desk,
            signer=signer,
            clock=self.clock,
            readiness=self.readiness,
            counted=self.metrics,
            measure=self._measure,
        )

    async def start(self) -> None:
        """Bring the database up to date, then everything that works beside the requests."""
        await self.database.start(self.act_on)
        await self.database.write(schema.upgrade)
        await self.database.write(store_secrets.keys_fit)
        for transport in self._transports:
            start = getattr(transport, "start", None)
            if start is not None:
                await start()
        for one in self.couriers:
            one.start()
        self.scheduler.start()
        self.self_check.start()
        self.calendars.start()

    async def stop(self) -> None:
        """Take nothing new, finish what is under way, let go."""
        await self.self_check.stop()
        await self.calendars.stop()
        await self.scheduler.stop()
        await asyncio.gather(*(one.stop() for one in self.couriers))
        await asyncio.gather(*(transport.close() for transport in self._transports))
        await self.database.close()

    async def settle(self) -> None:
        """Do everything that is due at the clock's present instant."""
        await self.calendars.settle()
        while True:
            taken = await self.scheduler.tick()
            delivered = await asyncio.gather(*(one.settle() for one in self.couriers))
            if not taken and not any(delivered):  # what one could not deliver another may
                return

    async def readiness(self) -> Troubles:
        """What stands in the way of each part of the program."""
        troubles: dict[str, str | None] = {
            "database": await self._database_trouble(),
            "program": self._program_trouble(),
            "self-check": self.self_check.finding,
        }
        for one in self.couriers:
            health = getattr(one.transport, "health", None)
            if health is not None:
                troubles[one.transport.name] = health() or one.answering.trouble(self.clock())
        return troubles

    async def _database_trouble(self) -> str | None:
        try:
            if await self.database.read(schema.behind):
                return await self.database.read(schema.advice)
            await self.database.write(received.write_something, self.clock())
        except db.FAULTS as fault:
            reference = report(log, "the database fails", fault)
            return f"does not answer, or takes no changes (reference {reference})"
        return None

    def _skew(self) -> float:
        """Seconds by which this machine's clock is ahead of the database's, which counts."""
        return (machine_clock() - self.database.now()).total_seconds()

    def _program_trouble(self) -> str | None:
        silent = self.scheduler.silent_for
        return f"has not looked what is due for {silent:.0f} s" if silent > HUNG_AFTER else None

    async def _measure(self) -> Depths:
        waiting = await self.database.read(recipients.waiting_by_triage)
        failing, stalest = await self.database.read(duty.failing)
        return Depths(
            waiting={Triage(name): count for name, count in waiting.items()},
            outbox=await self.database.read(outbox.open_by_transport),
            calendars_failing=failing,
            calendar_age=(self.clock() - stalest).total_seconds() if stalest else 0.0,
            broken={kind.value: self.self_check.found.get(kind, 0) for kind in Broken},
            marked=await self.database.read(people.marked),
        )

    def act_on(self, committed: db.Committed) -> None:
        """Count and hold back what a commit asks for, and wake who has something due now."""
        for fact in committed.happened:
            if isinstance(fact, EscalationStopped):
                for one in self.couriers:
                    one.stopped(fact.recipient_id, fact.person_id)
            else:
                self._count(fact)
        for one in self.couriers:
            if committed.wakes_up(one.transport.name):
                one.nudge()
        if committed.wakes_up(db.CLOCK):
            self.scheduler.nudge()

    def _count(self, fact: CaseSent | Acknowledged | StepTaken) -> None:
        match fact:
            case CaseSent(triage=triage):
                self.metrics.case_sent(triage)
            case Acknowledged(triage=triage, seconds=seconds):
                self.metrics.acknowledged(triage, seconds)
            case StepTaken(triage=triage, late=late):
                self.metrics.step_taken(triage, late)


def build(settings: Settings, options: Options | None = None) -> App:
    """The program for these settings, not started."""
    return App(settings, options or Options())


def _transports(settings: Settings, desk: Desk, clock: Clock, options: Options) -> list[Transport]:
    """The list of ways to reach people; what has no settings says so when it is needed."""
    return [
        slack.build(settings, desk, clock, options.patience)
        if settings.slack_configured
        else Missing("slack"),
        sms.build(settings, desk, clock) if settings.sms_configured else Missing("sms"),
        email.build(settings, desk, clock) if settings.email_configured else Missing("email"),
        teams.build(settings, desk, clock, options.teams_patience)
        if settings.teams_configured
        else Missing("teams"),
    ]
