"""The program ends in the middle and another begins on the same database."""

from datetime import timedelta

from tests.scenarios.cast import CASEY_PHONE, RADIOLOGY
from tests.scenarios.hospital import Hospital


async def test_a_case_sent_just_before_the_end_is_posted_by_the_next(hospital: Hospital) -> None:
    hospital.sandbox.slack.faults.broken("chat.postMessage", status=503)
    await hospital.sends()
    await hospital.stops()
    assert not hospital.posts(RADIOLOGY)
    hospital.sandbox.slack.faults.clear()
    await hospital.starts()
    await hospital.passes(seconds=10)

    assert len(hospital.posts(RADIOLOGY)) == 1
    assert len(hospital.registrar.dms) == 1


async def test_steps_that_came_due_meanwhile_are_taken_at_once(
    hospital: Hospital,
) -> None:
    await hospital.sends(triage="High", subject="Waits for its email")
    await hospital.passes(minutes=9)
    await hospital.sends(subject="Waits for its DM")
    await hospital.stops()
    hospital.sandbox.clock.advance(timedelta(minutes=3))
    await hospital.starts()
    await hospital.quiet()
    await hospital.passes(seconds=1)

    assert hospital.mails("casey@northside.example"), "two minutes late"
    assert "Waits for its DM" in hospital.news(hospital.casey), "one minute late"


async def test_repetitions_that_were_missed_are_said_once(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.passes(minutes=11)
    before = len(hospital.texts(CASEY_PHONE))
    await hospital.stops()
    hospital.sandbox.clock.advance(timedelta(hours=2))
    await hospital.starts()
    await hospital.passes(seconds=10)

    assert len(hospital.texts(CASEY_PHONE)) == before + 1
    assert "Please phone the team now" in hospital.news(hospital.registrar)


async def test_nothing_that_was_said_is_said_again(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.passes(minutes=5)
    said = (len(hospital.sandbox.twilio.sent), len(hospital.casey.dms), len(hospital.posts()))
    await hospital.stops()
    await hospital.starts()
    await hospital.passes(minutes=3)

    assert said == (
        len(hospital.sandbox.twilio.sent),
        len(hospital.casey.dms),
        len(hospital.posts()),
    )


async def test_an_acknowledgement_before_the_end_holds_after_it(hospital: Hospital) -> None:
    await hospital.sends()
    hospital.sandbox.twilio.faults.broken(status=503)
    await hospital.passes(minutes=5)
    await hospital.cleo.press(hospital.post(), "Acknowledge")
    await hospital.stops()
    hospital.sandbox.twilio.faults.clear()
    await hospital.starts()
    await hospital.passes(minutes=29)

    assert not hospital.sandbox.twilio.sent
    assert "Acknowledged by Cleo Concierge" in hospital.post().text_shown()


async def test_links_and_codes_from_before_still_work(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.passes(minutes=5)
    await hospital.stops()
    await hospital.starts()
    phone = hospital.sandbox.twilio.phone(CASEY_PHONE)

    assert "You have acknowledged" in (await phone.replies(hospital.code(CASEY_PHONE)))[0]


async def test_a_form_opened_before_is_sent_once_after(hospital: Hospital) -> None:
    modal = await hospital.opens_form()
    modal.fill(teams=["Radiology Concierge"], subject="Wrist", details="Sore", triage="🔴 Urgent")
    await hospital.sandbox.slack.acts.submit(modal.view)
    await hospital.quiet()
    await hospital.stops()
    await hospital.starts()
    await hospital.sandbox.slack.acts.submit(modal.view)
    await hospital.passes(seconds=3)

    assert len(hospital.posts(RADIOLOGY)) == 1
