"""One case in Slack and Teams at once: one state, one winner, one conversation."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from foxo_bot.model import State
from foxo_bot.store import people
from tests.scenarios.both import IN_TEAMS, ROWAN, SHARED, THEATRE, Both, opened_in_both
from tests.scenarios.cast import RADIOLOGY, REGISTRAR


@pytest.fixture
async def both(tmp_path: Path, migrated: Path) -> AsyncIterator[Both]:
    async with opened_in_both(tmp_path, migrated) as both:
        yield both


async def test_a_team_in_both_has_the_card_in_both_and_an_acknowledgement_changes_every_copy(
    both: Both,
) -> None:
    await both.sends()
    await both.passes(seconds=3)
    assert "left wrist of bed 4" in both.post(RADIOLOGY).text_shown()
    assert "left wrist of bed 4" in both.card(IN_TEAMS).text_shown()
    assert "left wrist of bed 4" in both.card(SHARED).text_shown()

    await both.tess.press(both.card(), "Acknowledge")
    await both.passes(seconds=4)
    for shown in (both.post(RADIOLOGY), both.card(IN_TEAMS), both.card(SHARED), both.copy()):
        assert "Tess Teams" in shown.text_shown()
    await both.passes(minutes=10)
    assert both.texts("+61491570156") == [], "the escalation has stopped"


async def test_an_acknowledgement_in_slack_reaches_the_sender_in_teams(both: Both) -> None:
    await both.sends_in_teams()
    await both.cleo.press(both.post(RADIOLOGY), "Acknowledge")
    await both.passes(seconds=4)
    assert "Cleo Concierge" in both.card().text_shown()
    assert "Acknowledge" not in both.card().buttons
    assert "Cleo Concierge" in both.own_card().text_shown()


async def test_a_race_between_the_platforms_has_exactly_one_winner(both: Both) -> None:
    await both.sends()
    await both.passes(seconds=3)
    in_slack, in_teams = await asyncio.gather(
        both.cleo.press(both.post(RADIOLOGY), "Acknowledge"),
        both.tess.press(both.card(), "Acknowledge"),
    )
    await both.passes(seconds=4)
    words = [in_slack.text_shown(), in_teams.notice]
    assert sum("You have acknowledged" in said for said in words) == 1
    assert sum("acknowledged this at" in said for said in words) == 1
    winner = "Cleo Concierge" if "You have" in words[0] else "Tess Teams"
    for shown in (both.post(RADIOLOGY), both.card(), both.copy()):
        assert winner in shown.text_shown()


async def test_a_late_press_in_teams_is_told_who_was_first_and_when(both: Both) -> None:
    await both.sends()
    await both.passes(seconds=3)
    await both.cleo.press(both.post(RADIOLOGY), "Acknowledge")
    await both.passes(seconds=4)
    seen = await both.tess.press(both.card(), "Acknowledge", stale=True)
    said = "Cleo Concierge acknowledged this at 2026-03-02 23:00 AEDT"
    assert said in seen.notice, "by the clock of the client, which is in Sydney"


async def test_who_edits_a_reply_in_teams_corrects_it_where_it_was_passed_on(both: Both) -> None:
    await both.sends()
    await both.passes(seconds=3)
    await both.tess.says("4 mg", thread=both.card())
    written = both.sandbox.teams.courier.sent[-1].activity
    edited = {
        "type": "messageUpdate",
        "text": written["text"].replace("4 mg", "0.4 mg"),
        "channelData": written["channelData"] | {"eventType": "editMessage"},
        "timestamp": "2026-03-02T12:01:00.000Z",
    }
    for _ in range(2):
        await both.sandbox.teams.courier.carry(written | edited)
        await both.passes(seconds=3)
    in_slack = [post.text_shown() for post in both.post(RADIOLOGY).thread]
    assert [text.count("Corrected: 0.4 mg") for text in in_slack] == [0, 1]
    undone = {"type": "messageUpdate", "channelData": {"eventType": "undeleteMessage"}}
    assert (await both.sandbox.teams.courier.carry(written | undone)).status == 200
    await both.passes(seconds=3)
    assert len(both.post(RADIOLOGY).thread) == 2


async def test_replies_cross_over_with_the_writers_name(both: Both) -> None:
    await both.sends()
    await both.passes(seconds=3)
    await both.cleo.replies(both.post(RADIOLOGY), "Which wrist?")
    await both.passes(seconds=4)
    in_teams = "\n".join(post.text_shown() for post in both.card().thread)
    assert "Which wrist?" in in_teams
    assert "Cleo Concierge" in in_teams

    await both.tess.says("The left one, I think", thread=both.card())
    await both.passes(seconds=4)
    in_slack = "\n".join(post.text_shown() for post in both.post(RADIOLOGY).thread)
    assert "The left one, I think" in in_slack
    assert "Tess Teams" in in_slack
    mine = [p for p in both.card().thread if "The left one" in p.text_shown()]
    assert len(mine) == 1, "what was written here is not repeated here"


async def test_one_case_goes_to_a_team_in_slack_and_a_team_in_teams(both: Both) -> None:
    await both.sends_in_teams(to=("Radiology Concierge", "Theatre"), triage="High")
    await both.passes(seconds=3)
    assert both.number(RADIOLOGY) in both.card(THEATRE).text_shown()
    await both.cleo.press(both.post(RADIOLOGY), "Acknowledge")
    await both.passes(seconds=4)
    assert sorted(await both.states()) == [State.CLAIMED, State.UNCLAIMED], "each for itself"
    assert "Acknowledge" in both.card(THEATRE).buttons


async def test_one_human_on_both_platforms_is_one_person(both: Both) -> None:
    await both.sends()
    await both.rowan.says("cases")
    await both.quiet()
    known = await both.read(lambda tx: people.by_teams(tx, ROWAN))
    assert known is not None
    assert known.slack_user == REGISTRAR
    assert "Wrist film" in both.told(both.rowan), "their list shows what they sent from Slack"


async def test_teams_being_down_holds_up_neither_slack_nor_sms(both: Both) -> None:
    both.sandbox.teams.faults.broken(status=503)
    await both.sends()
    await both.passes(minutes=1)
    assert "left wrist of bed 4" in both.post(RADIOLOGY).text_shown()
    assert not both.texts("+61491570156"), "they see it in Slack: SMS keeps its time"
    await both.passes(minutes=5)
    assert both.texts("+61491570156"), "the escalation went on"
    both.sandbox.teams.faults.clear()
    await both.passes(minutes=2)
    assert "left wrist of bed 4" in both.card().text_shown()
    assert len(both.sandbox.teams.channel(IN_TEAMS).posts) == 1


async def test_after_a_restart_cards_in_teams_are_still_redrawn(both: Both) -> None:
    await both.sends_in_teams()
    await both.stops()
    await both.starts()
    await both.tess.press(both.card(), "Acknowledge")
    await both.passes(seconds=3)
    assert "Tess Teams" in both.card().text_shown()
    assert "Tess Teams" in both.own_card().text_shown()
