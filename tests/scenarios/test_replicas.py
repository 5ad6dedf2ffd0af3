"""Two programs on one PostgreSQL: whatever arrives twice, or at both at once, has one effect."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from foxo_bot.delivery.courier import Courier
from foxo_bot.sandbox.slack.front.courier import Answer as SlackAnswer
from foxo_bot.sandbox.slack.front.courier import Courier as FromSlack
from foxo_bot.sandbox.teams.front.courier import Answer as TeamsAnswer
from foxo_bot.sandbox.teams.front.courier import Courier as FromTeams
from tests.scenarios import both
from tests.scenarios.both import Both, opened_in_both
from tests.scenarios.cast import CASEY_PHONE, CLEO_PHONE, RADIOLOGY
from tests.scenarios.hospital import Hospital
from tests.scenarios.program import opened

LEASE = timedelta(seconds=61)


@pytest.fixture
async def hospital(tmp_path: Path, migrated: Path, postgres_url: str) -> AsyncIterator[Hospital]:
    changed = {"foxo_database_url": postgres_url}
    async with opened(tmp_path, migrated, programs=2, **changed) as hospital:
        yield hospital


@pytest.fixture
async def in_both(tmp_path: Path, migrated: Path, postgres_url: str) -> AsyncIterator[Both]:
    changed = {"foxo_database_url": postgres_url}
    async with opened_in_both(tmp_path, migrated, programs=2, **changed) as hospital:
        yield hospital


@pytest.fixture
def slack_says_everything_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each delivery goes to both programs at the same time; the later answer is not waited for."""
    post = FromSlack.post

    async def twice(self: FromSlack, *args: Any, **kwargs: Any) -> SlackAnswer:
        answers = await asyncio.gather(*(post(self, *args, **kwargs) for _ in range(2)))
        return answers[0]

    monkeypatch.setattr(FromSlack, "post", twice)


@pytest.fixture
def teams_says_everything_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for Teams, which asks again where an answer is late."""
    post = FromTeams.post

    async def twice(self: FromTeams, *args: Any, **kwargs: Any) -> TeamsAnswer:
        answers = await asyncio.gather(*(post(self, *args, **kwargs) for _ in range(2)))
        return answers[0]

    monkeypatch.setattr(FromTeams, "post", twice)


async def test_a_form_that_slack_delivers_to_both_makes_one_case(
    hospital: Hospital, slack_says_everything_twice: None
) -> None:
    await hospital.sends()
    await hospital.passes(seconds=3)

    assert len(hospital.posts(RADIOLOGY)) == 1
    assert len(hospital.registrar.dms) == 1


async def test_a_message_that_slack_delivers_to_both_makes_one_reply(
    hospital: Hospital, slack_says_everything_twice: None
) -> None:
    await hospital.sends()
    await hospital.cleo.replies(hospital.post(), "Which wrist?")
    await hospital.passes(seconds=3)

    said = [reply.text_shown() for reply in hospital.copy().thread]
    assert len([words for words in said if "Which wrist?" in words]) == 1


async def test_what_teams_delivers_to_both_has_one_effect(
    in_both: Both, teams_says_everything_twice: None
) -> None:
    await in_both.sends_in_teams()
    assert len(in_both.sandbox.teams.channel(both.IN_TEAMS).posts) == 1

    await in_both.tess.press(in_both.card(), "Acknowledge")
    await in_both.passes(seconds=3)

    assert "Tess Teams" in in_both.card().text_shown()
    assert in_both.told(in_both.rowan).count("Tess Teams acknowledged") <= 2, "copy and news"


async def test_of_two_who_acknowledge_at_both_at_once_exactly_one_wins(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    post = hospital.post()
    answers = await asyncio.gather(
        hospital.cleo.press(post, "Acknowledge"), hospital.casey.press(post, "Acknowledge")
    )

    words = [seen.text_shown() for seen in answers]
    assert len([word for word in words if "You have acknowledged" in word]) == 1
    assert len([word for word in words if "acknowledged this at" in word]) == 1


class Hung:
    """One program's SMS worker, stopped between what it has drawn and handing it over."""

    def __init__(self, hospital: Hospital, monkeypatch: pytest.MonkeyPatch) -> None:
        (self.courier,) = [
            one for one in hospital.beside[0].couriers if one.transport.name == "sms"
        ]
        (self.other,) = [one for one in hospital.program.couriers if one.transport.name == "sms"]
        self.holds = asyncio.Event()
        self.wakes = asyncio.Event()
        held_back = Courier._held_back

        async def hangs(courier: Courier, *args: Any) -> Any:
            if courier is self.courier:
                self.holds.set()
                await self.wakes.wait()
            return await held_back(courier, *args)

        monkeypatch.setattr(Courier, "_held_back", hangs)


