"""`foxo-bot check`, asked of Slack's stand-in."""

from datetime import UTC, datetime, timedelta

import pytest

from foxo_bot.handlers.ports import ChannelToWatch
from foxo_bot.sandbox.slack.server import Slack
from foxo_bot.settings import Settings
from foxo_bot.transports.slack import check
from tests.transports.slack.stand import HOME, settings_for

CHANNELS = [
    ChannelToWatch("slack", HOME, "C0WARD", wants_roster=True),
    ChannelToWatch("slack", HOME, "C0OTHER", wants_roster=True),
    ChannelToWatch("slack", HOME, "C0GONE", wants_roster=True),
]


def wall() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the stand-in's Date header is the wall clock's


async def faults(settings: Settings, *channels: ChannelToWatch) -> list[str]:
    return [words for fine, words in await check(settings, wall, channels) if fine is False]


async def test_all_is_well(slack: Slack) -> None:
    settings = settings_for(slack, slack_app_token=slack.world.app.app_token)
    found = await check(settings, wall, CHANNELS[:1])
    assert [words for fine, words in found if not fine] == []
    said = " ".join(words for _, words in found)
    assert "Northside" in said
    assert "Slack: the bot is in the channel ward." in said


async def test_channels_without_the_bot_are_named(slack: Slack) -> None:
    found = await faults(settings_for(slack), *CHANNELS)
    assert len(found) == 2
    assert all("/invite @Foxo Bot" in words for words in found)


async def test_missing_scopes_are_named(slack: Slack) -> None:
    install = slack.world.install_of(HOME)
    assert install is not None
    install.scopes -= {"pins:write", "users:read.email"}
    (words,) = await faults(settings_for(slack))
    assert "pins:write, users:read.email" in words


async def test_a_wrong_token_is_said(slack: Slack) -> None:
    (words,) = await faults(settings_for(slack, slack_bot_token="xoxb-wrong"))
    assert "SLACK_BOT_TOKEN (invalid_auth)" in words


async def test_a_wrong_app_token_is_said(slack: Slack) -> None:
    (words,) = await faults(settings_for(slack, slack_app_token="xapp-wrong"))
    assert "SLACK_APP_TOKEN" in words


async def test_no_way_in_is_said(slack: Slack) -> None:
    (words,) = await faults(settings_for(slack, slack_signing_secret=""))
    assert "SLACK_SIGNING_SECRET" in words


async def test_a_wrong_clock_is_said(slack: Slack) -> None:
    found = await check(settings_for(slack), lambda: wall() + timedelta(minutes=7))
    assert any("clock differs" in words for fine, words in found if not fine)


async def test_a_slack_that_does_not_answer_is_said_and_nothing_is_left_open(slack: Slack) -> None:
    found = await faults(settings_for(slack, slack_api_url="http://127.0.0.1:9/api/"))
    assert "no answer" in found[0]


@pytest.mark.parametrize("secret", ["xoxb-", "sandbox-signing-secret"])
async def test_no_secret_is_said(slack: Slack, secret: str) -> None:
    found = await check(settings_for(slack), wall, CHANNELS)
    assert secret not in str(found)


async def test_without_slack_there_is_nothing_to_check() -> None:
    assert await check(Settings(_env_file=None), wall) == [(None, "Slack: not set up.")]


async def test_installs_need_https(slack: Slack) -> None:
    several = {"slack_bot_token": "", "slack_client_id": "1.2", "slack_client_secret": "s"}
    found = await check(settings_for(slack, **several), wall)
    assert (
        True,
        "Slack: workspaces install the app at https://foxo.example/slack/install.",
    ) in found
    plain = {**several, "foxo_public_url": "http://localhost:3000"}
    (words,) = await faults(settings_for(slack, **plain))
    assert "only over https" in words
