"""Twilio or the mail server is down: tried again, then another way, and never twice for nothing."""

from tests.scenarios.cast import CASEY_PHONE, LANE_PHONE
from tests.scenarios.hospital import Hospital


async def test_an_sms_that_twilio_could_not_take_is_tried_again(hospital: Hospital) -> None:
    hospital.sandbox.twilio.faults.broken(status=500, times=2, To=CASEY_PHONE)
    await hospital.sends()
    await hospital.passes(minutes=5)
    assert not hospital.texts(CASEY_PHONE)
    assert hospital.texts(LANE_PHONE)
    await hospital.passes(seconds=10)

    assert len(hospital.texts(CASEY_PHONE)) == 1
    assert not hospital.mails("casey@northside.example")


async def test_an_sms_whose_answer_was_lost_is_not_sent_twice(hospital: Hospital) -> None:
    hospital.sandbox.twilio.faults.drops(times=1, To=CASEY_PHONE)
    await hospital.sends()
    await hospital.passes(minutes=5, seconds=30)

    assert len(hospital.texts(CASEY_PHONE)) == 1


async def test_while_twilio_stays_down_members_get_email(hospital: Hospital) -> None:
    hospital.sandbox.twilio.faults.broken(status=503)
    await hospital.sends()
    await hospital.passes(minutes=6)

    assert hospital.mails("casey@northside.example")
    shown = await hospital.details(hospital.cleo, hospital.post())
    again = "being tried again (the SMS service cannot be reached)"
    assert f"Casey Concierge by SMS (Radiology Concierge): {again}" in shown
    hospital.sandbox.twilio.faults.clear()
    await hospital.passes(minutes=1)
    assert hospital.texts(CASEY_PHONE)


async def test_mail_to_a_server_that_is_down_is_tried_again(hospital: Hospital) -> None:
    await hospital.sends(triage="High")
    await hospital.sandbox.smtp.goes_down()
    await hospital.passes(minutes=10, seconds=4)
    assert not hospital.sandbox.smtp.received
    await hospital.sandbox.smtp.comes_back()
    await hospital.passes(seconds=30)

    assert len(hospital.mails("casey@northside.example")) == 1
    assert not hospital.texts(CASEY_PHONE)


async def test_while_the_mail_server_stays_down_members_get_an_sms(hospital: Hospital) -> None:
    await hospital.sends(triage="High")
    await hospital.sandbox.smtp.goes_down()
    await hospital.passes(minutes=11)

    assert len(hospital.texts(CASEY_PHONE)) == 1
    await hospital.passes(minutes=20)
    assert len(hospital.texts(CASEY_PHONE)) == 1, "said once, however long the other way is tried"


async def test_a_busy_mail_server_is_asked_again(hospital: Hospital) -> None:
    hospital.sandbox.smtp.mailbox("casey@northside.example").defers()
    await hospital.sends(triage="High")
    await hospital.passes(minutes=10)
    assert not hospital.mails("casey@northside.example")
    hospital.sandbox.smtp.mailbox("casey@northside.example").accepts()
    await hospital.passes(seconds=10)

    assert len(hospital.mails("casey@northside.example")) == 1


async def test_a_way_that_was_never_set_up_is_replaced_at_once(hospital: Hospital) -> None:
    for courier in hospital.program.couriers:
        if courier.transport.name == "sms":
            courier.transport = type(hospital.program.couriers[-1].transport)("sms")
    await hospital.sends()
    await hospital.passes(minutes=5)

    assert hospital.mails("casey@northside.example")
    shown = await hospital.details(hospital.cleo, hospital.post())
    assert "SMS is not set up here" in shown
