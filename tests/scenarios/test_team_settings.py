"""`/foxo team`: what each may see there, and what a lead may change."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from foxo_bot.sandbox.slack.people.screen import Modal
from foxo_bot.store import organisations
from tests.scenarios.both import HOSPITAL, IN_TEAMS, SHARED, TENANT, Both, opened_in_both
from tests.scenarios.cast import CARDIOLOGY, HILLVIEW, NORTHSIDE, RADIOLOGY, REFERRALS, WARD
from tests.scenarios.hospital import Hospital, fill


@pytest.fixture
async def both(tmp_path: Path, migrated: Path) -> AsyncIterator[Both]:
    async with opened_in_both(tmp_path, migrated) as both:
        yield both


DEFAULT = "Leave empty for the default: "


async def _opens_form(hospital: Hospital) -> Modal:
    seen = await hospital.lane.types("/foxo team", channel=RADIOLOGY)
    await hospital.lane.press(seen.ephemerals[-1], "Edit escalation")
    assert hospital.lane.modal
    return hospital.lane.modal


async def _edits(hospital: Hospital, **values: object) -> dict[str, str]:
    """The lead changes the team's settings; the errors beside the fields."""
    modal = await _opens_form(hospital)
    await modal.fill(**values).submit()
    await hospital.quiet()
    return modal.errors


async def test_a_member_sees_who_is_in_the_team_and_how_they_are_reached(
    hospital: Hospital,
) -> None:
    seen = await hospital.cleo.types("/foxo team", channel=RADIOLOGY)
    shown = seen.text_shown()

    assert "Radiology Concierge" in shown
    assert "3 members" in shown
    assert "Lane Leed (lead): DM, SMS and email" in shown
    assert "SMS at 5 min" in shown
    assert seen.ephemerals[-1].buttons == ["Who would be told?", "How I am reached"]


async def test_a_team_without_listed_members_has_those_of_its_channel(
    hospital: Hospital,
) -> None:
    seen = await hospital.robin.types("/foxo team", channel=CARDIOLOGY)

    assert "Robin Cardio: DM, SMS and email" in seen.text_shown()


async def test_a_lead_of_two_teams_chooses_one(hospital: Hospital) -> None:
    hospital.sandbox.slack.world.channels[WARD].members.add(hospital.lane.user.id)
    seen = await hospital.lane.types("/foxo team", channel=WARD)
    await hospital.lane.press(seen.ephemerals[-1], "Show", nth=0)

    assert "Your teams" in seen.text_shown()
    assert "Edit escalation" in hospital.lane.ephemerals[-1].buttons


@pytest.mark.parametrize("who", ["robin", "casey"])
async def test_somebody_of_another_team_and_a_member_may_look_but_not_change(
    hospital: Hospital, who: str
) -> None:
    person = getattr(hospital, who)
    hospital.sandbox.slack.world.channels[RADIOLOGY].members.add(person.user.id)
    seen = await person.types("/foxo team", channel=RADIOLOGY)
    assert "Edit escalation" not in seen.ephemerals[-1].buttons
    assert "Who would be told?" in seen.ephemerals[-1].buttons

    lane = await hospital.lane.types("/foxo team", channel=RADIOLOGY)
    await hospital.sandbox.slack.acts.press_message(
        person.user, lane.ephemerals[-1].message, _action(lane, "edit_policy")
    )
    await hospital.quiet()
    assert "Only a lead of Radiology Concierge" in person.ephemerals[-1].text_shown()
    assert person.modal is None


def _action(seen, wanted):  # type: ignore[no-untyped-def]
    for block in seen.ephemerals[-1].message.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == wanted:
                return {**element, "block_id": block["block_id"]}
    raise LookupError(wanted)


async def test_an_outsider_is_shown_no_team(hospital: Hospital) -> None:
    """A guest has no command; this is what a Slack Connect workspace with the bot would get."""
    await hospital.lane.types("/foxo team", channel=REFERRALS)
    lane = hospital.lane.ephemerals[-1]
    element = {"type": "button", "action_id": "team", "value": "1", "block_id": "b"}
    element |= {"text": {"type": "plain_text", "text": "Show"}}  # type: ignore[dict-item]
    await hospital.sandbox.slack.acts.press_message(hospital.gp.user, lane.message, element)
    await hospital.quiet()

    shown = "\n".join(post.text_shown() for post in [*hospital.gp.ephemerals, *hospital.gp.dms])
    assert "no longer exists" in shown
    assert "Lane Leed" not in shown


async def test_a_lead_changes_the_escalation_and_new_cases_follow_it(hospital: Hospital) -> None:
    assert not await _edits(hospital, urgent="1m sms", accepts_external="No")
    assert "Saved" in hospital.lane.ephemerals[-1].text_shown()

    await hospital.sends()
    await hospital.passes(minutes=1)
    assert len(hospital.sandbox.twilio.sent) == 3
    seen = await hospital.cleo.types("/foxo team", channel=RADIOLOGY)
    assert "Only your organisation may send" in seen.text_shown()


