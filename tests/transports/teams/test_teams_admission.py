"""Whose activities are taken: Microsoft's for this bot, and nobody else's."""

import json
from datetime import timedelta

import pytest

from foxo_bot.sandbox.teams.front.signer import FORGERIES
from foxo_bot.sandbox.teams.nouns import App
from foxo_bot.sandbox.wire import Json
from tests.transports.teams.stand import REGISTRAR, Stand, standing


async def genuine(stand: Stand) -> Json:
    """An activity that was taken."""
    await stand.teams.person(REGISTRAR).says("hello")
    stand.product.acts.clear()
    stand.teams.world.calls.clear()
    return stand.teams.courier.sent[-1].activity


@pytest.mark.parametrize("how", FORGERIES)
async def test_a_token_that_is_not_microsofts_gets_401_and_nothing_happens(
    stand: Stand, how: str
) -> None:
    activity = await genuine(stand)
    answer = await stand.teams.courier.carry_forged(activity, how)
    await stand.settled()
    assert (answer.status, answer.text) == (401, "")
    assert stand.product.acts == []
    assert stand.teams.world.calls == []


async def test_an_install_by_a_forger_is_not_heard(stand: Stand) -> None:
    activity = await genuine(stand) | {"type": "installationUpdate", "action": "remove"}
    before = dict(stand.product.secrets)
    assert (await stand.teams.courier.carry_forged(activity, "stolen_name")).status == 401
    assert stand.product.secrets == before


async def test_a_key_that_may_not_sign_for_teams_gets_401(stand: Stand) -> None:
    activity = await genuine(stand)
    stand.teams.login.connector.rotate(endorsements=("webchat",))
    assert (await stand.teams.courier.carry(activity)).status == 401


async def test_a_rotation_of_microsofts_keys_is_not_noticed_by_anybody(stand: Stand) -> None:
    activity = await genuine(stand)
    stand.teams.login.connector.rotate()
    assert (await stand.teams.courier.carry(activity)).status == 200
    stand.clock.advance(timedelta(minutes=6))
    stand.teams.login.connector.rotate()
    assert (await stand.teams.courier.carry(activity)).status == 200
    assert len(stand.product.acts) == 2


async def test_while_no_key_was_ever_had_teams_is_asked_to_come_again(stand: Stand) -> None:
    stand.teams.faults.broken("keys")
    await stand.teams.person(REGISTRAR).says("hello")
    assert stand.teams.courier.sent[-1].answer.status == 503
    stand.teams.faults.clear()
    stand.clock.advance(timedelta(seconds=6))
    await stand.teams.person(REGISTRAR).says("hello")
    assert stand.product.act.text == "hello"


async def test_a_genuine_activity_that_names_a_strange_address_is_refused(stand: Stand) -> None:
    activity = await genuine(stand) | {
        "serviceUrl": "https://smba.trafficmanager.net.evil.example/"
    }
    assert (await stand.teams.courier.carry(activity)).status == 403
    assert stand.product.acts == []
    assert stand.teams.world.calls == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"7", b"{}", b'{"type": 7}', b"\xff", b"[" * 99999]
)
async def test_what_is_no_activity_is_refused(stand: Stand, body: bytes) -> None:
    answer = await stand.teams.courier.post(body, "Bearer x")
    assert answer.status == 400
    assert answer.json()["error"]["message"] == "An activity is a JSON object with a type."


async def test_a_body_without_end_is_refused(stand: Stand) -> None:
    body = json.dumps({"type": "message", "text": "x" * 1_000_001}).encode()
    assert (await stand.teams.courier.post(body, "Bearer x")).status == 413


async def test_only_json_is_taken_so_that_no_web_page_can_post(stand: Stand) -> None:
    session = stand.teams.courier.session
    url = f"{stand.teams.bot_url}/api/messages"
    async with session.post(url, data=b"{}", headers={"content-type": "text/plain"}) as answer:
        assert answer.status == 415


async def test_anonymous_mode_takes_what_comes_and_calls_this_machine_alone() -> None:
    nobody = App(id="", password="")
    settings = {"teams_app_id": "", "teams_app_password": "", "teams_allow_anonymous": "1"}
    async with standing(app=nobody, **settings) as stand:
        await stand.teams.person(REGISTRAR).says("help")
        assert stand.product.act.name == "help"
        activity = stand.teams.courier.sent[-1].activity
        strange = activity | {"serviceUrl": "https://smba.trafficmanager.net/amer/"}
        assert (await stand.teams.courier.carry(strange)).status == 403
