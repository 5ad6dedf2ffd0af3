"""Tokens: the bot's for the connector, and Microsoft's for the bot."""

import jwt
import pytest

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.teams.front.signer import FORGERIES
from foxo_bot.sandbox.teams.server import Teams
from tests.sandbox.bot import Bot
from tests.sandbox.teams.calling import (
    HOSPITAL,
    PRACTICE,
    RAD,
    Caller,
    ask_token,
    card,
    text,
    token,
)


async def test_the_connector_takes_only_tokens_of_the_app(teams: Teams, call: Caller) -> None:
    good = call.token
    for wrong in ("", "nonsense", good[:-4] + "AAAA"):
        call.token = wrong
        answer = await call.send(RAD, card(text("x")))
        assert (answer.status, answer.code) == (401, "Unauthorized")
    call.token = good
    assert (await call.send(RAD, card(text("x")))).status == 201
    assert [one.authorized for one in teams.calls("activities.send")] == [False] * 3 + [True]


async def test_a_token_ends(teams: Teams, call: Caller) -> None:
    teams.login.lasts = -1
    call.token = await token(call)
    assert (await call.send(RAD, card(text("x")))).status == 401


async def test_tokens_can_be_revoked(teams: Teams, call: Caller) -> None:
    teams.login.revoke()
    assert (await call.send(RAD, card(text("x")))).status == 401
    call.token = await token(call)
    assert (await call.send(RAD, card(text("x")))).status == 201


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"client_secret": "old"}, "invalid_client"),
        ({"client_id": "other"}, "unauthorized_client"),
        ({"scope": "https://graph.microsoft.com/.default"}, "invalid_scope"),
        ({"grant_type": "password"}, "invalid_grant"),
    ],
)
async def test_the_token_endpoint_refuses_as_entra_does(
    call: Caller, wrong: dict[str, str], error: str
) -> None:
    assert (await ask_token(call, **wrong)).body["error"] == error


async def test_a_single_tenant_app_has_tokens_of_its_tenant_only(call: Caller) -> None:
    assert (await ask_token(call, PRACTICE)).body["error"] == "unauthorized_client"
    assert (await ask_token(call, "nowhere")).body["error"] == "invalid_request"


async def _keys(call: Caller) -> dict[str, object]:
    async with call.session.get(call.teams.openid_url) as found:
        metadata = await found.json()
    async with call.session.get(metadata["jwks_uri"]) as found:
        keys = (await found.json())["keys"]
    return {key["kid"]: jwt.PyJWK(key) for key in keys}


async def test_an_activity_is_signed_with_a_published_key(
    teams: Teams, call: Caller, bot: Bot
) -> None:
    await teams.person("29:reg").says("help")
    sent = bot.last.headers["authorization"].removeprefix("Bearer ")
    key = (await _keys(call))[jwt.get_unverified_header(sent)["kid"]]
    options = {"verify_exp": False, "verify_nbf": False}
    claims = jwt.decode(
        sent, key, algorithms=["RS256"], audience=teams.world.app.id, options=options
    )
    assert claims["iss"] == "https://api.botframework.com"
    assert claims["serviceurl"] == bot.last.payload["serviceUrl"] == teams.service_url
    assert claims["nbf"] < teams.clock.seconds() < claims["exp"]


async def test_keys_rotate_and_the_old_ones_go(teams: Teams, call: Caller) -> None:
    before = set(await _keys(call))
    teams.login.connector.rotate()
    after = set(await _keys(call))
    assert not before & after
    teams.login.connector.rotate(keep_old=True, endorsements=("webchat",))
    assert after < set(await _keys(call))
    assert teams.login.connector.published()["keys"][-1]["endorsements"] == ["webchat"]


@pytest.mark.parametrize("how", FORGERIES)
async def test_no_forgery_is_a_good_token(
    teams: Teams, call: Caller, bot: Bot, clock: Clock, how: str
) -> None:
    activity = {"type": "message", "serviceUrl": teams.service_url}
    await teams.courier.carry_forged(activity, how)
    sent = bot.last.headers.get("authorization", "").removeprefix("Bearer ")
    keys = await _keys(call)
    with pytest.raises((jwt.PyJWTError, KeyError, AssertionError)):
        _check(sent, keys, teams, clock)


def _check(sent: str, keys: dict[str, object], teams: Teams, clock: Clock) -> None:
    key = keys[jwt.get_unverified_header(sent)["kid"]]
    claims = jwt.decode(
        sent,
        key,  # type: ignore[arg-type]
        algorithms=["RS256"],
        audience=teams.world.app.id,
        issuer="https://api.botframework.com",
        options={"verify_exp": False, "verify_nbf": False},
    )
    assert claims["serviceurl"] == teams.service_url
    assert claims["nbf"] <= clock.seconds() < claims["exp"]


async def test_without_an_app_id_nobody_signs_and_nobody_asks(
    teams: Teams, call: Caller, bot: Bot
) -> None:
    teams.world.app.id = call.token = ""
    await teams.person("29:reg").says("help")
    assert "authorization" not in bot.last.headers
    assert (await call.send(RAD, card(text("x")))).status == 201


async def test_a_tenant_s_metadata_names_microsoft_s_own_addresses(call: Caller) -> None:
    url = f"{call.teams.login_url}/{HOSPITAL}/v2.0/.well-known/openid-configuration"
    async with call.session.get(url) as found:
        told = await found.json()
    root = f"https://login.microsoftonline.com/{HOSPITAL}"
    assert told["token_endpoint"] == f"{root}/oauth2/v2.0/token"
