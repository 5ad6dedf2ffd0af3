"""Completed, closed, reopened, and closed by itself after seven days."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from foxo_bot.model import State
from tests.scenarios.cast import CASEY_PHONE, DIRECTORY
from tests.scenarios.hospital import Hospital
from tests.scenarios.program import opened


async def _completed(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.claims()
    await hospital.cleo.press(hospital.post(), "Complete")
    await hospital.passes(seconds=3)


async def test_completing_asks_the_sender_to_close(hospital: Hospital) -> None:
    await _completed(hospital)

    asked = hospital.registrar.dms[-1]
    assert "Cleo Concierge completed" in asked.text_shown()
    assert asked.buttons == ["Close", "Reopen"]
    await hospital.registrar.press(asked, "Close")
    await hospital.passes(seconds=2)
    assert await hospital.states() == [State.CLOSED]
    assert "Closed by Rowan Regis" in hospital.post().text_shown()
    assert "Rowan Regis closed" in hospital.news(hospital.cleo)


async def test_who_holds_it_hears_that_another_completed_it(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.claims(hospital.cleo)
    await hospital.casey.press(hospital.post(), "Complete")
    await hospital.passes(seconds=3)

    assert "Casey Concierge completed" in hospital.news(hospital.cleo)


async def test_reopening_makes_it_wait_again_with_a_new_clock(hospital: Hospital) -> None:
    await _completed(hospital)
    await hospital.passes(minutes=10)
    await hospital.registrar.press(hospital.copy(), "Reopen")
    await hospital.passes(seconds=3)

    assert await hospital.states() == [State.UNCLAIMED]
    assert "Rowan Regis reopened" in hospital.news(hospital.cleo)
    assert "Rowan Regis reopened" not in hospital.news(hospital.registrar), "it is their own act"
    assert not hospital.texts(CASEY_PHONE)
    await hospital.passes(minutes=5)
    assert hospital.texts(CASEY_PHONE)


async def test_a_closed_case_may_be_reopened(hospital: Hospital) -> None:
    await _completed(hospital)
    await hospital.registrar.press(hospital.copy(), "Close")
    await hospital.passes(seconds=3)
    await hospital.casey.press(hospital.post(), "Reopen")
    await hospital.passes(seconds=3)

    assert await hospital.states() == [State.UNCLAIMED]
    assert "Acknowledge" in hospital.post().buttons


async def test_nobody_but_the_sender_closes(hospital: Hospital) -> None:
    await _completed(hospital)
    seen = await hospital.sandbox.slack.acts.press_message(
        hospital.cleo.user, hospital.post().message, _close_button(hospital)
    )

    assert not seen
    assert "Close is for the sender" in hospital.cleo.ephemerals[-1].text_shown()
    assert await hospital.states() == [State.COMPLETED]


def _close_button(hospital: Hospital) -> dict[str, object]:
    blocks = hospital.post().message.blocks
    actions = [e for b in blocks if b["type"] == "actions" for e in b["elements"]]
    text = {"type": "plain_text", "text": "Close"}
    button = {"type": "button", "action_id": "close", "block_id": "b", "text": text}
    return button | {"value": actions[0]["value"]}


async def test_what_nobody_closes_closes_itself_after_seven_days(hospital: Hospital) -> None:
    await _completed(hospital)
    await hospital.passes(hours=7 * 24 - 2)
    assert await hospital.states() == [State.COMPLETED]
    await hospital.passes(hours=3)

    assert await hospital.states() == [State.CLOSED]
    await hospital.passes(seconds=3)
    assert "Closed automatically" in hospital.post().text_shown()
    assert "closed automatically" in hospital.copy().text_shown()


class TestWhereMembersMayClose:
    """The organisation does not ask its senders to confirm."""

    @pytest.fixture
    async def hospital(self, tmp_path: Path, migrated: Path) -> AsyncIterator[Hospital]:
        changed = DIRECTORY.replace(
            "    country: AU\n", "    country: AU\n    sender_confirms_close: false\n"
        )
        async with opened(tmp_path, migrated, directory=changed) as hospital:
            yield hospital

    async def test_a_member_closes(self, hospital: Hospital) -> None:
        await _completed(hospital)
        assert "Close" in hospital.post().buttons
        await hospital.casey.press(hospital.post(), "Close")
        await hospital.passes(seconds=3)

        assert await hospital.states() == [State.CLOSED]
        assert "closed by Casey Concierge" in hospital.copy().text_shown()
