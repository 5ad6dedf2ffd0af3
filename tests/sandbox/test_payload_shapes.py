"""What we send has the fields, and the kinds of values, that Slack was recorded to send."""

import json
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from foxo_bot.sandbox.slack.server import Slack
from tests.sandbox.bot import Bot
from tests.sandbox.test_front import CARD, FORM
from tests.transports.slack.stand import HOME

PAYLOADS = Path(__file__).parents[2].parent / "shared" / "data" / "slack" / "payloads"
pytestmark = pytest.mark.skipif(not PAYLOADS.exists(), reason="recorded payloads are absent")

# Only sent to Enterprise Grid workspaces, or by features the app does not use.
ABSENT = {
    "enterprise_id",
    "enterprise_name",
    "response_urls.response_url",
    "function_data",
    "bot_access_token",
    "interactivity",
    "is_locked",
}


def recorded(start: str) -> dict[str, Any]:
    path = next(iter(sorted(PAYLOADS.glob(f"{start}*.json"))))
    return json.loads(path.read_text())


def missing(ours: Any, theirs: Any, at: str = "") -> list[str]:
    """Where a field that Slack sent is missing from ours, or is of another kind."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        found = []
        for name, value in theirs.items():
            if name in ABSENT:
                continue
            if name not in ours:
                found.append(f"{at}.{name} missing")
            elif name not in {"blocks", "values", "profile", "element"}:
                found += missing(ours[name], value, f"{at}.{name}")
        return found
    if theirs is None or ours is None or type(ours) is type(theirs):
        return []
    return [f"{at} is {type(ours).__name__}, not {type(theirs).__name__}"]


async def test_a_command_looks_like_slacks(slack: Slack, bot: Bot) -> None:
    await slack.person("U0REG").types("/foxo hi", channel="C0WARD")
    assert missing(bot.last.form, recorded("slash_command--bolt-python--test_flask")) == []


async def test_a_press_looks_like_slacks(slack: Slack, client: AsyncWebClient, bot: Bot) -> None:
    await client.chat_postMessage(channel="C0REF", text="x", blocks=CARD)
    await slack.person("U0GP").press(slack.channel("C0REF").last, "ack")
    sent = bot.payloads("block_actions")[0]
    theirs = recorded("block_actions--bolt-python--test_block_actions")
    assert missing(sent, theirs) == []
    guest = recorded("constructed--block_actions-message-external-user")
    del guest["message"]["subtype"]  # bot_message: of apps older than bot users
    assert missing(sent, guest) == []


async def test_a_submission_looks_like_slacks(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    await client.views_open(trigger_id=slack.triggers.issue("U0REG", HOME), view=FORM)
    modal = slack.person("U0REG").modal
    await modal.suggest("patient", "smith")
    await modal.fill(subject="x", triage="Normal").submit()
    theirs = recorded("view_submission--java-slack-sdk--ViewSubmissionPayloadTest--86e154")
    assert missing(bot.payloads("view_submission")[0], theirs) == []
    constructed = recorded("constructed--view_submission-file_input")
    assert missing(bot.payloads("view_submission")[0], constructed) == []
    asked = bot.payloads("block_suggestion")[0]
    assert missing(asked, recorded("block_suggestion--bolt-python")) == []


async def test_a_closed_view_looks_like_slacks(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    await client.views_open(trigger_id=slack.triggers.issue("U0REG", HOME), view=FORM)
    await slack.person("U0REG").modal.dismiss()
    sent = bot.payloads("view_closed")[0]
    assert missing(sent, recorded("view_closed--java-slack-sdk--ViewClosedTest")) == []
    assert sent["is_cleared"] is True


async def test_shortcuts_look_like_slacks(slack: Slack, bot: Bot) -> None:
    said = await slack.person("U0CON").says("hello", channel="C0WARD")
    registrar = slack.person("U0REG")
    await registrar.uses_shortcut("foxo_new_case")
    await registrar.uses_shortcut("foxo_case_from_message", on=said)
    sent = bot.payloads("shortcut")[0]
    assert missing(sent, recorded("shortcut--bolt-python--test_flask")) == []
    assert "api_app_id" not in sent
    theirs = recorded("message_action--java-slack-sdk--MessageShortcutPayloadTest--706521")
    assert missing(bot.payloads("message_action")[0], theirs) == []


async def test_events_look_like_slacks(slack: Slack, bot: Bot) -> None:
    registrar = slack.person("U0REG")
    await registrar.says("@Foxo Bot hi", channel="C0WARD")
    await registrar.opens_home()
    await slack.admin.adds("U0GP", "C0WARD")
    await slack.admin.removes("U0GP", "C0WARD")
    await slack.admin.renames("C0WARD", "ward-4")
    await slack.admin.revokes(HOME)
    shared = "--bolt-python--test_events_shared_channels--"
    for kind, start in {
        "message": "socket.message--opsdroid",
        "app_mention": f"event.app_mention{shared}e3fc5f",
        "app_home_opened": "event.app_home_opened--java",
        "member_joined_channel": f"event.member_joined_channel{shared}",
        "member_left_channel": f"event.member_left_channel{shared}",
        "channel_rename": "socket.channel_rename",
        "tokens_revoked": f"event.tokens_revoked{shared}",
    }.items():
        theirs = recorded(start)
        for optional in ("view", "inviter", "enterprise"):
            theirs["event"].pop(optional, None)
        for old in ("authed_users", "authed_teams"):
            theirs.pop(old, None)
        assert missing(bot.payloads(kind)[0], theirs) == [], kind
