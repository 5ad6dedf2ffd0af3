"""Twilio's own client and validator judge the sandbox's Twilio."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from fastapi import Response
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.twilio.server import Twilio
from tests.sandbox.bot import Bot, listening

OURS, THEIRS = "+61480000000", "+61491570157"
# twilio 9.13 still uses the aiohttp arguments that aiohttp 3.14 deprecates.
pytestmark = pytest.mark.filterwarnings(
    "ignore:BasicAuth is deprecated", "ignore:The 'auth' parameter is deprecated"
)
PUBLIC = "https://foxo.northside.example"


class LocalHttp(AsyncTwilioHttpClient):
    """Twilio's client, dialling the sandbox."""

    base = ""

    async def request(self, method, url, *args, **kwargs):
        return await super().request(
            method, url.replace("https://api.twilio.com", self.base), *args, **kwargs
        )


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with listening() as bot:
        yield bot


@pytest.fixture
async def twilio(clock: Clock, bot: Bot) -> AsyncIterator[Twilio]:
    async with Twilio(clock) as twilio:
        twilio.bot_url, twilio.public_url = bot.url, PUBLIC
        yield twilio


@pytest.fixture
async def client(twilio: Twilio) -> AsyncIterator[Client]:
    http = LocalHttp()
    http.base = twilio.url
    yield Client(twilio.world.account_sid, twilio.world.auth_token, http_client=http)
    await http.close()


async def send(client: Client, **more: str):
    args = {"to": THEIRS, "from_": OURS, "body": "Urgent case 12", **more}
    return await client.messages.create_async(**args)


async def refusal(call) -> int:
    with pytest.raises(TwilioRestException) as caught:
        await call
    return caught.value.code


async def test_a_text_reaches_the_phone_and_is_queued(twilio: Twilio, client: Client) -> None:
    sent = await send(client)
    assert sent.status == "queued"
    assert sent.num_segments == "1"
    assert twilio.phone(THEIRS).last.body == "Urgent case 12"
    found = await client.messages(sent.sid).fetch_async()
    assert found.to == THEIRS


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"to": "0491570157"}, 21211),
        ({"to": OURS}, 21266),
        ({"from_": "+61499999999"}, 21606),
        ({"body": "x" * 1601}, 21617),
        ({"body": ""}, 21602),
        ({"status_callback": "nonsense"}, 21609),
    ],
)
async def test_what_twilio_does_not_take_is_refused(
    client: Client, wrong: dict[str, str], code: int
) -> None:
    assert await refusal(send(client, **wrong)) == code


async def test_wrong_credentials_are_refused(twilio: Twilio, client: Client) -> None:
    twilio.world.auth_token = "changed"
    assert await refusal(send(client)) == 20003
    assert await refusal(client.api.accounts(client.account_sid).fetch_async()) == 20003


async def test_the_account_can_be_checked(client: Client) -> None:
    account = await client.api.accounts(client.account_sid).fetch_async()
    assert account.status == "active"


async def test_receipts_are_signed_for_the_public_address(
    twilio: Twilio, client: Client, bot: Bot
) -> None:
    url = f"{PUBLIC}/twilio/status?attempt=7"
    await send(client, status_callback=url)
    assert bot.received == []
    await twilio.deliver()
    told = [r.form["MessageStatus"] for r in bot.received]
    assert told == ["queued", "sending", "sent", "delivered"]
    validator, got = RequestValidator(twilio.world.auth_token), bot.last
    assert got.url.endswith("/twilio/status?attempt=7")
    assert validator.validate(url, got.form, got.headers["x-twilio-signature"])
    assert not validator.validate(bot.url, got.form, got.headers["x-twilio-signature"])


async def test_a_text_that_cannot_arrive_ends_with_its_code(
    twilio: Twilio, client: Client, bot: Bot
) -> None:
    phone = twilio.phone(THEIRS)
    phone.undeliverable(30006)
    sent = await send(client, status_callback=f"{PUBLIC}/twilio/status")
    await twilio.deliver()
    assert phone.inbox == []
    assert bot.last.form["MessageStatus"] == "undelivered"
    assert bot.last.form["ErrorCode"] == "30006"
    assert (await client.messages(sent.sid).fetch_async()).error_code == 30006

    phone.undeliverable(30003, status="failed")
    bot.received.clear()
    await send(client, status_callback=f"{PUBLIC}/twilio/status")
    await twilio.deliver()
    assert [r.form["MessageStatus"] for r in bot.received] == ["queued", "sending", "failed"]