async def test_the_form_says_what_an_empty_field_stands_for_in_words_that_it_takes(
    hospital: Hospital,
) -> None:
    before = await hospital.lane.types("/foxo team", channel=RADIOLOGY)
    modal = await _opens_form(hospital)
    triages = ("urgent", "high", "normal")
    hints = {name: modal.block(name).hint.partition(DEFAULT)[2] for name in triages}
    assert hints["normal"] == "24h email; 2d email to leads; 3d exhausted every 24h."
    await modal.fill(**{n: hint[:-1].replace("; ", "\n") for n, hint in hints.items()}).submit()

    assert not modal.errors
    after = await hospital.lane.types("/foxo team", channel=RADIOLOGY)
    assert after.ephemerals[-1].text_shown() == before.ephemerals[-1].text_shown()


async def test_a_case_under_way_keeps_the_steps_it_was_sent_under(hospital: Hospital) -> None:
    await hospital.sends()
    assert not await _edits(hospital, urgent="1m sms")
    await hospital.passes(minutes=2)

    assert not hospital.sandbox.twilio.sent


async def test_a_line_that_cannot_be_read_is_named_beside_its_field(hospital: Hospital) -> None:
    errors = await _edits(hospital, urgent="5m sms\nsoon by carrier pigeon", high="10m fax")

    assert "Line 2" in errors["urgent"]
    assert "begin with a time" in errors["urgent"]
    assert '"fax" is not a way' in errors["high"]
    modal = hospital.lane.modal
    assert modal
    assert modal.block("urgent").value == "5m sms\nsoon by carrier pigeon"


async def test_emptying_the_field_brings_the_default_back(hospital: Hospital) -> None:
    await _edits(hospital, urgent="1m sms")
    assert not await _edits(hospital, urgent="")
    await hospital.sends()
    await hospital.passes(minutes=1)

    assert not hospital.sandbox.twilio.sent


async def test_a_closed_team_is_no_longer_offered_to_outsiders(hospital: Hospital) -> None:
    await hospital.lane.types("/foxo team", channel=REFERRALS)
    await hospital.lane.press(hospital.lane.ephemerals[-1], "Post the Send a case message")
    seen = await hospital.gp.press(hospital.post(REFERRALS), "new_case")
    assert seen.modal
    fill(seen.modal, subject="Wrist", details="Sore")
    assert "Radiology Concierge (Northside Hospital)" in seen.modal.block("teams").options
    await _edits(hospital, accepts_external="No")
    await seen.modal.dismiss()

    seen = await hospital.gp.press(hospital.post(REFERRALS), "new_case")
    assert seen.modal
    assert seen.modal.block("teams").options == ["Referrals (Northside Hospital)"]


async def test_a_lead_reads_where_people_of_other_organisations_are_on_either_platform(
    both: Both,
) -> None:
    words = "working. People of other organisations are in it, who there read this team's cases."

    async def shown() -> str:
        await both.stops()
        await both.starts()
        await both.quiet()
        seen = await both.lane.types("/foxo team", channel=RADIOLOGY)
        return seen.ephemerals[-1].text_shown()

    told = await shown()
    assert f"Slack channel {RADIOLOGY}: working\n" in told
    assert f"Microsoft Teams channel {IN_TEAMS}: working\n" in told
    assert f"Microsoft Teams channel {SHARED}: {words}" in told

    await both.sandbox.slack.admin.shares(RADIOLOGY, HILLVIEW)
    both.sandbox.teams.world.person("29:glen", TENANT, "Glen Guest", guest=True)
    both.sandbox.teams.world.teams[HOSPITAL].members.add("29:glen")
    told = await shown()
    assert f"Slack channel {RADIOLOGY}: {words}" in told
    assert f"Microsoft Teams channel {IN_TEAMS}: {words}" in told
    await both.tess.says("team")
    await both.quiet()
    assert told.count(words) == both.tess.chats[-1].text_shown().count(words) == 3

    await both.sandbox.slack.admin.unshares(RADIOLOGY, HILLVIEW)
    assert f"Slack channel {RADIOLOGY}: working\n" in await shown()


async def test_a_second_workspace_of_the_same_organisation_is_no_outsider(both: Both) -> None:
    await both.program.database.write(
        lambda tx: organisations.set_workspaces(tx, 1, "slack", [NORTHSIDE, HILLVIEW])
    )
    await both.sandbox.slack.admin.shares(RADIOLOGY, HILLVIEW)
    await both.stops()
    await both.starts()
    await both.quiet()
    seen = await both.lane.types("/foxo team", channel=RADIOLOGY)
    assert f"Slack channel {RADIOLOGY}: working\n" in seen.ephemerals[-1].text_shown()
