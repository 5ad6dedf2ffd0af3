"""The program watches its own promises: what it finds it mends, says, and has people told of."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import text
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from foxo_bot import app
from foxo_bot.sandbox.serving import Served
from foxo_bot.selfcheck import SelfCheck
from foxo_bot.store.alarms import Broken
from foxo_bot.store.db import Tx
from tests.scenarios.cast import CLEO_PHONE, DUTY_PHONE
from tests.scenarios.hospital import Hospital
from tests.scenarios.program import opened


async def asked(hospital: Hospital, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(hospital.url + path) as answer:
        return answer.status, await answer.text()


async def delivered(hospital: Hospital) -> None:
    """What waits is sent, but no step of an escalation is taken."""
    for courier in hospital.program.couriers:
        await courier.settle()


def lose_the_clocks(tx: Tx) -> None:
    tx.connection.execute(text("DELETE FROM escalations"))


def spoil_the_steps(tx: Tx) -> None:
    """As if a newer version had written them."""
    tx.connection.execute(text("UPDATE escalations SET steps = '[{}]'"))


def spoil_the_rules(tx: Tx) -> None:
    tx.connection.execute(text("""UPDATE teams SET rules = '{"follow_up": {"dire": null}}'"""))


def kinds(tx: Tx) -> list[str]:
    """What the trail keeps of the self-check."""
    query = text("SELECT kind FROM events WHERE via = 'self-check' ORDER BY seq")
    return list(tx.across(query).scalars())


async def test_a_case_without_a_clock_gets_one_and_the_fallback_contact_hears_of_it(
    hospital: Hospital,
) -> None:
    await hospital.sends(subject="Wrist film reads as fracture")
    await hospital.program.database.write(lose_the_clocks)

    found = await hospital.program.self_check.look()
    await hospital.quiet()

    assert [(one.kind, one.number) for one in found] == [(Broken.NO_STEP_DUE, 1)]
    [sms] = hospital.texts(DUTY_PHONE)
    [mail] = hospital.mails("duty@northside.example")
    said = "without a reminder due, and was given one now"
    assert said in sms
    assert said in mail.subject
    assert "Wrist" not in sms + mail.subject + mail.plain

    await hospital.passes(minutes=6)
    assert any("Urgent case" in sms for sms in hospital.texts(CLEO_PHONE))


async def test_when_it_is_well_again_they_hear_that_too_and_nothing_more(
    hospital: Hospital,
) -> None:
    await hospital.sends(triage="Normal")
    await hospital.program.database.write(lose_the_clocks)
    await hospital.program.self_check.look()
    await hospital.passes(minutes=1)

    for _ in range(3):
        assert await hospital.program.self_check.look() == []
        await hospital.passes(minutes=1)

    assert "Foxo Bot is well again at Northside Hospital" in hospital.texts(DUTY_PHONE)[-1]
    assert len(hospital.texts(DUTY_PHONE)) == 2

    assert await hospital.read(kinds) == ["alarm_raised", "clock_restarted", "alarm_ended"]


async def test_late_reminders_stand_in_readyz_and_metrics_and_are_told_once_an_hour(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    await hospital.program.scheduler.stop()
    hospital.sandbox.clock.advance(timedelta(minutes=4))  # the step at 2 min was not taken

    for _ in range(2):
        await hospital.program.self_check.look()
        await delivered(hospital)

    status, body = await asked(hospital, "/readyz")
    assert (status, json.loads(body)["parts"]["self-check"]) == (
        200,
        "1 reminder is overdue, for 2 min",
    )
    _, shown = await asked(hospital, "/metrics")
    assert 'foxo_broken_promises{kind="step_overdue"} 1.0' in shown
    assert 'foxo_broken_promises{kind="message_stuck"} 0.0' in shown
    assert len(hospital.texts(DUTY_PHONE)) == 1

    hospital.sandbox.clock.advance(timedelta(hours=1))
    await hospital.program.self_check.look()
    await delivered(hospital)
    assert len(hospital.texts(DUTY_PHONE)) == 2


async def test_a_step_that_fails_each_time_is_overdue_however_often_it_is_put_off(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    await hospital.program.database.write(spoil_the_steps)
    await hospital.passes(minutes=5)
    found = await hospital.program.self_check.look()
    await delivered(hospital)

    assert [(one.kind, one.number) for one in found] == [(Broken.STEP_OVERDUE, 1)]
    assert "1 reminder is overdue, for 3 min" in hospital.texts(DUTY_PHONE)[0]

    await hospital.cleo.press(hospital.post(), "Acknowledge")
    assert await hospital.program.self_check.look() == []
    await hospital.program.database.write(spoil_the_rules)
    await hospital.passes(minutes=32)
    [late] = await hospital.program.self_check.look()
    assert late.kind is Broken.STEP_OVERDUE


async def test_a_message_that_nobody_sends_is_found(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.program.database.write(
        lambda tx: tx.connection.execute(
            text("UPDATE outbox SET state = 'open', leased_by = NULL WHERE kind = 'post'")
        )
    )
    hospital.sandbox.clock.advance(timedelta(seconds=119))
    kinds_found = {breach.kind for breach in await hospital.program.self_check.look()}
    assert Broken.MESSAGE_STUCK not in kinds_found

    hospital.sandbox.clock.advance(timedelta(minutes=5))
    kinds_found = {breach.kind for breach in await hospital.program.self_check.look()}
    assert Broken.MESSAGE_STUCK in kinds_found


async def test_a_message_whose_courier_died_is_found(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.program.database.write(
        lambda tx: tx.connection.execute(
            text("UPDATE outbox SET state = 'open', leased_by = 'gone' WHERE kind = 'post'")
        )
    )
    hospital.sandbox.clock.advance(timedelta(minutes=5))

    found = {breach.kind for breach in await hospital.program.self_check.look()}

    assert Broken.LEASE_ABANDONED in found


async def test_a_program_that_no_longer_looks_what_is_due_is_not_ready(
    hospital: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await asked(hospital, "/readyz"))[0] == 200
    monkeypatch.setattr(app, "HUNG_AFTER", -1.0)

    status, body = await asked(hospital, "/readyz")

    assert status == 503
    assert "has not looked what is due" in json.loads(body)["parts"]["program"]


class Monitor:
    """Something elsewhere that counts the calls it gets; `status` is its answer."""

    def __init__(self) -> None:
        self.calls = 0
        self.status = 200

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.calls += 1
        await PlainTextResponse("", status_code=self.status)(scope, receive, send)


@asynccontextmanager
async def watched(folder: Path, migrated: Path) -> AsyncIterator[tuple[Hospital, Monitor]]:
    monitor = Monitor()
    served = Served(monitor)
    await served.start()
    async with opened(folder, migrated, foxo_heartbeat_url=served.url + "/ping") as hospital:
        yield hospital, monitor
    await served.stop()


async def test_a_monitor_elsewhere_is_called_each_minute_while_all_is_well(
    tmp_path: Path, migrated: Path
) -> None:
    async with watched(tmp_path, migrated) as (hospital, monitor):
        for _ in range(4):
            await hospital.program.self_check.look()
            await hospital.passes(seconds=30)
        assert monitor.calls == 2

        await hospital.sends()
        hospital.sandbox.clock.advance(timedelta(minutes=10))
        await hospital.program.self_check.look()
        assert monitor.calls == 2

        await hospital.quiet()
        monitor.status = 500
        assert await hospital.program.self_check.look() == []
        assert monitor.calls == 3


async def test_a_machine_whose_clock_is_wrong_is_named_by_how_far(
    hospital: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hospital.program.self_check, "_skew", lambda: -75.0)

    found = await hospital.program.self_check.look()
    await delivered(hospital)

    assert {breach.kind for breach in found} == {Broken.CLOCK_SKEW}
    assert "the clock of a machine is 75 seconds off" in hospital.texts(DUTY_PHONE)[0]


async def test_a_replica_whose_clock_is_right_does_not_call_off_the_alarm_of_one_whose_is_wrong(
    hospital: Hospital,
) -> None:
    database, clock, off = hospital.program.database, hospital.program.clock, [75.0]
    wrong = SelfCheck(database, clock, skew=lambda: off[0])
    right = SelfCheck(database, clock)
    for _ in range(4):
        await wrong.look()
        await right.look()
        await hospital.passes(seconds=30)
    assert len(hospital.texts(DUTY_PHONE)) == 1

    off[0] = 0.0
    await right.look()
    await wrong.look()
    await hospital.passes(seconds=30)
    assert "well again" in hospital.texts(DUTY_PHONE)[1]

    off[0] = 75.0
    await wrong.look()
    await hospital.passes(minutes=59)
    await right.look()
    await hospital.passes(minutes=1)
    assert len(hospital.texts(DUTY_PHONE)) == 3
    await hospital.passes(minutes=6)
    await right.look()
    await hospital.passes(minutes=1)
    assert "well again" in hospital.texts(DUTY_PHONE)[3], "the one whose clock was wrong is gone"


async def test_a_vendor_through_whom_nothing_gets_is_named_until_it_takes_something(
    hospital: Hospital,
) -> None:
    async def said(part: str) -> str:
        status, body = await asked(hospital, "/readyz")
        assert status == 200, "the others go on"
        return str(json.loads(body)["parts"][part])

    hospital.sandbox.twilio.faults.broken(status=503)
    await hospital.sends()
    hospital.sandbox.slack.faults.broken(status=500)
    await hospital.passes(minutes=6)
    assert "Nothing gets through" in await said("slack")
    assert "Nothing gets through" in await said("sms")
    assert await said("email") == "ok"

    hospital.sandbox.twilio.faults.clear()
    hospital.sandbox.slack.faults.clear()
    await hospital.passes(minutes=2)
    assert [await said("slack"), await said("sms")] == ["ok", "ok"]