async def test_the_list_is_cut_and_what_is_still_queued_has_no_day(
    twilio: Twilio, client: Client
) -> None:
    for _ in range(3):
        await send(client)
    assert len(await client.messages.list_async(to=THEIRS)) == 3
    page = await client.messages.page_async(to=THEIRS, page_size=2)
    assert len(list(page)) == 2
    assert page.next_page_url
    today = twilio.clock.now().replace(hour=0)
    assert await client.messages.list_async(to=THEIRS, date_sent_after=today) == []
    await twilio.deliver()
    assert len(await client.messages.list_async(to=THEIRS, date_sent_after=today)) == 3


async def test_receipts_go_out_by_themselves_when_asked(
    twilio: Twilio, client: Client, bot: Bot
) -> None:
    twilio.automatic = True
    await send(client, status_callback=f"{PUBLIC}/twilio/status")
    await twilio.settled()
    assert bot.last.form["MessageStatus"] == "delivered"


async def test_a_reply_is_signed_and_its_answer_comes_to_the_phone(
    twilio: Twilio, client: Client, bot: Bot
) -> None:
    await send(client)
    xml = "<?xml version='1.0'?><Response><Message>Thank you</Message></Response>"
    bot.always = Response(xml, media_type="text/xml")
    assert await twilio.phone(THEIRS).replies("4821") == ["Thank you"]
    got = bot.last
    assert got.path == "/twilio/sms"
    assert (got.form["From"], got.form["To"], got.form["Body"]) == (THEIRS, OURS, "4821")
    validator = RequestValidator(twilio.world.auth_token)
    signature = got.headers["x-twilio-signature"]
    assert validator.validate(f"{PUBLIC}/twilio/sms", got.form, signature)
    assert not validator.validate(f"{PUBLIC}/twilio/sms", {**got.form, "Body": "1"}, signature)


async def test_an_answer_that_is_no_twiml_raises_an_alert(twilio: Twilio, bot: Bot) -> None:
    bot.answers = [Response("<Response>", media_type="text/xml"), {"ok": True}]
    phone = twilio.phone(THEIRS)
    assert await phone.replies("1") == []
    assert await phone.replies("1") == []
    assert [alert.code for alert in twilio.world.alerts] == [12100, 12300]


async def test_stop_holds_until_start(twilio: Twilio, client: Client) -> None:
    await send(client)
    phone = twilio.phone(THEIRS)
    assert "unsubscribed" in (await phone.replies("stop"))[0]
    assert await refusal(send(client)) == 21610
    await phone.replies("START")
    await send(client)
    assert phone.last.body == "Urgent case 12"


async def test_the_app_cannot_answer_one_who_said_stop(twilio: Twilio, bot: Bot) -> None:
    xml = "<Response><Message>Sorry to see you go</Message></Response>"
    bot.always = Response(xml, media_type="application/xml")
    assert len(await twilio.phone(THEIRS).replies("STOP")) == 1
    assert twilio.world.alerts[0].code == 21610


async def test_a_character_outside_gsm_makes_texts_shorter(twilio: Twilio, client: Client) -> None:
    assert (await send(client, body="x" * 160)).num_segments == "1"
    assert (await send(client, body="x" * 161)).num_segments == "2"
    assert (await send(client, body="☎" + "x" * 70)).num_segments == "2"


async def test_a_dropped_answer_leaves_the_text_sent(twilio: Twilio, client: Client) -> None:
    twilio.faults.drops("Messages", times=1)
    with pytest.raises(aiohttp.ClientError):
        await send(client)
    assert len(twilio.sent) == 1
    twilio.faults.refuses("Messages", times=1)
    with pytest.raises(aiohttp.ClientError):
        await send(client)
    assert len(twilio.sent) == 1


async def test_faults_fit_one_number_only(twilio: Twilio, client: Client) -> None:
    twilio.faults.rate_limited("Messages", To=THEIRS)
    assert await refusal(send(client)) == 20429
    await send(client, to="+61491570156")
    twilio.faults.clear()
    twilio.faults.broken("Messages", status=503, times=1)
    with pytest.raises(TwilioRestException):
        await send(client)
    await send(client)
