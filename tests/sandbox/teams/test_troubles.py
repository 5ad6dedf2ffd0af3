"""What can be made to go wrong at Teams, and what happens to teams around the bot."""

import aiohttp
import pytest

from foxo_bot.sandbox.teams.server import Teams
from tests.sandbox.bot import Bot
from tests.sandbox.teams.calling import LEADS, NORTH, RAD, REF, Caller, ask_token, card, text


async def test_a_limited_call_says_when_to_come_again(teams: Teams, call: Caller) -> None:
    teams.faults.rate_limited("activities.send", retry_after=7, times=1)
    answer = await call.send(RAD, card(text("x")))
    assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    assert (await call.send(RAD, card(text("x")))).status == 201


@pytest.mark.parametrize("status", [412, 502, 503, 504])
async def test_the_connector_can_be_unwell(teams: Teams, call: Caller, status: int) -> None:
    teams.faults.broken(status=status, times=1)
    assert (await call.in_channel(RAD, card(text("x")))).status == status
    assert teams.channel(RAD).posts == []


async def test_a_fault_can_be_narrowed(teams: Teams, call: Caller) -> None:
    teams.faults.error("BotNotInConversationRoster", conversation=RAD)
    teams.faults.error("PreconditionFailed", channel=REF)
    teams.faults.error("ConversationBlockedByUser", member="29:con")
    assert (await call.send(RAD, card(text("x")))).code == "BotNotInConversationRoster"
    assert (await call.in_channel(REF, card(text("x")))).status == 412
    assert (await call.in_channel(RAD, card(text("x")))).status == 201
    assert (await call.to_person("29:con")).status == 403
    assert (await call.to_person("29:reg")).status == 201


async def test_an_answer_can_be_lost_after_the_work(teams: Teams, call: Caller) -> None:
    teams.faults.drops("activities.send", times=1)
    with pytest.raises(aiohttp.ClientError):
        await call.send(RAD, card(text("x")))
    assert len(teams.channel(RAD).posts) == 1
    teams.faults.refuses("activities.send", times=1)
    with pytest.raises(aiohttp.ClientError):
        await call.send(RAD, card(text("x")))
    assert len(teams.channel(RAD).posts) == 1


async def test_sign_in_can_be_unwell_too(teams: Teams, call: Caller) -> None:
    teams.faults.broken("token", status=503, times=1)
    with pytest.raises(aiohttp.ContentTypeError):
        await ask_token(call)
    teams.faults.broken("keys", status=500, times=1)
    async with call.session.get(teams.openid_url) as got:
        assert got.status == 500


async def test_a_removed_app_is_told_and_can_no_longer_post(
    teams: Teams, call: Caller, bot: Bot
) -> None:
    await teams.admin.uninstalls(NORTH, by="29:own")
    removal, removed = (got.payload for got in bot.received)
    assert (removal["type"], removal["action"]) == ("installationUpdate", "remove")
    assert removed["membersRemoved"][0]["id"] == removed["recipient"]["id"]
    assert (await call.send(RAD, card(text("x")))).code == "BotNotInConversationRoster"
    assert (await call.to_person("29:con")).code == "BotNotInConversationRoster"


async def test_a_person_installs_the_app_for_themselves(
    teams: Teams, call: Caller, bot: Bot
) -> None:
    await teams.admin.installs_for("29:lone")
    assert bot.last.payload["conversation"]["conversationType"] == "personal"
    assert (await call.to_person("29:lone")).status == 201
    await teams.admin.uninstalls_for("29:lone")
    assert bot.last.payload["action"] == "remove"
    assert (await call.to_person("29:lone")).status == 403


async def test_an_app_is_added_to_a_private_channel_by_hand(
    teams: Teams, call: Caller, bot: Bot
) -> None:
    assert (await call.send(LEADS, card(text("x")))).status == 403
    await teams.admin.adds_app(LEADS, by="29:own")
    assert bot.last.payload["channelData"]["channel"]["type"] == "private"
    assert (await call.send(LEADS, card(text("x")))).status == 201
    await teams.admin.removes_app(LEADS, by="29:own")
    assert (await call.send(LEADS, card(text("x")))).status == 403


async def test_people_come_to_a_shared_channel_and_go(teams: Teams, bot: Bot) -> None:
    await teams.admin.adds("29:reg", REF, by="29:own")
    assert bot.last.payload["channelData"]["channel"] == {"id": REF, "type": "shared"}
    await teams.person("29:reg").says("hello", channel=REF, mention=False)
    await teams.admin.removes("29:reg", REF, by="29:own")
    assert bot.last.payload["membersRemoved"][0]["id"] == "29:reg"


async def test_a_deleted_channel_is_gone(teams: Teams, call: Caller, bot: Bot) -> None:
    await teams.admin.deletes_channel(RAD, by="29:own")
    assert bot.last.payload["channelData"]["eventType"] == "channelDeleted"
    assert (await call.send(RAD, card(text("x")))).code == "ConversationNotFound"


async def test_an_activity_can_come_twice(teams: Teams, bot: Bot) -> None:
    await teams.person("29:reg").says("help")
    await teams.courier.carry(teams.courier.sent[-1].activity)
    first, again = (got.payload for got in bot.received)
    assert first == again
