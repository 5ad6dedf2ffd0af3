"""What vendors tell afterwards: delivered, not delivered, and what follows from it."""

import aiohttp

from foxo_bot.transports.email.inbound import address
from tests.scenarios.cast import CASEY_PHONE, DUTY_PHONE, LANE_PHONE
from tests.scenarios.hospital import Hospital
from tests.transports.reports import EXCHANGE, POSTFIX, headers_of, report


async def test_a_receipt_stands_in_the_details(hospital: Hospital) -> None:
    await hospital.sends()
    await hospital.passes(minutes=5)
    await hospital.sandbox.twilio.deliver()
    shown = await hospital.details(hospital.cleo, hospital.post())

    assert "Casey Concierge by SMS (Radiology Concierge): delivered" in shown


async def test_a_number_out_of_service_brings_email_at_once_and_is_not_tried_again(
    hospital: Hospital,
) -> None:
    hospital.sandbox.twilio.phone(CASEY_PHONE).undeliverable(30005)
    await hospital.sends()
    await hospital.passes(minutes=5)
    assert not hospital.mails("casey@northside.example")
    await hospital.sandbox.twilio.deliver()
    await hospital.quiet()

    assert hospital.mails("casey@northside.example")
    shown = await hospital.details(hospital.cleo, hospital.post())
    assert "not delivered: The mobile number is unknown or no longer in service" in shown
    await hospital.passes(minutes=5)
    tried = [sms for sms in hospital.sandbox.twilio.sent if sms.to_number == CASEY_PHONE]
    assert len(tried) == 1
    assert len(hospital.mails("casey@northside.example")) == 2
    team = await hospital.cleo.types("/foxo team", channel="C00RAD")
    assert "mobile number does not work" in team.text_shown()


async def test_a_phone_that_is_off_is_tried_again_at_the_next_step(hospital: Hospital) -> None:
    hospital.sandbox.twilio.phone(CASEY_PHONE).undeliverable(30003)
    await hospital.sends()
    await hospital.passes(minutes=5)
    await hospital.sandbox.twilio.deliver()
    await hospital.passes(minutes=5)

    tried = [sms for sms in hospital.sandbox.twilio.sent if sms.to_number == CASEY_PHONE]
    assert len(tried) == 2
    assert hospital.mails("casey@northside.example")


async def test_a_number_that_twilio_refuses_at_once_brings_email_in_the_same_minute(
    hospital: Hospital,
) -> None:
    hospital.sandbox.twilio.faults.error("21211", To=CASEY_PHONE)
    await hospital.sends()
    await hospital.passes(minutes=5)

    assert hospital.mails("casey@northside.example")
    assert not hospital.mails("lane@northside.example")
    assert hospital.texts(LANE_PHONE)


async def test_a_receipt_told_twice_or_out_of_turn_has_one_effect(hospital: Hospital) -> None:
    hospital.sandbox.twilio.phone(CASEY_PHONE).undeliverable(30003)
    await hospital.sends()
    await hospital.passes(minutes=5)
    await hospital.sandbox.twilio.deliver()
    sms = next(s for s in hospital.sandbox.twilio.sent if s.to_number == CASEY_PHONE)
    for status in ("undelivered", "sent", "undelivered"):
        assert await hospital.sandbox.twilio.tell(sms, status) == 204
    await hospital.quiet()

    assert len(hospital.mails("casey@northside.example")) == 1


async def test_a_receipt_about_nothing_we_sent_is_taken_without_a_word(
    hospital: Hospital,
) -> None:
    await hospital.sends()
    await hospital.passes(minutes=5)
    sms = hospital.sandbox.twilio.sent[0]
    sms.callback = sms.callback.rpartition("=")[0] + "=4711"
    sms.sid = "SM" + "f" * 32

    assert await hospital.sandbox.twilio.tell(sms, "delivered") == 204


async def test_a_mailbox_that_does_not_exist_brings_sms_at_once(hospital: Hospital) -> None:
    hospital.sandbox.smtp.mailbox("casey@northside.example").bounces()
    await hospital.sends(triage="High")
    await hospital.passes(minutes=10)

    assert len(hospital.texts(CASEY_PHONE)) == 1
    shown = await hospital.details(hospital.cleo, hospital.post())
    assert "not delivered: The email address does not exist" in shown


async def _reported(hospital: Hospital, raw: bytes) -> int:
    """A mail server hands on a report, as its administrator has set up."""
    async with (
        aiohttp.ClientSession() as web,
        web.post(address(hospital.settings), data=raw) as got,
    ):
        return got.status


async def test_mail_that_comes_back_later_brings_sms_at_once_and_marks_the_address(
    hospital: Hospital,
) -> None:
    casey = "casey@northside.example"
    await hospital.sends(triage="High")
    await hospital.passes(minutes=10)
    headers = headers_of(hospital.mails(casey)[-1].raw)
    forged = headers.replace("Message-ID: <", "Message-ID: <0").replace("Mail: <", "Mail: <0")
    assert await _reported(hospital, report(POSTFIX, forged, casey)) == 204
    delayed = report(POSTFIX, headers, casey, action="delayed", status="4.4.1")
    assert await _reported(hospital, delayed) == 204
    await hospital.quiet()
    assert not hospital.texts(CASEY_PHONE)

    for _ in range(2):
        assert await _reported(hospital, report(EXCHANGE, headers, casey)) == 204
    await hospital.passes(seconds=3)
    assert len(hospital.texts(CASEY_PHONE)) == 1
    shown = await hospital.details(hospital.cleo, hospital.post())
    assert "not delivered: The email address does not exist" in shown
    team = await hospital.cleo.types("/foxo team", channel="C00RAD")
    assert "email address does not work (The email address does not exist" in team.text_shown()
    assert "no longer reaches you by email" in hospital.news(hospital.casey)
    assert "Casey Concierge is no longer reached by email" in hospital.news(hospital.lane)
    await hospital.sends(triage="High", subject="Another")
    await hospital.passes(minutes=10)
    assert len(hospital.mails(casey)) == 1

    home = await hospital.casey.opens_home()
    assert home is not None
    await home.press("How I am reached")
    assert hospital.casey.modal is not None
    await hospital.casey.modal.press("Use my email again")
    assert "Your email is used again" in hospital.casey.modal.text_shown()
    await hospital.casey.modal.dismiss()
    await hospital.sends(triage="High", subject="A third")
    await hospital.passes(minutes=10)
    assert len(hospital.mails(casey)) == 2


async def test_of_the_fallback_contacts_dead_number_the_leads_hear_and_of_the_leads_the_contact(
    hospital: Hospital,
) -> None:
    for number in (DUTY_PHONE, LANE_PHONE):
        hospital.sandbox.twilio.phone(number).undeliverable(30005)
    await hospital.sends()
    await hospital.passes(minutes=31)
    await hospital.sandbox.twilio.deliver()
    await hospital.passes(seconds=5)

    told = "Duty manager is no longer reached by SMS"
    assert hospital.news(hospital.lane).count(told) == 1
    assert told not in hospital.news(hospital.casey)
    [news] = [m for m in hospital.mails("duty@northside.example") if "Lane Leed" in m.subject]
    assert "cases reach them by DM and email" in news.plain
