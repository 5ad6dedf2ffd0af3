"""Choosing whom to send to: what a team's own times are, and one team of very many."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.scenarios.cast import CARDIO, CARDIOLOGY, DIRECTORY, RADIOLOGY
from tests.scenarios.hospital import Hospital, fill
from tests.scenarios.program import opened

OWN = DIRECTORY.replace(
    f"channels: [{{slack: {CARDIOLOGY}}}]",
    f"channels: [{{slack: {CARDIOLOGY}}}]\n"
    "        escalation: {urgent: [{after: 1m, by: [dm]}, {after: 3m, by: [sms]}]}",
)
LONG = "Neonatal and Paediatric Retrieval, Transport and Outreach Service of the Northern Districts"
MANY = DIRECTORY + "".join(
    f"      - {{name: {name}, channels: [{{slack: C00M{number:03d}}}]}}\n"
    for number, name in enumerate([*(f"Ward {n}" for n in range(130)), f'"{LONG}"'])
)


@pytest.fixture
async def hospital(tmp_path: Path, migrated: Path) -> AsyncIterator[Hospital]:
    async with opened(tmp_path, migrated, directory=OWN) as hospital:
        yield hospital


async def test_a_team_with_times_of_its_own_says_so_where_it_is_chosen(hospital: Hospital) -> None:
    modal = await hospital.opens_form()
    beside = {
        option["text"]["text"]: option.get("description", {}).get("text")
        for option in modal.block("teams").element["options"]
    }
    assert beside["Cardiology"] == "Own times: Urgent SMS at 3 min"
    assert beside["Radiology Concierge"] is None
    assert modal.block("triage").hint == "A team with times of its own says so beside its name."


async def test_who_changes_the_triage_reads_what_it_sets_off_in_that_team(
    hospital: Hospital,
) -> None:
    await hospital.sends(teams=("Cardiology",), triage="Normal")
    await hospital.person(CARDIO).press(hospital.post(CARDIOLOGY), "retriage")
    modal = hospital.person(CARDIO).modal
    assert modal
    assert "DM at 1 min, SMS at 3 min" in modal.text_shown()

    await hospital.sends(teams=("Cardiology", "Radiology Concierge"), triage="Normal")
    await hospital.passes(seconds=2)
    await hospital.registrar.press(hospital.copy(), "retriage")
    modal = hospital.registrar.modal
    assert modal
    assert "DM at 2 min, SMS at 5 min" in modal.text_shown(), "they differ, so the usual stands"


async def test_one_of_very_many_teams_is_found_by_typing(tmp_path: Path, migrated: Path) -> None:
    async with opened(tmp_path, migrated, directory=MANY) as hospital:
        modal = await hospital.opens_form()
        assert len(await modal.suggest("teams", "")) == 100
        assert await modal.suggest("teams", "ward 129") == ["Ward 129"]
        (shown,) = await modal.suggest("teams", "retrieval districts")
        assert shown == "Neonatal and Paediatric Retrieval, Transport and Outreach Service of the…"
        assert await modal.suggest("teams", "no such team") == []

        await modal.suggest("teams", "radiology")
        await fill(
            modal, teams=("Radiology Concierge",), subject="Found by typing", details="x"
        ).submit()
        await hospital.quiet()
        assert "Found by typing" in hospital.post(RADIOLOGY).text_shown()
