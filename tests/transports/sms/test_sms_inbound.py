"""Replies of people by SMS, and Twilio's reports."""

import logging

import aiohttp
import pytest

from foxo_bot.cards.card import Bold, Card
from foxo_bot.delivery.transport import Parcel
from foxo_bot.handlers.interaction import Done, Kind, PlatformUser, ShowCard, Tell
from foxo_bot.handlers.news import Reachable, Receipt
from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.twilio.server import Twilio
from foxo_bot.sandbox.twilio.webhooks import sign
from foxo_bot.transports.sms import SmsTransport
from tests.stub_front import StubFront

PERSON = "+61491570156"
SIGNED = {"From": PERSON, "To": "+61480000000", "Body": "4821", "MessageSid": "SM1"}


async def post(twilio: Twilio, path: str, params: dict[str, str], signature: str = "") -> int:
    """A request to the transport as anybody on the internet can make it; answers the status."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            twilio.bot_url + path, data=params, headers={"X-Twilio-Signature": signature}
        ) as response,
    ):
        return response.status


async def test_a_reply_becomes_an_act_of_the_number_it_came_from_and_is_answered_by_sms(
    transport: SmsTransport, twilio: Twilio, front: StubFront, clock: Clock
) -> None:
    front.reply = Done(("You have ", Bold("482-913"), " <now> & the sender knows."))

    said = await twilio.phone(PERSON).replies("4821")

    (act,) = front.acts
    assert act.kind is Kind.MESSAGE
    assert act.name == "sms_reply"
    assert act.text == "4821"
    assert act.now == clock.now()
    assert act.actor == PlatformUser(transport="sms", user=PERSON, workspace=None, via="twilio")
    assert act.once is not None
    assert act.once.startswith("sms:SM")
    assert said == ["You have 482-913 <now> & the sender knows."]


async def test_a_refusal_is_answered_by_sms(
    transport: SmsTransport, twilio: Twilio, front: StubFront
) -> None:
    front.reply = Tell(("That code was not recognised.",))

    assert await twilio.phone(PERSON).replies("0000") == ["That code was not recognised."]


async def test_silence_is_answered_with_silence(
    transport: SmsTransport, twilio: Twilio, front: StubFront
) -> None:
    assert await twilio.phone(PERSON).replies("4821") == []
    assert twilio.world.alerts == []


async def test_a_card_is_never_squeezed_into_an_sms(
    transport: SmsTransport, twilio: Twilio, front: StubFront
) -> None:
    front.reply = ShowCard(Card("preview", ()))

    assert await twilio.phone(PERSON).replies("4821") == []


async def test_twilio_repeating_an_sms_gives_the_same_name_to_both(
    transport: SmsTransport, twilio: Twilio, front: StubFront
) -> None:
    signature = sign(twilio.world.auth_token, "https://foxo.example/twilio/sms", SIGNED)
    for _ in range(2):
        assert await post(twilio, "/twilio/sms", SIGNED, signature) == 200

    assert [act.once for act in front.acts] == ["sms:SM1", "sms:SM1"]


@pytest.mark.parametrize("path", ["/twilio/sms", "/twilio/status?reference=77"])
@pytest.mark.parametrize("signature", ["", "bm9uc2Vuc2U=", "é"])
async def test_what_twilio_did_not_sign_is_refused_and_leaves_no_trace_of_its_words(
    transport: SmsTransport,
    twilio: Twilio,
    front: StubFront,
    caplog: pytest.LogCaptureFixture,
    path: str,
    signature: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    params = {**SIGNED, "Body": "Mrs Citizen", "MessageStatus": "delivered"}

    assert await post(twilio, path, params, signature) == 401

    assert front.acts == []
    assert front.news == []
    assert "did not sign" in caplog.text
    assert "Citizen" not in caplog.text
    assert PERSON not in caplog.text


async def test_a_signature_for_other_words_or_another_address_is_refused(
    transport: SmsTransport, twilio: Twilio, front: StubFront
) -> None:
    token = twilio.world.auth_token
    right = sign(token, "https://foxo.example/twilio/sms", SIGNED)
    elsewhere = sign(token, "https://elsewhere.example/twilio/sms", SIGNED)

    assert await post(twilio, "/twilio/sms", {**SIGNED, "Body": "9999"}, right) == 401
    assert await post(twilio, "/twilio/sms", SIGNED, elsewhere) == 401
    assert front.acts == []


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/twilio/sms", {"Body": "4821", "MessageSid": "SM1"}),
        ("/twilio/sms", {"Body": "4821", "From": PERSON}),
        ("/twilio/sms", {**SIGNED, "From": "whatsapp:+61491570156"}),
        ("/twilio/status", {"MessageSid": "SM1"}),
        ("/twilio/status", {"MessageStatus": "delivered"}),
    ],
)
async def test_a_signed_request_that_lacks_something_is_malformed(
    transport: SmsTransport,
    twilio: Twilio,
    front: StubFront,
    path: str,
    params: dict[str, str],
) -> None:
    signature = sign(twilio.world.auth_token, "https://foxo.example" + path, params)

    assert await post(twilio, path, params, signature) == 400
    assert front.acts == []
    assert front.news == []


async def test_a_signed_body_that_is_no_form_is_malformed(
    transport: SmsTransport, twilio: Twilio, front: StubFront
) -> None:
    url = "https://foxo.example/twilio/sms"
    headers = {"X-Twilio-Signature": sign(twilio.world.auth_token, url, {})}
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            twilio.bot_url + "/twilio/sms", data=b"\xff\xfe=%ff", headers=headers
        ) as response,
    ):
        assert response.status == 400


@pytest.mark.parametrize(
    ("word", "reachable"), [("STOP", False), (" stopall ", False), ("Start", True)]
)
async def test_stop_and_start_are_news_about_the_number_and_no_reply_to_a_case(
    transport: SmsTransport,
    twilio: Twilio,
    front: StubFront,
    clock: Clock,
    word: str,
    reachable: bool,
) -> None:
    await twilio.phone(PERSON).replies(word)

    assert front.news == [Reachable(PERSON, reachable, clock.now())]
    assert front.acts == []


async def test_yes_may_mean_the_case_too_so_it_is_answered(
    transport: SmsTransport, twilio: Twilio, front: StubFront, clock: Clock
) -> None:
    await twilio.phone(PERSON).replies("Yes")

    assert front.news == [Reachable(PERSON, True, clock.now())]
    assert [act.text for act in front.acts] == ["Yes"]


@pytest.mark.parametrize(("kind", "heard"), [("STOP", [False]), ("START", [True]), ("HELP", [])])
async def test_twilio_naming_the_meaning_counts_for_more_than_the_word(
    transport: SmsTransport, twilio: Twilio, front: StubFront, kind: str, heard: list[bool]
) -> None:
    params = {**SIGNED, "Body": "arrête", "OptOutType": kind}
    signature = sign(twilio.world.auth_token, "https://foxo.example/twilio/sms", params)

    assert await post(twilio, "/twilio/sms", params, signature) == 200

    assert [news.reachable for news in front.news if isinstance(news, Reachable)] == heard
    assert front.acts == []


async def send(transport: SmsTransport) -> None:
    await transport.send(Parcel(reference="77", address=PERSON, body="Foxo: one"))


async def test_only_the_arrival_of_an_sms_is_news(
    transport: SmsTransport, twilio: Twilio, front: StubFront, clock: Clock
) -> None:
    await send(transport)
    await twilio.deliver()

    (message,) = twilio.sent
    assert message.told == ["queued", "sending", "sent", "delivered"]
    assert front.news == [
        Receipt(
            transport="sms",
            delivered=True,
            now=clock.now(),
            reference="77",
            vendor_id=message.sid,
        )
    ]


@pytest.mark.parametrize(
    ("code", "status", "dead"),
    [
        (30003, "undelivered", False),
        (30005, "undelivered", True),
        (30006, "failed", True),
        (30007, "undelivered", False),
        (21610, "failed", True),
        (39999, "failed", False),
    ],
)
async def test_an_sms_that_did_not_arrive_is_reported_with_its_reason_in_words(
    transport: SmsTransport,
    twilio: Twilio,
    front: StubFront,
    code: int,
    status: str,
    dead: bool,
) -> None:
    twilio.phone(PERSON).undeliverable(code, status=status)
    await send(transport)
    await twilio.deliver()

    (receipt,) = front.news
    assert isinstance(receipt, Receipt)
    assert not receipt.delivered
    assert (receipt.reference, receipt.reason) == ("77", str(code))
    assert receipt.address_dead is dead
    assert receipt.words.endswith(".")


async def test_a_failure_without_a_code_keeps_its_status_as_the_reason(
    transport: SmsTransport, twilio: Twilio, front: StubFront
) -> None:
    await send(transport)
    await twilio.tell(twilio.sent[0], "failed")

    (receipt,) = front.news
    assert isinstance(receipt, Receipt)
    assert (receipt.reason, receipt.address_dead) == ("failed", False)


async def test_a_report_about_a_message_nobody_knows_is_passed_on_without_a_reference(
    transport: SmsTransport, twilio: Twilio, front: StubFront
) -> None:
    params = {"MessageSid": "SM9", "MessageStatus": "delivered"}
    signature = sign(twilio.world.auth_token, "https://foxo.example/twilio/status", params)

    assert await post(twilio, "/twilio/status", params, signature) == 204

    (receipt,) = front.news
    assert isinstance(receipt, Receipt)
    assert (receipt.reference, receipt.vendor_id) == (None, "SM9")
