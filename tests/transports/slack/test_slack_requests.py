"""What is let in: signatures, malformed bodies, checks of Slack's own, and repeated deliveries."""

import json
import time

import pytest

from foxo_bot.delivery.transport import Parcel, Undeliverable
from foxo_bot.sandbox.slack.front.courier import sign
from foxo_bot.sandbox.slack.server import Slack
from foxo_bot.transports.slack.routes import MOST_BYTES
from tests.transports.slack.stand import HOME, Stand, quick, standing, until

FORM = "application/x-www-form-urlencoded"
COMMAND = b"command=%2Ffoxo&text=help&team_id=T0HOME&user_id=U0REG&channel_id=C0WARD"


async def test_a_wrong_signature_is_refused_and_its_body_is_not_logged(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = {"x-slack-signature": "v0=" + 64 * "0"}
    answer = await stand.slack.courier.post(COMMAND + b"&text=Mrs+Example", FORM, wrong)
    assert answer.status == 401
    assert stand.product.acts == []
    assert "signature" in caplog.text
    assert "Example" not in caplog.text


@pytest.mark.parametrize("age", [301, -301])
async def test_an_old_or_future_request_is_refused(stand: Stand, age: int) -> None:
    stamp = str(int(time.time()) - age)  # noqa: TID251 - receivers check against the wall clock
    secret = stand.slack.world.app.signing_secret
    headers = {
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": sign(secret, stamp, COMMAND),
    }
    assert (await stand.slack.courier.post(COMMAND, FORM, headers)).status == 401


@pytest.mark.parametrize("stamp", ["", "soon", "1e400"])
async def test_a_timestamp_that_is_no_number_is_refused(stand: Stand, stamp: str) -> None:
    headers = {"x-slack-request-timestamp": stamp}
    assert (await stand.slack.courier.post(COMMAND, FORM, headers)).status == 401


async def test_without_a_signing_secret_nothing_is_let_in(slack: Slack) -> None:
    async with standing(slack, slack_signing_secret="", start=False):
        assert (await slack.courier.post(COMMAND, FORM)).status == 401


async def test_an_unsigned_certificate_check_is_answered_and_opens_no_door(stand: Stand) -> None:
    unsigned = {"x-slack-signature": "none"}
    assert (await stand.slack.courier.ssl_check()).status == 200
    sneaky = COMMAND + b"&ssl_check=1"
    assert (await stand.slack.courier.post(sneaky, FORM, unsigned)).status == 200
    assert (await stand.slack.courier.post(COMMAND + b"&ssl_check=0", FORM, unsigned)).status == 401
    assert stand.product.acts == []


async def test_the_address_is_verified_by_its_challenge(stand: Stand) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"}).encode()
    answer = await stand.slack.courier.post(body, "application/json")
    assert (answer.status, answer.json()) == (200, {"challenge": "abc"})


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{not json", "application/json"),
        (b"payload=%7Bnot+json", FORM),
        (b"\xff\xfe", FORM),
        (b"[1, 2]", "application/json"),
        (b'"words"', "application/json"),
        (b"", FORM),
        (b"a=b", FORM),
        (b"command=%2Ffoxo&text=cases", FORM),
        (b"[" * 100_000, "application/json"),
        (b"payload=%5B%5D", FORM),
        (b'{"type": "event_callback", "event": "words"}', "application/json"),
        (b'{"type": "event_callback", "authorizations": 5, "event": {}}', "application/json"),
        (b'{"type": "block_actions", "actions": []}', "application/json"),
        (b'{"type": "view_submission", "view": {}}', "application/json"),
    ],
)
async def test_what_slack_cannot_have_sent_is_a_bad_request(
    stand: Stand, body: bytes, kind: str
) -> None:
    answer = await stand.slack.courier.post(body, kind)
    assert answer.status in {400, 401} if b"\xff" in body else answer.status == 400
    assert stand.product.acts == []


async def test_a_body_longer_than_slack_ever_sends_is_not_read_on(stand: Stand) -> None:
    answer = await stand.slack.courier.post(b"x" * (MOST_BYTES + 1), FORM)
    assert answer.status in {0, 413}
    assert stand.product.acts == []


async def test_what_nobody_listens_to_is_acknowledged(stand: Stand) -> None:
    for body in (
        {"type": "app_rate_limited", "team_id": HOME},
        {"type": "event_callback", "team_id": HOME, "event": {"type": "pin_added"}},
        {"type": "view_closed", "view": {}},
        {"command": "/other", "team_id": HOME, "user_id": "U0REG"},
    ):
        assert (await stand.slack.courier.event(body)).status == 200
    assert stand.product.acts == []


async def test_an_event_that_fails_inside_is_reported_for_slack_to_repeat(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(_news: object) -> None:
        raise RuntimeError("Mrs Example")

    stand.product.hear = fails  # type: ignore[method-assign]
    event = {"type": "channel_archive", "channel": "C0WARD"}
    body = {"type": "event_callback", "team_id": HOME, "event_id": "Ev1", "event": event}
    assert (await stand.slack.courier.event(body)).status == 500
    assert "slack request failed" in caplog.text
    assert "Example" not in caplog.text


async def test_slack_being_down_at_the_start_does_not_stop_people(slack: Slack) -> None:
    slack.faults.broken("auth.test")
    async with standing(slack, timing=quick(answer=0.05)) as stand:
        await until(lambda: "no answer about SLACK_BOT_TOKEN" in (stand.transport.health() or ""))
        await slack.person("U0REG").types("/foxo help", channel="C0WARD")
        assert stand.product.act.actor.via == HOME  # type: ignore[union-attr]
        slack.faults.clear()
        await until(lambda: not stand.transport.health())


async def test_a_refused_token_shows_in_health_until_slack_takes_it_again(stand: Stand) -> None:
    await until(lambda: not stand.transport.health())
    stand.slack.faults.error("invalid_auth", "chat.postMessage", times=1)
    stand.slack.faults.error("invalid_auth", "auth.test")
    with pytest.raises(Undeliverable):
        await stand.transport.send(Parcel("1", "C0WARD", "hello", HOME))
    assert stand.transport.health() is not None
    stand.slack.faults.clear()
    await until(lambda: not stand.transport.health())
