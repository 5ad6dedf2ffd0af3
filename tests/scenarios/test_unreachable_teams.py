"""The sender hears before sending that a team has nobody whom its triage could reach."""

from collections.abc import AsyncIterator
from copy import deepcopy
from pathlib import Path

import pytest

from foxo_bot.sandbox.story import Sandbox
from tests.scenarios.cast import CARDIO, CARDIOLOGY, NORTHSIDE, WARD
from tests.scenarios.hospital import Hospital, fill
from tests.scenarios.program import opened


def _without_phones(sandbox: Sandbox) -> None:
    """The cardiologist's profile holds an email address, and no number."""
    sandbox.slack.world.person(CARDIO, NORTHSIDE, "Robin Cardio", email="robin@northside.example")


@pytest.fixture
async def hospital(tmp_path: Path, migrated: Path) -> AsyncIterator[Hospital]:
    async with opened(tmp_path, migrated, extra=_without_phones) as hospital:
        yield hospital


async def _asks(hospital: Hospital) -> str:
    modal = await hospital.opens_form()
    fill(modal, teams=("Cardiology",), subject="Wrist", details="Sore", triage="Urgent")
    await modal.submit()
    await hospital.quiet()
    asked = hospital.registrar.modal
    assert asked
    assert asked.title == "Nobody reachable"
    return asked.text_shown()


async def test_the_sender_is_warned_and_nothing_has_been_sent(hospital: Hospital) -> None:
    assert "its only member cannot be reached by SMS" in await _asks(hospital)
    assert not hospital.posts(CARDIOLOGY)


async def test_send_anyway_sends_it_once(hospital: Hospital) -> None:
    await _asks(hospital)
    asked = hospital.registrar.modal
    assert asked
    view = asked.view
    await asked.submit()
    await hospital.sandbox.slack.acts.submit(view)
    await hospital.quiet()

    assert len(hospital.posts(CARDIOLOGY)) == 1
    assert hospital.registrar.modal is None


async def test_going_back_finds_the_form_as_it_was(hospital: Hospital) -> None:
    await _asks(hospital)
    asked = hospital.registrar.modal
    assert asked
    await asked.close()
    form = hospital.registrar.modal
    assert form
    assert form.block("subject").value == "Wrist"
    assert form.block("teams").value == ["Cardiology"]

    fill(form, triage="Normal")
    await form.submit()
    await hospital.quiet()
    assert len(hospital.posts(CARDIOLOGY)) == 1


async def test_a_triage_that_reaches_by_email_is_sent_without_a_word(hospital: Hospital) -> None:
    await hospital.sends(teams=("Cardiology",), triage="High", channel=WARD)

    assert len(hospital.posts(CARDIOLOGY)) == 1


async def test_the_draft_of_one_person_cannot_be_sent_by_another(hospital: Hospital) -> None:
    await _asks(hospital)
    asked = hospital.registrar.modal
    assert asked
    own = deepcopy(asked.view)
    asked.view.user_id = hospital.cleo.user.id
    hospital.sandbox.slack.world.stacks[hospital.cleo.user.id] = [asked.view]
    await hospital.sandbox.slack.acts.submit(asked.view)
    await hospital.quiet()

    assert not hospital.posts(CARDIOLOGY)
    assert "Only whoever wrote this case" in hospital.cleo.modal.text_shown()  # type: ignore[union-attr]

    hospital.sandbox.slack.world.stacks[hospital.registrar.user.id] = [own]
    await hospital.sandbox.slack.acts.submit(own)
    await hospital.quiet()
    assert len(hospital.posts(CARDIOLOGY)) == 1, "and whoever wrote it still can"
