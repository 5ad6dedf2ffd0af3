"""What the machinery that runs the program is told."""

import asyncio
import json

import pytest

from foxo_bot.web import health
from tests.web.conftest import Site


async def test_a_process_that_lives_says_ok(site: Site) -> None:
    site.troubles["database"] = "does not answer"

    got = await site.asks("GET", "/healthz")

    assert (got.status, got.text) == (200, "ok")


async def test_a_monitor_may_ask_for_the_status_alone(site: Site) -> None:
    assert (await site.asks("HEAD", "/healthz")).status == 200
    site.troubles["database"] = "does not answer"
    assert (await site.asks("HEAD", "/readyz")).status == 503


async def test_ready_when_every_part_is_well(site: Site) -> None:
    site.troubles |= {"slack": None, "sms": None}

    got = await site.asks("GET", "/readyz")

    assert got.status == 200
    parts = {"database": "ok", "slack": "ok", "sms": "ok"}
    assert json.loads(got.text) == {"ready": True, "parts": parts}


async def test_not_ready_without_its_database_and_says_why(site: Site) -> None:
    site.troubles["database"] = "does not answer"

    got = await site.asks("GET", "/readyz")

    assert got.status == 503
    parts = {"database": "does not answer"}
    assert json.loads(got.text) == {"ready": False, "parts": parts}


async def test_a_vendor_that_is_down_is_named_but_does_not_turn_requests_away(site: Site) -> None:
    site.troubles["slack"] = "has not started"

    got = await site.asks("GET", "/readyz")

    assert got.status == 200
    parts = {"database": "ok", "slack": "has not started"}
    assert json.loads(got.text) == {"ready": True, "parts": parts}


async def test_a_database_that_never_answers_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.01)

    async def never() -> health.Troubles:
        await asyncio.Event().wait()
        return {}

    assert await health._find_out(never) == {"program": "gave no answer within 0 seconds"}
