"""People of another tenant in a shared channel: no bot may write to them, so SMS and mail do."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from foxo_bot.sandbox.teams.people.dialog import Dialog
from tests.scenarios.both import GIL, SHARED, TENANT, TESS, Both, fill, opened_in_both

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
    async with opened_in_both(tmp_path, migrated, directory=DIRECTORY) as both:
        yield both


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


async def gil_sends(both: Both) -> None:
    """From the shared channel, where the bot may answer him."""
    seen = await command_in_channel(both, "case", "New case")
    chosen = [next(o for o in seen.field("teams").options if "Shared" in o)]
    fill(seen, triage="Normal", teams=chosen, subject="Wrist", details="of bed 4")
    await seen.submit()
    await both.passes(seconds=5)


async def gil_sends_and_tess_takes_it(both: Both) -> None:
    both.sandbox.twilio.world.handset("+61491570110")
    await gil_sends(both)
    await both.tess.press(both.card(SHARED), "Acknowledge")
    await both.passes(seconds=5)


async def command_in_channel(both: Both, command: str, button: str) -> Dialog:
    gil = both.in_teams(GIL)
    asked = await gil.says(command, channel=SHARED)
    await both.quiet()
    seen = await gil.press(asked.thread[0], button)
    assert seen.dialog is not None
    return seen.dialog


async def test_a_sender_of_another_tenant_is_told_outside_chat_who_took_the_case(
    both: Both,
) -> None:
    await gil_sends_and_tess_takes_it(both)
    (told,) = [text for text in both.texts("+61491570110") if "acknowledged" in text]
    assert "Tess Teams acknowledged Normal case" in told
    assert "bed 4" not in told


async def test_a_sender_of_another_tenant_hears_by_email_of_a_reply_and_reads_it_in_the_channel(
    both: Both,
) -> None:
    await gil_sends(both)
    await both.tess.says("Bring the films please", thread=both.card(SHARED))
    await both.passes(seconds=5)
    (mail,) = both.mails("gil@hillview.example")
    written = mail.raw.decode()
    assert "Tess Teams replied to Normal case" in written
    assert "films" not in written
    listed = await command_in_channel(both, "cases", "Show cases")
    await listed.press("Details")
    assert "Bring the films please" in listed.text_shown()


async def test_a_sender_of_another_tenant_hears_of_everything_that_becomes_of_their_case(
    both: Both,
) -> None:
    await gil_sends_and_tess_takes_it(both)
    await both.tess.press(both.card(SHARED), "Complete")
    await both.passes(seconds=5)
    await both.tess.press(both.card(SHARED), "Reopen")
    await both.passes(seconds=5)
    told = both.texts("+61491570110")
    done = ["acknowledged", "completed", "reopened"]
    assert [
        f"Tess Teams {words} Normal case" in text for words, text in zip(done, told, strict=True)
    ]
    assert "Reply" not in told[0] + told[1]
    assert "to acknowledge" in told[2]
