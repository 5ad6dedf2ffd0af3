"""A case from beginning to end in Teams alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from foxo_bot.model import State
from tests.scenarios.both import (
    GIL,
    IN_TEAMS,
    ROWAN,
    SHARED,
    TESS,
    THEATRE,
    THEO,
    Both,
    fill,
    opened_in_both,
)


@pytest.fixture
async def both(tmp_path: Path, migrated: Path) -> AsyncIterator[Both]:
    async with opened_in_both(tmp_path, migrated) as both:
        yield both


async def test_a_case_is_sent_acknowledged_completed_and_closed(both: Both) -> None:
    said = await both.sends_in_teams()
    assert "was sent to Radiology Concierge" in said
    assert "left wrist of bed 4" in both.card().text_shown()
    assert "waiting for someone to acknowledge" in both.own_card().text_shown()

    seen = await both.tess.press(both.card(), "Acknowledge")
    await both.passes(seconds=2)
    assert "You have acknowledged case" in seen.notice
    assert "Tess Teams" in both.card().text_shown()
    assert "Tess Teams" in both.own_card().text_shown(), "the sender sees who has it"

    await both.tess.press(both.card(), "Complete")
    await both.passes(seconds=2)
    await both.rowan.press(both.own_card(), "Close")
    await both.passes(seconds=2)
    assert await both.states() == [State.CLOSED]


async def test_a_typed_command_leads_to_the_same_form(both: Both) -> None:
    await both.rowan.says("case Chest pain on ward 3")
    await both.quiet()
    seen = await both.rowan.press(both.rowan.chats[-1], "New case")
    assert seen.dialog is not None
    assert seen.dialog.field("subject").value == "Chest pain on ward 3"


async def test_what_is_missing_is_said_in_the_form_with_everything_typed(both: Both) -> None:
    dialog = await both.form()
    fill(dialog, triage="High", teams=["Theatre"], subject="   ", details="BP 90/60\nlactate 4")
    await dialog.submit()
    again = both.rowan.dialog
    assert again is not None
    assert "Say in a few words" in again.errors["subject"]
    assert again.field("details").value == "BP 90/60\nlactate 4"
    assert again.field("teams").value == ["Theatre"]
    assert "High" in str(again.field("triage").value)


async def test_a_form_sent_twice_makes_one_case(both: Both) -> None:
    dialog = await both.form()
    fill(dialog, triage="Normal", teams=["Radiology Concierge"], subject="Wrist", details="x")
    await dialog.submit()
    again = both.sandbox.teams.courier.sent[-1].activity
    await both.sandbox.teams.courier.carry(again | {"id": "f:again"})
    await both.passes(seconds=2)
    assert len(both.sandbox.teams.channel(IN_TEAMS).posts) == 1


async def test_a_message_becomes_a_case_with_its_words_and_its_link(both: Both) -> None:
    written = await both.tess.says("Bed 4 looks pale", channel=IN_TEAMS, mention=False)
    seen = await both.rowan.opens(on=written)
    assert seen.dialog is not None
    details = str(seen.dialog.field("details").value)
    assert details.startswith("Bed 4 looks pale")
    assert "https://teams.microsoft.com/l/message/" in details


async def test_replies_under_the_card_and_by_the_button_reach_the_other_side(both: Both) -> None:
    await both.sends_in_teams()
    await both.tess.says("Which wrist?", thread=both.card())
    await both.passes(seconds=3)
    assert "Which wrist?" in both.told(both.rowan)
    assert "Tess Teams" in both.told(both.rowan)

    seen = await both.rowan.press(both.own_card(), "Reply")
    assert seen.dialog is not None
    await seen.dialog.fill(text="The left one").submit()
    await both.passes(seconds=3)
    thread = "\n".join(post.text_shown() for post in both.card().thread)
    assert "The left one" in thread
    assert "Rowan Regis" in thread


async def test_an_answer_that_quotes_a_reply_or_news_of_the_case_is_a_reply_to_it(
    both: Both,
) -> None:
    await both.sends_in_teams()
    await both.tess.says("Which wrist?", thread=both.card())
    await both.passes(seconds=3)
    asked = next(post for post in both.rowan.chats if "Tess Teams replied" in post.text_shown())
    await both.rowan.says("The left one", thread=asked)
    await both.tess.press(both.card(), "Acknowledge")
    await both.passes(seconds=3)
    news = next(post for post in both.rowan.chats if "Tess Teams acknowledged" in post.text_shown())
    await both.rowan.says("He is in theatre", thread=news)
    await both.passes(seconds=3)

    thread = "\n".join(post.text_shown() for post in both.card().thread)
    assert "The left one" in thread
    assert "He is in theatre" in thread
    assert "is being passed on" in both.told(both.rowan)


async def test_a_reply_that_teams_delivers_twice_is_one_reply_even_to_another_process(
    both: Both,
) -> None:
    await both.sends_in_teams()
    await both.tess.says("Which wrist?", thread=both.card())
    await both.stops()
    await both.starts()
    await both.sandbox.teams.courier.carry(both.sandbox.teams.courier.sent[-1].activity)
    await both.passes(seconds=3)
    told = [post for post in both.rowan.chats[1:] if "Which wrist?" in post.text_shown()]
    assert len(told) == 1, "once, beside the copy that shows it too"


async def test_decline_and_retriage_ask_in_a_dialog(both: Both) -> None:
    await both.sends_in_teams(triage="Normal")
    seen = await both.tess.press(both.card(), "Decline")
    assert seen.dialog is not None
    await seen.dialog.fill(reason="Wrong team").submit()
    await both.passes(seconds=2)
    assert "Wrong team" in both.told(both.rowan)


async def test_the_members_of_a_teams_channel_are_the_team_and_get_direct_messages(
    both: Both,
) -> None:
    await both.sends_in_teams(to=("Theatre",), triage="High")
    await both.passes(minutes=11)
    seen = await both.in_teams(THEO).press(both.in_teams(THEO).chats[0], "Acknowledge")
    assert "You have acknowledged" in seen.notice
    await both.passes(seconds=2)
    assert "Theo Theatre" in both.card(THEATRE).text_shown()


async def test_whose_app_is_missing_is_said_on_the_case(both: Both) -> None:
    both.sandbox.teams.world.users[THEO].blocks_bot = True
    await both.sends_in_teams(to=("Theatre",), triage="High")
    await both.passes(minutes=11)
    seen = await both.in_teams(THEO).press(both.card(THEATRE), "Details")
    assert seen.dialog is not None
    assert "blocked Foxo Bot in Teams" in seen.dialog.text_shown()


async def test_a_channel_that_lost_the_bot_is_visible_to_the_sender(both: Both) -> None:
    both.sandbox.teams.world.teams[
        both.sandbox.teams.world.conversations[IN_TEAMS].team_id
    ].has_app = False
    both.sandbox.teams.world.users[TESS].has_app = True
    await both.sends_in_teams()
    await both.passes(seconds=5)
    assert "not in this Teams channel" in both.own_card().text_shown() + both.told(both.rowan)


async def test_a_practice_in_a_shared_channel_sends_and_sees_its_own_cases_only(
    both: Both,
) -> None:
    gil = both.in_teams(GIL)
    asked = await gil.says("case", channel=SHARED)
    await both.quiet()
    seen = await gil.press(asked.thread[0], "New case")
    assert seen.dialog is not None
    assert [o for o in seen.dialog.field("teams").options if "Theatre" in o] == []
    assert "patient" not in {field.id for field in seen.dialog.fields}
    chosen = next(o for o in seen.dialog.field("teams").options if "Radiology" in o)
    fill(seen.dialog, triage="Normal", teams=[chosen], subject="Wrist", details="of bed 4")
    await seen.dialog.submit()
    await both.passes(seconds=2)
    assert "of bed 4" in both.card().text_shown()

    asked = await gil.says("team", channel=SHARED)
    await both.quiet()
    seen = await gil.press(asked.thread[0], "Show team")
    assert "Teams are shown to people of their own organisation only" in seen.text_shown()


async def test_a_tenant_that_nobody_claims_gets_nothing(both: Both) -> None:
    strange = "33333333-3333-4333-8333-333333333333"
    await both.rowan.says("cases")
    activity = both.sandbox.teams.courier.sent[-1].activity
    activity["conversation"]["tenantId"] = activity["channelData"]["tenant"]["id"] = strange
    activity["from"]["id"] = "29:stranger"
    await both.sandbox.teams.courier.carry(activity | {"id": "f:strange"})
    await both.quiet()
    assert "does not know this workspace or tenant yet" in both.told(both.rowan).split("---")[-1]


async def test_push_previews_carry_no_word_of_the_case(both: Both) -> None:
    await both.sends_in_teams(subject="Scaphoid", details="Pat Example of bed 4")
    await both.tess.says("Pat Example is ready", thread=both.card())
    await both.tess.press(both.card(), "Acknowledge")
    await both.passes(minutes=3)
    shown = "\n".join(both.sandbox.teams.previews)
    for secret in ("Scaphoid", "Pat Example", "bed 4"):
        assert secret not in shown
    assert ROWAN not in shown
