"""The demo: jumping from one step of an escalation to the next, and Teams beside it."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from foxo_bot.directory.file import parse
from foxo_bot.directory.show import show
from foxo_bot.sandbox import playground
from foxo_bot.sandbox.cast import WARD
from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.demo import opened
from foxo_bot.sandbox.page import routes
from foxo_bot.sandbox.serving import Served

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


async def test_no_team_stands_in_teams_until_the_playground_is_there(tmp_path: Path) -> None:
    async with opened(tmp_path / "foxo.db", Clock(NOON, rate=0)) as demo:
        page = Served(routes.build(demo))
        await page.start()
        before = await demo.program.database.read(show, now=NOON)
        assert playground.NIGHTS not in before
        arrival = {
            "type": "installationUpdate",
            "id": "1",
            "channelId": "msteams",
            "serviceUrl": "http://localhost:9/_connector",
            "from": {"id": playground.USER},
            "recipient": {"id": "28:foxo"},
            "conversation": {
                "id": playground.CHAT,
                "tenantId": playground.TENANT,
                "conversationType": "personal",
            },
            "action": "add",
        }
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{page.url}/api/messages", json=arrival) as answer,
        ):
            assert answer.status == 200
        after = await demo.program.database.read(show, now=NOON)
        assert playground.NIGHTS in after
        assert playground.RADIOLOGY in after
        await page.stop()


def test_the_playground_shows_the_channels_of_the_directory() -> None:
    told = json.loads(playground.config())
    channels = {told["team"]["id"], *(one["id"] for one in told["team"]["channels"])}
    northside = parse(playground.directory()).organisations[0]
    named = [place for team in northside.teams for place in team.channels]
    assert channels == {address for transport, _, address in named if transport == "teams"}
    assert len(told["users"]) == 5
