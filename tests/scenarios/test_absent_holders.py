"""Whoever holds a case leaves the team, or is reached no more: it does not stay with them."""

import re

from foxo_bot.directory import apply, file
from foxo_bot.model import State
from tests.scenarios.cast import CARDIOLOGY, CLEO, CLEO_PHONE, DIRECTORY, DUTY_PHONE
from tests.scenarios.hospital import Hospital

POST = "chat.postMessage"
ABSENT = "no longer in the team, or nothing reaches them"


async def _lists(hospital: Hospital, directory: str) -> None:
    await hospital.program.database.write(
        lambda tx: apply.apply(tx, file.parse(directory), now=hospital.now)
    )


async def _watches(hospital: Hospital, *, minutes: int) -> None:
    """Time passes, and the program looks after holders as often as it does."""
    for _ in range(minutes // 5):
        await hospital.passes(minutes=5)


async def _without_cleo(hospital: Hospital) -> None:
    entry = rf"          - \{{name: Cleo Concierge, slack: {CLEO}.*?\}}\n"
    await _lists(hospital, re.sub(entry, "", DIRECTORY, flags=re.DOTALL))


async def test_the_leads_are_told_once_of_a_holder_who_left_and_take_over(
    hospital: Hospital,
) -> None:
    await hospital.sends(triage="Normal")
    await hospital.claims(hospital.cleo)
    await _without_cleo(hospital)
    await hospital.passes(minutes=9)
    assert "can no longer act" not in hospital.news(hospital.lane), "it may be for a minute only"
    await hospital.passes(minutes=11)

    assert "Cleo Concierge acknowledged it, and can no longer act on it" in (
        hospital.lane.dms[-1].text_shown()
    )
    assert ABSENT in hospital.post().text_shown()
    assert "can no longer act" not in hospital.news(hospital.casey)
    await _watches(hospital, minutes=60)
    assert hospital.news(hospital.lane).count("can no longer act") == 1

    await hospital.lane.press(hospital.lane.dms[-1], "Take over")
    await _watches(hospital, minutes=180)
    assert "Acknowledged by Lane Leed" in hospital.post().text_shown()
    assert ABSENT not in hospital.post().text_shown()
    assert await hospital.states() == [State.CLAIMED]


async def test_what_nobody_takes_over_waits_for_everybody_again(hospital: Hospital) -> None:
    await hospital.sends(triage="High")
    await hospital.claims(hospital.cleo)
    await _without_cleo(hospital)
    await _watches(hospital, minutes=120)
    assert await hospital.states() == [State.CLAIMED]
    assert not hospital.mails("casey@northside.example")
    await _watches(hospital, minutes=20)

    assert await hospital.states() == [State.UNCLAIMED]
    assert "It waits again. Cleo Concierge acknowledged it" in hospital.news(hospital.registrar)
    assert hospital.mails("casey@northside.example"), "the first step came at once"
    details = await hospital.details(hospital.casey, hospital.post())
    assert "can no longer act on it: the case waits again" in details


async def test_who_comes_back_holds_it_as_before(hospital: Hospital) -> None:
    await hospital.sends(triage="Normal")
    await hospital.claims(hospital.cleo)
    await _without_cleo(hospital)
    await hospital.passes(minutes=6)
    await _lists(hospital, DIRECTORY)
    await _watches(hospital, minutes=15)
    assert "can no longer act" not in hospital.news(hospital.lane)

    await _without_cleo(hospital)
    await _watches(hospital, minutes=20)
    assert ABSENT in hospital.post().text_shown()
    await _lists(hospital, DIRECTORY)
    await _watches(hospital, minutes=180)
    assert ABSENT not in hospital.post().text_shown()
    assert await hospital.states() == [State.CLAIMED]


async def test_a_channel_that_seems_empty_takes_no_case_from_anybody(hospital: Hospital) -> None:
    await hospital.sends(triage="Normal", teams=("Cardiology",))
    await hospital.claims(hospital.robin, CARDIOLOGY)
    await hospital.sandbox.slack.admin.removes(hospital.robin.user.id, CARDIOLOGY)
    await _watches(hospital, minutes=300)

    assert await hospital.states() == [State.CLAIMED]
    told = [text for text in hospital.texts(DUTY_PHONE) if "can no longer act" in text]
    assert not told, "an email is enough"
    [mail] = hospital.mails("duty@northside.example")
    assert "Robin Cardio can no longer act on Normal case" in mail.subject


async def test_whom_nothing_reaches_any_more_holds_nothing_for_long(hospital: Hospital) -> None:
    bare = re.sub(r', email: cleo@[^,]*,\n *phone: "[^"]*"', "", DIRECTORY)
    await _lists(hospital, bare)
    await hospital.sends(triage="Normal")
    await hospital.claims(hospital.cleo)
    await _watches(hospital, minutes=30)
    assert "can no longer act" not in hospital.news(hospital.lane)
    await hospital.sandbox.slack.admin.changes_profile(CLEO, deleted=True)
    await _watches(hospital, minutes=20)

    assert "Cleo Concierge acknowledged it, and can no longer act" in hospital.news(hospital.lane)


async def test_a_holder_whose_chat_takes_nothing_hears_of_their_case_by_sms(
    hospital: Hospital,
) -> None:
    await hospital.sends(triage="Normal")
    await hospital.claims(hospital.cleo)
    hospital.sandbox.slack.faults.error("user_disabled", POST, channel=CLEO)
    await hospital.casey.press(hospital.post(), "Take over")
    await hospital.passes(seconds=5)

    assert "Casey Concierge took over" in hospital.texts(CLEO_PHONE)[-1]
