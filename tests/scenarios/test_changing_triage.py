"""Raising brings the next step nearer and never pushes it away; lowering counts anew from now."""

import pytest

from tests.scenarios.cast import CASEY_PHONE
from tests.scenarios.hospital import Hospital


async def test_raising_starts_the_urgent_clock_from_now(hospital: Hospital) -> None:
    await hospital.sends(triage="Normal")
    await hospital.passes(hours=2)
    told = await hospital.fills(hospital.cleo, hospital.post(), "Change triage", triage="🔴 Urgent")
    await hospital.passes(seconds=3)

    assert "is now Urgent" in told
    assert "🔴 Urgent" in hospital.post().text_shown()
    assert "it was Normal" in hospital.news(hospital.registrar)
    assert not hospital.texts(CASEY_PHONE)
    await hospital.passes(minutes=5)
    assert hospital.texts(CASEY_PHONE)


async def test_raising_never_makes_a_step_later_than_it_was(hospital: Hospital) -> None:
    await hospital.sends(triage="High")
    await hospital.passes(minutes=9)
    await hospital.fills(hospital.registrar, hospital.copy(), "Change triage", triage="🔴 Urgent")
    await hospital.passes(minutes=1)

    assert hospital.casey.dms, "High would have reached them at ten minutes, so Urgent does too"


async def test_lowering_counts_the_longer_times_from_now(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.passes(minutes=1)
    await hospital.fills(hospital.registrar, hospital.copy(), "Change triage", triage="🔵 Normal")
    await hospital.passes(hours=23, minutes=58)
    assert not hospital.sandbox.twilio.sent
    assert not hospital.mails("casey@northside.example")
    await hospital.passes(minutes=3)

    assert hospital.mails("casey@northside.example")


async def test_what_was_queued_under_the_old_triage_is_not_sent(hospital: Hospital) -> None:
    await hospital.sends()
    hospital.sandbox.twilio.faults.broken(status=503)
    await hospital.passes(minutes=5)
    await hospital.fills(hospital.registrar, hospital.copy(), "Change triage", triage="🔵 Normal")
    hospital.sandbox.twilio.faults.clear()
    await hospital.passes(minutes=10)

    assert not hospital.sandbox.twilio.sent


async def test_the_same_triage_changes_nothing(hospital: Hospital) -> None:
    await hospital.sends()
    told = await hospital.fills(hospital.cleo, hospital.post(), "Change triage", triage="🔴 Urgent")

    assert "is Urgent already" in told
    await hospital.passes(minutes=2)
    assert hospital.casey.dms, "the clock went on"


@pytest.mark.parametrize("sender", ["registrar", "cleo"])
async def test_its_sender_and_whoever_holds_it_hear_of_the_new_triage_once(
    hospital: Hospital, sender: str
) -> None:
    await hospital.sends(getattr(hospital, sender))
    await hospital.claims(hospital.cleo)
    await hospital.fills(hospital.lane, hospital.post(), "Change triage", triage="🔵 Normal")
    await hospital.passes(seconds=3)

    for person in {sender, "cleo"}:
        assert hospital.news(getattr(hospital, person)).count("it was Urgent") == 1
