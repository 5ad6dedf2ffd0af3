"""What is handed to Twilio, and what is done when nobody knows whether it was taken."""

from datetime import timedelta

import pytest

from foxo_bot.cards import notice
from foxo_bot.cards.notice import Notice, Occasion
from foxo_bot.delivery.transport import Parcel, Sent, TryLater, Undeliverable
from foxo_bot.model import Triage
from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.twilio.server import Twilio
from foxo_bot.settings import Settings
from foxo_bot.transports import sms
from foxo_bot.transports.sms.check import check
from foxo_bot.transports.sms.sender import Sender
from tests.stub_front import StubFront

TO = "+61491570156"
BODY = "Foxo: Urgent case 482-913 for Radiology is waiting (5 min). Reply 4821 to acknowledge."


def parcel(**over: object) -> Parcel:
    return Parcel(**{"reference": "77", "address": TO, "body": BODY, **over})  # type: ignore[arg-type]


async def test_an_sms_reaches_the_phone_and_asks_for_reports_under_our_reference(
    transport: sms.SmsTransport, twilio: Twilio
) -> None:
    sent = await transport.send(parcel())

    (message,) = twilio.sent
    assert sent == Sent(message.sid)
    assert message.body == BODY
    assert message.to_number == TO
    assert message.callback == "https://foxo.example/twilio/status?reference=77"


async def test_someone_who_said_stop_is_never_tried_again_and_the_reason_is_in_words(
    transport: sms.SmsTransport, twilio: Twilio
) -> None:
    await twilio.phone(TO).replies("STOP")

    with pytest.raises(Undeliverable) as refused:
        await transport.send(parcel())

    assert refused.value.reason == "21610"
    assert refused.value.address_dead
    assert "STOP" in refused.value.words


@pytest.mark.parametrize(
    ("code", "dead"),
    [("21211", True), ("21214", True), ("21217", True), ("21614", True), ("21408", False),
     ("21612", False), ("21606", False), ("21999", False)],
)  # fmt: skip
async def test_a_permanent_refusal_says_whether_the_number_is_dead(
    transport: sms.SmsTransport, twilio: Twilio, code: str, dead: bool
) -> None:
    twilio.faults.error(code, "Messages")

    with pytest.raises(Undeliverable) as refused:
        await transport.send(parcel())

    assert (refused.value.reason, refused.value.address_dead) == (code, dead)
    assert TO not in refused.value.words
    assert refused.value.words.endswith(".")


async def test_too_many_requests_hold_back_the_sender_for_as_long_as_twilio_asks(
    transport: sms.SmsTransport, twilio: Twilio
) -> None:
    twilio.faults.rate_limited("Messages", retry_after=7, times=1)

    with pytest.raises(TryLater) as later:
        await transport.send(parcel())

    assert (later.value.reason, later.value.after) == ("rate_limited", 7.0)
    assert later.value.lane_too
    assert not later.value.uncertain


async def test_an_answer_that_was_lost_is_not_followed_by_a_second_sms(
    transport: sms.SmsTransport, twilio: Twilio
) -> None:
    twilio.faults.drops("Messages", times=1)
    with pytest.raises(TryLater) as lost:
        await transport.send(parcel(body=f"{BODY} Or open https://foxo.example/ack/one"))
    assert lost.value.uncertain

    again = f"{BODY} Or open https://foxo.example/ack/two"
    sent = await transport.send(parcel(body=again, uncertain=True))

    assert [message.sid for message in twilio.sent] == [sent.vendor_id]


async def test_a_request_that_never_arrived_is_sent_after_looking(
    transport: sms.SmsTransport, twilio: Twilio
) -> None:
    twilio.faults.refuses("Messages", times=1)
    with pytest.raises(TryLater) as lost:
        await transport.send(parcel())
    assert lost.value.uncertain

    await transport.send(parcel(uncertain=True))

    assert len(twilio.sent) == 1


def drawn(age: timedelta, link: str) -> str:
    return notice.sms(
        Notice(
            occasion=Occasion.WAITING,
            number=482913,
            triage=Triage.URGENT,
            team="Radiology",
            age=age,
            link=f"https://foxo.example/ack/{link}",
            code="4821",
        )
    )


@pytest.mark.parametrize("age", [timedelta(seconds=50), timedelta(hours=2), timedelta(days=3)])
async def test_an_sms_that_was_redrawn_minutes_later_is_recognised(
    transport: sms.SmsTransport, twilio: Twilio, clock: Clock, age: timedelta
) -> None:
    twilio.faults.drops("Messages", times=1)
    with pytest.raises(TryLater):
        await transport.send(parcel(body=drawn(age, "one")))
    clock.advance(timedelta(minutes=70))

    later = drawn(age + timedelta(minutes=70), "two")
    sent = await transport.send(parcel(body=later, uncertain=True))

    assert [message.sid for message in twilio.sent] == [sent.vendor_id]


