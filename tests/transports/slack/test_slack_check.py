"""`foxo-bot check`, asked of Slack's stand-in."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from foxo_bot.handlers.ports import ChannelToWatch
from foxo_bot.sandbox.slack.server import Slack
from foxo_bot.settings import Settings
from foxo_bot.transports.slack import Named, check
from tests.transports.slack.stand import CLINIC, HOME, settings_for

CHANNELS = [
    ChannelToWatch("slack", HOME, "C0WARD", wants_roster=True),
    ChannelToWatch("slack", HOME, "C0OTHER", wants_roster=True),
    ChannelToWatch("slack", HOME, "C0GONE", wants_roster=True),
]


def wall() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the stand-in's Date header is the wall clock's


async def faults(settings: Settings, *channels: ChannelToWatch) -> list[str]:
    return [words for fine, words in await check(settings, wall, Named(channels)) if fine is False]


async def test_all_is_well(slack: Slack) -> None:
    settings = settings_for(slack, slack_app_token=slack.world.app.app_token)
    found = await check(settings, wall, Named(CHANNELS[:1]))
    assert [words for fine, words in found if not fine] == []
    said = " ".join(words for _, words in found)
    assert "Northside" in said
    assert "Slack: the bot is in the channel ward." in said


async def test_channels_without_the_bot_are_named(slack: Slack) -> None:
    found = await faults(settings_for(slack), *CHANNELS)
    assert len(found) == 2
    assert all("/invite @Foxo Bot" in words for words in found)


async def test_a_channel_that_outsiders_read_is_named(slack: Slack) -> None:
    watched = ChannelToWatch("slack", HOME, "C0REF", wants_roster=False)
    found = await check(settings_for(slack), wall, Named((watched,)))
    (words,) = [words for fine, words in found if fine is None]
    assert "referrals. It is shared with another organisation" in words


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
    found = await check(settings_for(slack), wall, Named(CHANNELS))
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


async def test_each_workspace_that_installed_or_is_claimed_is_looked_at(slack: Slack) -> None:
    several = {"slack_bot_token": "", "slack_client_id": "1.2", "slack_client_secret": "s"}
    slack.world.install(CLINIC, scopes=frozenset({"chat:write"}))
    installs = {team: json.dumps({"bot_token": slack.token(team)}) for team in (HOME, CLINIC)}
    installs["T0GONE"] = json.dumps({"bot_token": "xoxb-old"})
    elsewhere = ChannelToWatch("slack", "T0LATE", "C0LATE", wants_roster=True)
    named = Named([*CHANNELS[:2], elsewhere], [HOME, "T0LATE", "T0GUESTS"], installs)
    found = [words for fine, words in await check(settings_for(slack, **several), wall, named)]
    for words in (
        "knows the bot in the workspace Northside",
        "the bot is in the channel ward",
        "channel elsewhere: The bot is not in this channel",
        "scopes are missing in the workspace Hillview Clinic: app_mentions:read",
        f"no organisation of the directory claims the workspace {CLINIC}",
        "does not accept the token of workspace T0GONE (invalid_auth)",
        "the workspace T0LATE has not installed the app, so its teams get no cases",
        "the workspace T0GUESTS has not installed the app, so its people can use it in shared",
    ):
        assert any(words in one for one in found), words
    assert not any("C0LATE" in one for one in found)
