"""Who has an account in Slack and one in Teams: written to in the one where they are."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from tests.scenarios.both import IN_TEAMS, TENANT, TESS, Both, opened_in_both
from tests.scenarios.cast import CASEY, NORTHSIDE, RADIOLOGY

DIRECTORY = f"""
organisations:
  - name: Northside Hospital
    country: AU
    slack_workspaces: [{NORTHSIDE}]
    entra_tenants: [{TENANT}]
    teams:
      - name: Radiology Concierge
        channels: [{{slack: {RADIOLOGY}}}, {{teams: "{IN_TEAMS}"}}]
        members:
          - {{name: Casey Concierge, role: lead, slack: {CASEY}, teams: "{TESS}",
             phone: "+61491570156"}}
"""
POST = "chat.postMessage"


opened_for = partial(opened_in_both, directory=DIRECTORY)


@pytest.fixture
async def both(tmp_path: Path, migrated: Path) -> AsyncIterator[Both]:
    async with opened_for(tmp_path, migrated) as both:
        yield both


async def test_they_are_reminded_where_they_last_did_something(both: Both) -> None:
    await both.sends()
    await both.passes(minutes=3)
    assert (len(both.casey.dms), len(both.tess.chats)) == (1, 0), "Slack, where neither is known"
    await both.tess.says("cases")
    await both.sends()
    await both.passes(minutes=3)
    assert len(both.casey.dms) == 1
    assert "nobody has acknowledged it" in both.tess.chats[-1].preview


async def test_their_own_case_and_its_news_stand_where_they_sent_it(both: Both) -> None:
    await both.sends_in_teams(both.tess)
    await both.casey.press(both.post(RADIOLOGY), "Acknowledge")
    await both.passes(seconds=4)
    assert "acknowledged by Casey" in both.own_card(both.tess).text_shown()


async def test_where_one_account_is_closed_the_other_is_written_to_at_once(both: Both) -> None:
    both.sandbox.slack.faults.error("user_disabled", POST, channel=both.casey.user.id)
    await both.sends()
    await both.passes(minutes=3)
    assert "nobody has acknowledged it" in both.tess.chats[-1].preview
    assert both.texts("+61491570156") == [], "nothing has to be said by SMS instead"
    seen = await both.tess.press(both.tess.chats[-1], "Acknowledge")
    assert "You have acknowledged" in seen.notice


async def test_without_slack_nothing_is_missing_for_them(tmp_path: Path, migrated: Path) -> None:
    async with opened_for(tmp_path, migrated, slack_bot_token="") as both:
        await both.sends_in_teams()
        await both.passes(minutes=3)
        assert "nobody has acknowledged it" in both.tess.chats[-1].preview
        assert both.texts("+61491570156") == []
        seen = await both.tess.press(both.tess.chats[-1], "Details")
        assert seen.dialog is not None
        lines = seen.dialog.text_shown().splitlines()
        assert [line for line in lines if "Casey" in line and "sent" in line]


async def test_a_channel_in_slack_that_is_not_served_alarms_nobody(
    tmp_path: Path, migrated: Path
) -> None:
    async with opened_for(tmp_path, migrated, slack_bot_token="") as both:
        await both.sends_in_teams()
        await both.passes(minutes=1)
        assert both.tess.chats == [], "the first step is due after two minutes"
        for card in (both.card(), both.own_card()):
            assert "does not show it" not in card.text_shown()
        assert "is not shown" not in both.told(both.rowan)
        await both.tess.press(both.card(), "Acknowledge")
        await both.passes(seconds=5)
        assert "Casey Concierge" in both.own_card().text_shown()


async def test_every_button_of_a_leads_team_does_something_in_teams(both: Both) -> None:
    await both.tess.says("team")
    await both.quiet()
    card = both.tess.chats[-1]
    assert len(card.buttons) == 5
    opened = []
    for title in card.buttons:
        seen = await both.tess.press(card, title)
        assert "too old" not in seen.notice, title
        opened += [seen.dialog.title] if seen.dialog else []
    assert list(dict.fromkeys(opened)) == ["Escalation", "Rules", "Who would be told"]
