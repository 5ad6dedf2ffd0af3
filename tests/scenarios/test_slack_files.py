"""Files added in Slack, which shows them to few: the program hands them on to the team."""

import io
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from foxo_bot.sandbox.story import Upload
from foxo_bot.store.db import Tx
from tests.scenarios.both import Both, opened_in_both
from tests.scenarios.cast import REFERRALS, WARD
from tests.scenarios.hospital import fill
from tests.scenarios.program import opened

ECG = Upload("ecg of Pat.png", b"\x89PNG a heart of Pat Example", "image/png")


@pytest.fixture
async def both(tmp_path: Path, migrated: Path) -> AsyncIterator[Both]:
    async with opened_in_both(tmp_path, migrated) as both:
        yield both


async def sent_with(both: Both, *files: Upload) -> None:
    modal = await both.opens_form(channel=WARD)
    fill(modal, teams=("Radiology Concierge",), subject="Chest pain", details="Bed 4")
    await modal.fill(files=list(files)).submit()
    await both.passes(seconds=2)


async def link_in_slack(both: Both) -> str:
    """The address of the first file in what a member reads behind Details."""
    await both.cleo.press(both.post(), "Details")
    assert both.cleo.modal is not None
    drawn = json.dumps(both.cleo.modal.view.blocks)
    await both.cleo.modal.dismiss()
    return linked(drawn)


def linked(drawn: str) -> str:
    found = re.search(r'http[^"]*/file/[^"]+', drawn)
    assert found, drawn
    return found[0]


async def downloads(url: str) -> tuple[int, bytes, str]:
    async with aiohttp.ClientSession() as browser, browser.post(url) as answer:
        return answer.status, await answer.read(), answer.headers.get("content-disposition", "")


async def test_a_file_of_a_form_which_slack_shows_to_its_sender_alone_opens_for_the_team(
    both: Both,
) -> None:
    await sent_with(both, ECG)
    (held,) = both.sandbox.slack.world.files.values()
    in_slack = f"{both.sandbox.slack.world.files_url}/files-pri/{held.team_id}-{held.id}/x"
    assert both.registrar.opens(in_slack) == ECG.content
    assert both.cleo.opens(in_slack) is None

    assert "Attached: ecg of Pat.png (open them in Details)" in both.post().text_shown()
    assert in_slack[:-1] not in json.dumps([both.post().message.blocks, both.card().card])
    seen = await both.tess.press(both.card(), "Details")
    assert seen.dialog is not None
    in_teams = linked(json.dumps(seen.dialog.state.body))
    for link in (await link_in_slack(both), in_teams):
        status, content, name = await downloads(link)
        assert (status, content) == (200, ECG.content)
        assert name == "attachment; filename*=UTF-8''ecg%20of%20Pat.png"
    assert await both.read(opened_files) == 2


async def test_why_a_file_cannot_be_had_from_slack_is_said_and_nothing_is_noted(
    both: Both,
) -> None:
    await sent_with(both, ECG)
    link, slack = await link_in_slack(both), both.sandbox.slack
    slack.faults.broken("files.info", times=1)
    status, page, _ = await downloads(link)
    assert status == 503
    assert b"could not be fetched at this moment" in page
    (held,) = slack.world.files.values()
    held.granted = False  # Slack answers with its page for signing in, or knows of no such file
    assert b"was deleted where it lay" in (await downloads(link))[1]
    assert await both.read(opened_files) == 0

    held.granted = True
    assert (await downloads(link))[0] == 200


async def test_a_file_of_a_reply_opens_too_unless_it_is_too_large_to_hand_on(both: Both) -> None:
    await both.sends()
    await both.passes(seconds=2)
    await both.cleo.replies(both.post(), "The film", files=[ECG])
    await both.passes(seconds=3)
    link = await link_in_slack(both)
    assert (await downloads(link))[:2] == (200, ECG.content)
    (held,) = both.sandbox.slack.world.files.values()
    held.content = b"x" * 10_000_001
    _, page, _ = await downloads(link)
    assert b"larger than 10.0 MB and cannot be given here" in page


def opened_files(tx: Tx) -> int:
    found = tx.connection.exec_driver_sql("SELECT count(*) FROM events WHERE kind = 'file_opened'")
    return int(found.scalar_one())


async def test_a_guest_adds_files_by_our_page_as_nobody_knows_what_slack_takes_of_them(
    tmp_path: Path, migrated: Path
) -> None:
    async with opened(tmp_path, migrated) as hospital:
        await hospital.lane.types("/foxo team", channel=REFERRALS)
        await hospital.lane.press(hospital.lane.ephemerals[-1], "post_entry")
        await hospital.gp.press(hospital.post(REFERRALS), "new_case")
        modal = hospital.gp.modal
        assert modal
        assert "file_input" not in {field.kind for field in modal.fields}
        page = re.search(r"<(http[^|]*/upload/[^|]+)\|Add files>", json.dumps(modal.view.blocks))
        assert page
        form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
        form.add_field("files", io.BytesIO(ECG.content), filename=ECG.name)
        async with aiohttp.ClientSession() as browser, browser.post(page[1], data=form) as answer:
            assert "ecg of Pat.png" in await answer.text()
        await fill(modal, subject="Wrist", details="Sore", triage="High").submit()
        await hospital.passes(seconds=2)
        assert "Attached: ecg of Pat.png" in hospital.post(REFERRALS).text_shown()
        assert "ecg of Pat.png (1 kB)" in await hospital.details(
            hospital.gp, hospital.copy(hospital.gp)
        )
