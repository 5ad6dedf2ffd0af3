"""The demo's own clock: jumping from one step of an escalation to the next."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from foxo_bot.sandbox.cast import WARD
from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.demo import opened

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


async def test_two_jumps_pressed_at_once_are_two_steps(tmp_path: Path) -> None:
    async with opened(tmp_path / "foxo.db", Clock(NOON, rate=0)) as demo:
        registrar = demo.sandbox.slack.person("U00ROWAN")
        await registrar.types("/foxo case", channel=WARD)
        form = registrar.modal
        assert form is not None
        form.fill(teams=["Cardiology"], subject="Invented", details="Sore", triage="🔴 Urgent")
        await form.submit()
        await asyncio.gather(demo.jump(), demo.jump())

        assert demo.clock.now() - NOON == timedelta(minutes=5)
        assert len(demo.sandbox.twilio.phone("+61491570159").inbox) == 1


async def test_a_jump_with_nothing_to_wait_for_leaves_the_clock_alone(tmp_path: Path) -> None:
    async with opened(tmp_path / "foxo.db", Clock(NOON, rate=0)) as demo:
        await demo.jump()
        assert demo.clock.now() == NOON
