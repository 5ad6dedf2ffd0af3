"""The numbers that GET /metrics shows. No label ever holds data of a person or a team."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from fastapi import APIRouter, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from foxo_bot.model import Triage

_TO_ACKNOWLEDGE = (15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 86400, 172800)
_BY_TRIAGE, _BY_TRANSPORT = ["triage"], ["transport"]
_LATE = (0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800)


@dataclass(frozen=True, slots=True)
class Depths:
    """How it is now: recipients without an acknowledgement, messages to send, broken promises.

    `calendar_age` is in seconds since the duty calendar that is stalest was read. `marked` counts
    people whose number or address does not work, by transport.
    """

    waiting: Mapping[Triage, int] = field(default_factory=dict)
    outbox: Mapping[str, int] = field(default_factory=dict)
    broken: Mapping[str, int] = field(default_factory=dict)
    calendars_failing: int = 0
    calendar_age: float = 0.0
    marked: Mapping[str, int] = field(default_factory=dict)


class Metrics:
    """Everything that is counted, in a registry of its own; the program calls its methods."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        counter = partial(Counter, registry=self.registry)
        gauge = partial(Gauge, registry=self.registry)
        histogram = partial(Histogram, registry=self.registry)
        self._cases = counter("foxo_cases_sent", "Cases submitted.", _BY_TRIAGE)
        self._acknowledged = counter(
            "foxo_acknowledgements", "Receiving teams that acknowledged.", _BY_TRIAGE
        )
        self._to_acknowledge = histogram(
            "foxo_seconds_to_acknowledge",
            "Seconds from reaching a team to its acknowledgement.",
            _BY_TRIAGE,
            buckets=_TO_ACKNOWLEDGE,
        )
        self._sends = counter("foxo_outbox_sends", "Attempts to send.", ["transport", "outcome"])
        self._steps = counter("foxo_escalation_steps", "Escalation steps taken.", _BY_TRIAGE)
        self._late = histogram(
            "foxo_escalation_step_late_seconds",
            "Seconds between a step being due and being taken.",
            buckets=_LATE,
        )
        self._waiting = gauge(
            "foxo_recipients_waiting", "Receiving teams yet to acknowledge.", _BY_TRIAGE
        )
        self._outbox = gauge("foxo_outbox_open", "Messages still to be sent.", _BY_TRANSPORT)
        self._marked = gauge(
            "foxo_addresses_marked",
            "People whose number or email address does not work.",
            _BY_TRANSPORT,
        )
        self._broken = gauge(
            "foxo_broken_promises", "Rows in which the self-check found a promise broken.", ["kind"]
        )
        self._calendars = gauge(
            "foxo_duty_calendars_failing", "Duty calendars that cannot be read now."
        )
        self._calendar_age = gauge(
            "foxo_duty_calendar_age_seconds", "Seconds since the stalest duty calendar was read."
        )

    def case_sent(self, triage: Triage) -> None:
        self._cases.labels(triage.value).inc()

    def acknowledged(self, triage: Triage, seconds: float) -> None:
        self._acknowledged.labels(triage.value).inc()
        self._to_acknowledge.labels(triage.value).observe(max(0.0, seconds))

    def handed_over(self, transport: str, outcome: str) -> None:
        self._sends.labels(transport, outcome).inc()

    def step_taken(self, triage: Triage, late: float) -> None:
        self._steps.labels(triage.value).inc()
        self._late.observe(max(0.0, late))

    def depths(self, now: Depths) -> None:
        """Replace the gauges; what is no longer named is nought."""
        self._waiting.clear()
        self._outbox.clear()
        for triage in Triage:
            self._waiting.labels(triage.value).set(now.waiting.get(triage, 0))
        for transport, count in now.outbox.items():
            self._outbox.labels(transport).set(count)
        for kind, count in now.broken.items():
            self._broken.labels(kind).set(count)
        for transport, count in now.marked.items():
            self._marked.labels(transport).set(count)
        self._calendars.set(now.calendars_failing)
        self._calendar_age.set(now.calendar_age)

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)


def routes(metrics: Metrics, measure: Callable[[], Awaitable[Depths]]) -> APIRouter:
    """GET /metrics; `measure` reads what is open whenever somebody asks."""
    router = APIRouter(include_in_schema=False)

    @router.get("/metrics")
    async def show() -> Response:
        metrics.depths(await measure())
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)

    return router
