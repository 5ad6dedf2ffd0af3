"""Recorded and documented activities through the real entry: none of them is a surprise."""

import json
from pathlib import Path

import pytest

from foxo_bot.edges.payload import Json
from tests.transports.teams.stand import Stand

REPOSITORY = Path(__file__).parents[3]
PAYLOADS = REPOSITORY.parent / "shared/data/teams/payloads"
FILES = sorted(PAYLOADS.glob("*.json"))
FILES = [
    file for file in FILES if file.name not in {"INDEX.json", "attachment-file-download-info.json"}
]

pytestmark = pytest.mark.skipif(
    not FILES, reason="the recorded activities are not beside this checkout"
)

HEARD = {
    "invoke-composeExtension-fetchTask.json": ("command", "case"),
    "message-channel-mention.json": ("message", "said_to_bot"),
    "message-channel-reply-2025.json": ("message", "thread_reply"),
    "message-personal.json": ("message", "said_to_bot"),
    "message-personal-html.json": ("message", "said_to_bot"),
    "invoke-application-search.json": ("options", "npm"),
    "invoke-adaptiveCard-refresh.json": ("action", "editOrResolveView"),
}


def recorded(file: Path) -> Json:
    found: Json = json.loads(file.read_text("utf-8"))
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_a_recorded_activity_is_taken_without_a_fault(stand: Stand, file: Path) -> None:
    activity = recorded(file)
    sender = {"id": "29:recorded", "name": "Recorded Person"}
    usual = {
        "type": "invoke",
        "channelId": "msteams",
        "from": sender,
        "recipient": {"id": "28:bot"},
    }
    activity = {**usual, **activity, "serviceUrl": stand.teams.service_url}
    answer = await stand.teams.courier.carry(activity)
    await stand.settled()
    assert answer.status == 200
    if file.name in HEARD:
        act = stand.product.act
        assert (act.kind.value, act.name) == HEARD[file.name]
        assert "<at>" not in act.text