async def test_after_a_restart_an_sms_of_the_last_minutes_is_recognised(
    transport: sms.SmsTransport, twilio: Twilio, settings: Settings, clock: Clock
) -> None:
    await transport.send(parcel())
    clock.advance(timedelta(minutes=2))
    restarted = sms.build(settings, StubFront(), clock.now)

    sent = await restarted.send(parcel(uncertain=True))
    await restarted.close()

    assert [message.sid for message in twilio.sent] == [sent.vendor_id]


async def test_after_a_restart_the_same_words_of_an_earlier_step_are_another_sms(
    transport: sms.SmsTransport, twilio: Twilio, settings: Settings, clock: Clock
) -> None:
    await transport.send(parcel(reference="76"))
    clock.advance(timedelta(minutes=5))
    restarted = sms.build(settings, StubFront(), clock.now)

    await restarted.send(parcel(uncertain=True))
    await restarted.close()

    assert len(twilio.sent) == 2


async def test_the_same_words_that_went_out_under_another_reference_are_another_sms(
    transport: sms.SmsTransport, twilio: Twilio
) -> None:
    await transport.send(parcel(reference="76"))

    await transport.send(parcel(uncertain=True))

    assert len(twilio.sent) == 2


async def test_another_case_or_code_is_another_sms(
    transport: sms.SmsTransport, twilio: Twilio, settings: Settings, clock: Clock
) -> None:
    await transport.send(parcel(reference="76"))
    restarted = sms.build(settings, StubFront(), clock.now)

    await restarted.send(parcel(body=BODY.replace("4821", "4822"), uncertain=True))
    other_case = BODY.replace("482-913", "482-914")
    await restarted.send(parcel(reference="78", body=other_case, uncertain=True))
    await restarted.close()

    assert len(twilio.sent) == 3


async def test_a_report_about_our_reference_proves_that_twilio_took_it(
    transport: sms.SmsTransport, twilio: Twilio
) -> None:
    twilio.faults.drops("Messages", times=1)
    with pytest.raises(TryLater):
        await transport.send(parcel())
    await twilio.tell(twilio.sent[0], "queued")
    twilio.faults.broken("Messages.list")

    sent = await transport.send(parcel(body="other words by now", uncertain=True))

    assert sent.vendor_id == twilio.sent[0].sid
    assert len(twilio.sent) == 1


async def test_while_twilio_cannot_be_asked_an_uncertain_sms_stays_uncertain_and_unsent(
    transport: sms.SmsTransport, twilio: Twilio
) -> None:
    twilio.faults.broken("Messages.list", status=503)

    with pytest.raises(TryLater) as later:
        await transport.send(parcel(uncertain=True))

    assert later.value.uncertain
    assert twilio.sent == []


async def test_wrong_credentials_are_seen_in_health_until_they_work(
    settings: Settings, twilio: Twilio, transport: sms.SmsTransport
) -> None:
    twilio.world.auth_token = "changed"
    with pytest.raises(TryLater) as later:
        await transport.send(parcel())
    assert later.value.reason == "twilio_auth"
    assert transport.health() == "Twilio refuses the account's credentials."

    twilio.world.auth_token = settings.twilio_auth_token
    await transport.send(parcel())

    assert transport.health() is None


async def test_nothing_listening_is_certain_not_to_have_sent(
    settings: Settings, clock: Clock
) -> None:
    nowhere = settings.model_copy(update={"twilio_api_url": "http://127.0.0.1:1"})
    transport = sms.build(nowhere, StubFront(), clock.now)

    with pytest.raises(TryLater) as later:
        await transport.send(parcel())
    await transport.close()

    assert (later.value.reason, later.value.uncertain) == ("unreachable", False)


def test_a_messaging_service_takes_the_place_of_a_number(settings: Settings) -> None:
    service = settings.model_copy(update={"twilio_from": "MG" + "0" * 32})
    sender = Sender(service, None, None)  # type: ignore[arg-type]  # neither is asked

    fields = sender._fields(parcel(), BODY)

    assert fields["MessagingServiceSid"] == service.twilio_from
    assert "From" not in fields


async def test_check_says_that_all_is_well(settings: Settings) -> None:
    findings = await check(settings)

    assert [well for well, _ in findings] == [True, True, True]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"twilio_auth_token": "wrong"}, "refuses"),
        ({"twilio_api_url": "http://127.0.0.1:1"}, "cannot be reached"),
        ({"twilio_from": "0491 570 156"}, "TWILIO_FROM must be a number"),
    ],
)
async def test_check_names_what_is_wrong(
    settings: Settings, change: dict[str, str], words: str
) -> None:
    findings = await check(settings.model_copy(update=change))

    (trouble,) = [sentence for well, sentence in findings if not well]
    assert words in trouble


async def test_check_warns_that_twilio_cannot_report_to_a_local_address(
    settings: Settings,
) -> None:
    change = {
        "foxo_public_url": "http://localhost:3000",
        "twilio_api_url": "https://twilio.invalid",
    }
    findings = await check(settings.model_copy(update=change))

    assert any("FOXO_PUBLIC_URL is local" in sentence for well, sentence in findings if not well)
