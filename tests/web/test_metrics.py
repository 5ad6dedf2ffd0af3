"""The numbers on /metrics."""

from prometheus_client import REGISTRY

from foxo_bot.model import Triage
from foxo_bot.web.metrics import Depths, Metrics
from tests.web.conftest import Site


async def test_what_happened_is_counted(site: Site) -> None:
    site.metrics.case_sent(Triage.URGENT)
    site.metrics.acknowledged(Triage.URGENT, 90.0)
    site.metrics.handed_over("sms", "sent")
    site.metrics.handed_over("sms", "sent")
    site.metrics.step_taken(Triage.HIGH, 0.3)

    shown = (await site.asks("GET", "/metrics")).text.splitlines()

    for line in (
        'foxo_cases_sent_total{triage="urgent"} 1.0',
        'foxo_acknowledgements_total{triage="urgent"} 1.0',
        'foxo_seconds_to_acknowledge_bucket{le="60.0",triage="urgent"} 0.0',
        'foxo_seconds_to_acknowledge_bucket{le="120.0",triage="urgent"} 1.0',
        'foxo_outbox_sends_total{outcome="sent",transport="sms"} 2.0',
        'foxo_escalation_steps_total{triage="high"} 1.0',
        'foxo_escalation_step_late_seconds_bucket{le="0.5"} 1.0',
    ):
        assert line in shown


async def test_what_is_open_is_measured_whenever_somebody_asks(site: Site) -> None:
    site.depths = Depths(waiting={Triage.URGENT: 2}, outbox={"slack": 5})
    first = (await site.asks("GET", "/metrics")).text
    site.depths = Depths(waiting={Triage.NORMAL: 1})
    second = (await site.asks("GET", "/metrics")).text

    assert 'foxo_recipients_waiting{triage="urgent"} 2.0' in first
    assert 'foxo_outbox_open{transport="slack"} 5.0' in first
    assert 'foxo_recipients_waiting{triage="urgent"} 0.0' in second
    assert 'foxo_recipients_waiting{triage="normal"} 1.0' in second
    assert 'transport="slack"' not in second


def test_two_programs_in_one_process_do_not_share_numbers() -> None:
    first, second = Metrics(), Metrics()
    first.case_sent(Triage.HIGH)

    assert b'foxo_cases_sent_total{triage="high"}' not in second.text()
    assert not any("foxo" in metric.name for metric in REGISTRY.collect())


async def test_the_answer_names_its_format(site: Site) -> None:
    assert (await site.asks("GET", "/metrics")).headers["content-type"].startswith("text/plain")
