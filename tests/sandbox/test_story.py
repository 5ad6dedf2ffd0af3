"""The sandbox as one: the four vendors on one clock."""

import pytest

from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.story import Sandbox, eventually
from tests.sandbox.bot import listening


async def test_one_sandbox_starts_and_stops_all_vendors(clock: Clock) -> None:
    async with listening() as bot, Sandbox(clock) as sandbox:
        sandbox.bot_url = bot.url
        sandbox.slack.world.workspace("T1", "North")
        sandbox.slack.world.person("U1", "T1", "Ann Other")
        sandbox.slack.world.channel("C1", "ward", "T1", members=("U1",))
        await sandbox.slack.person("U1").types("/foxo help", channel="C1")
        await sandbox.twilio.phone("+61491570157").replies("1")
        sandbox.teams.world.tenant("T2", "South")
        sandbox.teams.world.person("29:1", "T2", "Ann Other", has_app=True)
        await sandbox.teams.person("29:1").says("help")
        paths = [got.path for got in bot.received]
        assert paths == ["/slack/events", "/twilio/sms", "/api/messages"]
        assert sandbox.smtp.port
        await sandbox.settled()


async def test_what_never_comes_is_reported_with_its_reason() -> None:
    def look() -> bool:
        raise LookupError("nothing has been posted in #ward")

    with pytest.raises(AssertionError, match="nothing has been posted in #ward"):
        await eventually(look, seconds=0.02)


async def test_the_address_is_checked_by_its_challenge(clock: Clock) -> None:
    async with listening() as bot, Sandbox(clock) as sandbox:
        sandbox.bot_url = bot.url
        bot.answers = [{"challenge": "sandbox-challenge"}, {"challenge": "other"}]
        assert await sandbox.slack.courier.url_verification()
        assert not await sandbox.slack.courier.url_verification()
        assert (await sandbox.slack.courier.ssl_check()).ok
        assert bot.last.form["ssl_check"] == "1"