async def _texts_are_in_one_programs_hands(hospital: Hospital, hung: Hung) -> None:
    """Five minutes after an urgent case was sent, with the other program taking none of them."""
    await hospital.sends()
    await hospital.passes(minutes=4, seconds=59)
    hospital.sandbox.clock.advance(timedelta(seconds=1))
    async with hung.other._claiming:  # it would be as quick
        await hospital.program.scheduler.tick()
        await hung.courier.deliver_due()
        await hung.holds.wait()


async def test_what_is_in_one_programs_hands_is_held_back_when_the_other_takes_an_acknowledgement(
    hospital: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    hung = Hung(hospital, monkeypatch)
    await _texts_are_in_one_programs_hands(hospital, hung)

    hospital.turn = 1  # the next request goes to the first program
    await hospital.cleo.press(hospital.post(), "Acknowledge")
    while not hung.courier._stopped:  # noqa: ASYNC110 - the notice comes from the server
        await asyncio.sleep(0.01)
    hung.wakes.set()
    await hospital.passes(minutes=10)

    assert not hospital.sandbox.twilio.sent


async def test_what_a_hung_program_held_is_taken_over_and_it_does_not_send_it_when_it_wakes(
    hospital: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    hung = Hung(hospital, monkeypatch)
    await _texts_are_in_one_programs_hands(hospital, hung)

    hospital.sandbox.clock.advance(LEASE)
    await hospital.program.settle()
    assert [len(hospital.texts(number)) for number in (CLEO_PHONE, CASEY_PHONE)] == [1, 1]
    hung.wakes.set()
    await hospital.quiet()

    assert [len(hospital.texts(number)) for number in (CLEO_PHONE, CASEY_PHONE)] == [1, 1]
    assert "sms" not in [row.transport for row in await hospital.outbox() if row.state == "open"]


async def test_a_text_that_a_program_sent_before_it_hung_is_not_sent_again_by_the_other(
    hospital: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, other = (
        next(one for one in each.couriers if one.transport.name == "sms")
        for each in (hospital.beside[0], hospital.program)
    )
    send, wakes = worker.transport.send, asyncio.Event()

    async def sends_and_hangs(parcel: Any) -> Any:
        sent = await send(parcel)
        await wakes.wait()
        return sent

    monkeypatch.setattr(worker.transport, "send", sends_and_hangs)
    await hospital.sends()
    await hospital.passes(minutes=4, seconds=59)
    hospital.sandbox.clock.advance(timedelta(seconds=1))
    async with other._claiming:  # it would be as quick
        await hospital.program.scheduler.tick()
        await worker.deliver_due()
        while len(hospital.sandbox.twilio.sent) < 2:  # noqa: ASYNC110 - they are on their way
            await asyncio.sleep(0.01)
    hospital.sandbox.clock.advance(LEASE)
    await hospital.program.settle()
    wakes.set()
    await hospital.quiet()

    assert [len(hospital.texts(number)) for number in (CLEO_PHONE, CASEY_PHONE)] == [1, 1]
    rows = [row for row in await hospital.outbox() if row.transport == "sms" and row.vendor_id]
    assert {row.state.value for row in rows} == {"sent"}
