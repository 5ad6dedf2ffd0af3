"""SMS through a gateway of Apprise, beside a stand-in of an SMSEagle device on loopback."""

import logging
from collections.abc import AsyncIterator

import pytest

from foxo_bot.commands.serve import run
from foxo_bot.delivery.transport import Parcel, Sent, TryLater, Undeliverable
from foxo_bot.sandbox.clock import Clock
from foxo_bot.settings import Settings, SettingsError
from foxo_bot.transports import sms
from foxo_bot.transports.sms.check import check
from foxo_bot.transports.sms.gateway import GatewayTransport, check_url
from tests.stub_front import StubFront
from tests.transports.eagle import Eagle, serving

TO = "+61491570156"
PARCEL = Parcel(
    reference="77", address=TO, body="Foxo: Urgent case 482-913. Open https://foxo/ack/1"
)


@pytest.fixture
async def eagle() -> AsyncIterator[Eagle]:
    async with serving() as device:
        yield device


@pytest.fixture
async def gateway(eagle: Eagle, clock: Clock) -> AsyncIterator[GatewayTransport]:
    settings = Settings(_env_file=None, sms_url=f"{eagle.url}/{{to}}")
    transport = sms.build(settings, StubFront(), clock.now)
    assert isinstance(transport, GatewayTransport)
    yield transport
    await transport.close()


async def test_an_sms_reaches_the_gateway_for_one_number(
    gateway: GatewayTransport, eagle: Eagle
) -> None:
    assert await gateway.send(PARCEL) == Sent("gateway:77")

    (taken,) = eagle.taken
    assert taken["to"].lstrip("+") == TO[1:]
    assert taken["message"] == PARCEL.body
    assert gateway.hears is False


@pytest.mark.parametrize(
    ("status", "failure", "reason"),
    [
        (401, TryLater, "gateway_auth"),
        (429, TryLater, "rate_limited"),
        (503, TryLater, "http_503"),
        (400, Undeliverable, "http_400"),
    ],
)
async def test_a_refusal_is_tried_later_or_brings_another_way_and_names_no_number(
    gateway: GatewayTransport,
    eagle: Eagle,
    status: int,
    failure: type[TryLater | Undeliverable],
    reason: str,
) -> None:
    eagle.status = status
    with pytest.raises(failure) as refused:
        await gateway.send(PARCEL)

    assert refused.value.reason == reason
    assert TO[1:] not in f"{refused.value} {getattr(refused.value, 'words', '')}"
    assert not logging.getLogger("apprise").propagate, "what Apprise logs names the number"
    assert not getattr(refused.value, "address_dead", False)
    assert (gateway.health() is not None) is (status == 401)
    eagle.status = 200
    await gateway.send(PARCEL)
    assert gateway.health() is None


async def test_a_gateway_that_is_down_is_tried_later(clock: Clock) -> None:
    settings = Settings(_env_file=None, sms_url="smseagle://token@127.0.0.1:1/{to}")
    transport = sms.build(settings, StubFront(), clock.now)
    with pytest.raises(TryLater) as later:
        await transport.send(PARCEL)
    await transport.close()

    assert later.value.reason == "unreachable"


@pytest.mark.parametrize(
    "url",
    [
        "clicksend://user:key@{to}",
        "vonage://12345678:abcdefghijklmnop@15551231234/{to}",
        "seven://abcdef",
        "infobip://abc123:xyz@foo.api.infobip.com/{to}",
    ],
)
def test_the_url_of_a_gateway_is_taken_as_its_documentation_writes_it(url: str) -> None:
    assert check_url(url)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("json://localhost/{to}", "the URL that Apprise documents for your SMS gateway"),
        ("nonsense", "the URL that Apprise documents for your SMS gateway"),
        ("smseagle://token@localhost/+61491570158/{to}", "one number alone"),
        (f"twilio://AC{'a' * 32}:{'b' * 32}@+15551231234/{{to}}", "set TWILIO_ACCOUNT_SID"),
    ],
)
async def test_a_url_that_leads_elsewhere_is_named_and_nothing_starts(url: str, words: str) -> None:
    settings = Settings(_env_file=None, sms_url=url)
    with pytest.raises(SettingsError, match="SMS_URL") as wrong:
        sms.build(settings, StubFront(), lambda: pytest.fail("nothing starts"))
    assert words in str(wrong.value)
    ((well, sentence),) = await check(settings)
    assert well is False
    assert words in sentence


async def test_two_ways_of_sending_sms_are_refused_and_one_that_only_sends_is_said(
    eagle: Eagle,
) -> None:
    both = Settings(
        _env_file=None,
        foxo_secret_key="k",
        foxo_encryption_keys="A" * 43 + "=",
        slack_bot_token="xoxb",
        slack_signing_secret="s",
        sms_url=f"{eagle.url}/{{to}}",
        twilio_account_sid="AC1",
    )
    with pytest.raises(SettingsError, match="SMS_URL and TWILIO_ACCOUNT_SID are both set"):
        await run(both)
    ((well, sentence),) = await check(both)
    assert (well, "both set" in sentence) == (False, True)

    ((well, sentence),) = await check(both.model_copy(update={"twilio_account_sid": ""}))
    assert well is None
    assert "SMS Eagle, send only" in sentence
