"""Payloads that Slack really sent, and those its SDKs test with: none may trip the bot."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from foxo_bot.sandbox.slack.front.courier import Answer
from tests.transports.slack.manifest import REPOSITORY
from tests.transports.slack.stand import Stand

FOLDER = REPOSITORY.parent / "shared" / "data" / "slack" / "payloads"
INCOMING = (
    *("slash_command", "block_actions", "block_suggestion", "view_", "message_action"),
    *("shortcut", "event.", "app_rate_limited", "url_verification"),
    *("constructed--block", "constructed--view", "constructed--event"),
)
RECORDED = {
    file.stem: json.loads(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.json"))
}
SENT = [name for name in RECORDED if name.startswith(INCOMING)]
OTHERS = [name for name in RECORDED if name not in SENT]

pytestmark = pytest.mark.skipif(not RECORDED, reason="the recorded payloads are not here")


def interactive(payload: dict[str, Any]) -> bool:
    return payload.get("type") in {
        *("block_actions", "block_suggestion", "view_submission", "view_closed"),
        *("shortcut", "message_action", "interactive_message", "dialog_submission"),
        *("dialog_suggestion", "dialog_cancellation"),
    }


async def sent(stand: Stand, payload: Any) -> Answer:
    """As Slack sends it: events as JSON, commands as a form, the rest as a form's payload."""
    courier = stand.slack.courier
    if isinstance(payload, dict) and interactive(payload):
        return await courier.interaction(payload)
    if isinstance(payload, dict) and "command" in payload:
        form = {key: str(value) for key, value in payload.items()}
        return await courier.post(urlencode(form).encode(), "application/x-www-form-urlencoded")
    return await courier.post(json.dumps(payload).encode(), "application/json")


async def test_whatever_slack_sends_is_taken(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    not_taken = {}
    for name in SENT:
        caplog.clear()
        answer = await sent(stand, RECORDED[name])
        await stand.settled()
        if answer.status != 200 or "failed" in caplog.text or "not understood" in caplog.text:
            not_taken[name] = (answer.status, caplog.text)
    assert not_taken == {}


async def test_what_slack_answers_or_only_outlines_does_no_harm(stand: Stand) -> None:
    statuses = {name: (await sent(stand, RECORDED[name])).status for name in OTHERS}
    assert {name: status for name, status in statuses.items() if status not in {200, 400}} == {}
    assert stand.product.acts == []
