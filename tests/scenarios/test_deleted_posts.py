"""Somebody deletes the message that shows a case to its team: the case lives on, and it is said."""

import pytest

from tests.scenarios.cast import RADIOLOGY
from tests.scenarios.hospital import Hospital

TOLD = "The channel of Radiology Concierge does not show it."


async def _deletes_the_post(hospital: Hospital) -> None:
    await hospital.sandbox.slack.admin.deletes(hospital.post(RADIOLOGY).message)
    await hospital.passes(seconds=2)


async def test_sender_and_lead_are_told_at_once_and_members_are_asked_one_by_one(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    await _deletes_the_post(hospital)

    for person in (hospital.registrar, hospital.lane):
        assert TOLD in hospital.news(person)
    assert "Somebody deleted its message." in hospital.news(hospital.lane)
    assert "Its channel does not show it" in hospital.copy().text_shown()
    assert "Acknowledge" in hospital.casey.dms[-1].buttons, "the first step came at once"
    shown = await hospital.details(hospital.casey, hospital.casey.dms[-1])
    assert "Somebody deleted the message that showed it to Radiology Concierge" in shown


async def test_a_post_with_replies_leaves_a_tombstone_and_is_missed_as_well(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    await hospital.casey.replies(hospital.post(RADIOLOGY), "Looking at it")
    await hospital.passes(seconds=2)
    await _deletes_the_post(hospital)

    for person in (hospital.registrar, hospital.lane):
        assert TOLD in hospital.news(person)


async def test_who_holds_the_case_goes_on_with_it_from_their_own_copy(hospital: Hospital) -> None:
    await hospital.sends(triage="Urgent")
    await hospital.passes(minutes=3)
    await hospital.casey.press(hospital.casey.dms[-1], "Acknowledge")
    await hospital.passes(seconds=3)
    await _deletes_the_post(hospital)

    assert TOLD in hospital.news(hospital.registrar)
    assert "acknowledged by Casey Concierge" in hospital.copy().text_shown()
    await hospital.casey.press(hospital.casey.dms[-1], "Complete")
    await hospital.passes(seconds=3)
    assert "completed by Casey Concierge" in hospital.copy().text_shown()


async def test_a_deletion_that_slack_never_told_is_found_by_the_next_redraw(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    hospital.post(RADIOLOGY).message.deleted = True
    await hospital.registrar.replies(hospital.copy(), "One more thing")
    await hospital.passes(seconds=5)

    assert TOLD in hospital.news(hospital.lane)
    assert hospital.casey.dms, "the first step came at once"


async def test_it_is_told_once_however_often_slack_says_so(hospital: Hospital) -> None:
    await hospital.sends()
    message = hospital.post(RADIOLOGY).message
    await hospital.sandbox.slack.admin.deletes(message)
    await hospital.sandbox.slack.admin.deletes(message)
    await hospital.passes(seconds=5)

    assert hospital.news(hospital.lane).count(TOLD) == 1
    shown = await hospital.details(hospital.registrar, hospital.copy())
    assert shown.count("Somebody deleted the message") == 1
    assert shown.count("Escalated for") == 1, "and it brings one step forward, not two"


@pytest.mark.parametrize("whose", ["of a withdrawn case", "no case at all"])
async def test_a_message_that_nobody_misses_is_no_news(hospital: Hospital, whose: str) -> None:
    if whose == "no case at all":
        said = await hospital.casey.says("Good morning", channel=RADIOLOGY)
        await hospital.casey.deletes(said)
    else:
        await hospital.sends()
        await hospital.registrar.press(hospital.copy(), "Withdraw")
        await hospital.passes(seconds=3)
        await _deletes_the_post(hospital)
    await hospital.passes(seconds=3)

    assert TOLD not in hospital.news(hospital.lane)
