"""People of another tenant in a shared channel: no bot may write to them, so SMS and mail do."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.scenarios.both import GIL, SHARED, TENANT, TESS, Both, fill, people_the_world
from tests.scenarios.hospital import opened

DIRECTORY = f"""
organisations:
  - name: Northside Hospital
    country: AU
    entra_tenants: [{TENANT}]
    teams:
      - name: Shared Care
        channels: [{{teams: "{SHARED}"}}]
        accepts_external: true
        members:
          - {{name: Gil Practice, teams: "{GIL}", email: gil@hillview.example,
             phone: "+61491570110"}}
          - {{name: Tess Teams, teams: "{TESS}"}}
"""


@pytest.fixture
async def both(tmp_path: Path, migrated: Path) -> AsyncIterator[Both]:
    async with opened(
        tmp_path, migrated, directory=DIRECTORY, extra=people_the_world, in_teams=True
    ) as hospital:
        yield Both(hospital.sandbox, hospital.program, hospital.settings, hospital)


async def test_a_member_of_another_tenant_is_reached_by_sms_at_once_and_the_case_says_why(
    both: Both,
) -> None:
    both.sandbox.twilio.world.handset("+61491570110")
    await both.sends_in_teams(to=("Shared Care",), triage="Urgent")
    await both.passes(minutes=3)
    assert len(both.texts("+61491570110")) == 1
    seen = await both.rowan.press(both.own_card(), "Details")
    assert seen.dialog is not None
    assert "not installed for this person in Teams" in seen.dialog.text_shown()


async def test_a_sender_of_another_tenant_is_told_outside_chat_who_took_the_case(
    both: Both,
) -> None:
    both.sandbox.twilio.world.handset("+61491570110")
    gil = both.in_teams(GIL)
    asked = await gil.says("case", channel=SHARED)
    await both.quiet()
    seen = await gil.press(asked.thread[0], "New case")
    assert seen.dialog is not None
    chosen = [next(o for o in seen.dialog.field("teams").options if "Shared" in o)]
    fill(seen.dialog, triage="Normal", teams=chosen, subject="Wrist", details="of bed 4")
    await seen.dialog.submit()
    await both.passes(seconds=5)
    await both.tess.press(both.card(SHARED), "Acknowledge")
    await both.passes(seconds=5)
    (told,) = [text for text in both.texts("+61491570110") if "acknowledged" in text]
    assert "Tess Teams acknowledged Normal case" in told
    assert "bed 4" not in told
