"""What we send has the fields, and the kinds of values, that Teams was recorded to send."""

import json
from pathlib import Path
from typing import Any

import pytest

from foxo_bot.sandbox.acting import Upload
from foxo_bot.sandbox.teams.server import Teams
from tests.sandbox.bot import Bot
from tests.sandbox.teams.calling import (
    HILL,
    HOSPITAL,
    NORTH,
    RAD,
    REF,
    Caller,
    card,
    execute,
    opener,
    text,
)
from tests.sandbox.teams.test_dialogs import FORM, SEND, continued

PAYLOADS = Path(__file__).parents[4] / "shared/data/teams/payloads"
pytestmark = pytest.mark.skipif(not PAYLOADS.exists(), reason="recorded payloads are absent")

# Ids of the message before 2020, and names that Teams itself leaves out elsewhere.
ABSENT = {"legacy", "settings", "conversation.name"}


def recorded(name: str) -> dict[str, Any]:
    return json.loads((PAYLOADS / f"{name}.json").read_text())


def missing(ours: Any, theirs: Any, at: str = "") -> list[str]:
    """Where a field that Teams sent is missing from ours, or is of another kind."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        found = []
        for name, value in theirs.items():
            path = f"{at}.{name}".removeprefix(".")
            if name in ABSENT or path in ABSENT:
                continue
            if name not in ours:
                found.append(f"{path} missing")
            elif name not in {"data"}:
                found += missing(ours[name], value, path)
        return found
    if isinstance(theirs, list) and isinstance(ours, list) and theirs and ours:
        return missing(ours[0], theirs[0], f"{at}.0")
    if theirs is None or ours is None or type(ours) is type(theirs):
        return []
    return [f"{at} is {type(ours).__name__}, not {type(theirs).__name__}"]


async def test_messages_look_like_teams_s(teams: Teams, bot: Bot) -> None:
    registrar = teams.person("29:reg")
    said = await registrar.says("case", channel=RAD)
    in_channel = bot.last.payload
    assert missing(in_channel, recorded("message-channel-mention")) == []
    await registrar.says("more", thread=said)
    reply = bot.last.payload
    assert missing(reply, recorded("message-channel-reply-2025")) == []
    assert reply["id"] != reply["conversation"]["id"].rpartition("=")[2]
    await registrar.says("file")
    assert missing(bot.last.payload, recorded("message-personal")) == []
    await registrar.says("file", files=[Upload("a.txt", b"x")])
    info = bot.last.payload["attachments"][1]
    theirs = recorded("attachment-file-download-info")["attachments"][0]
    del theirs["content"]["etag"]
    assert missing(info, theirs) == []


async def test_presses_look_like_teams_s(teams: Teams, call: Caller, bot: Bot) -> None:
    actions = [execute("acknowledge", "Acknowledge"), opener("reply", "Reply")]
    await call.in_channel(RAD, card(text("x"), actions=actions))
    post, concierge = teams.channel(RAD).last, teams.person("29:con")
    await concierge.press(post, "Acknowledge")
    assert missing(bot.last.payload, recorded("invoke-adaptiveCard-action-2026")) == []
    await concierge.press(post, "Acknowledge", old_client=True)
    theirs = recorded("message-card-submit")
    theirs["value"] = {}
    assert missing(bot.last.payload, theirs) == []
    await concierge.press(post, "Reply")
    assert missing(bot.last.payload, recorded("invoke-task-fetch")) == []


async def test_dialogs_look_like_teams_s(teams: Teams, call: Caller, bot: Bot) -> None:
    await call.in_channel(RAD, card(text("x"), actions=[opener("reply", "Reply")]))
    bot.answers = [continued(*FORM, actions=[SEND])]
    seen = await teams.person("29:con").press(teams.channel(RAD).last, "Reply")
    assert seen.dialog is not None
    await seen.dialog.suggest("patient", "rob")
    assert missing(bot.last.payload, recorded("invoke-application-search")) == []
    await seen.dialog.fill(subject="x").submit()
    assert missing(bot.last.payload, recorded("invoke-task-submit")) == []


async def test_the_message_extension_looks_like_teams_s(teams: Teams, bot: Bot) -> None:
    bot.answers = [continued(*FORM, actions=[SEND])]
    seen = await teams.person("29:reg").opens("newCase", channel=RAD)
    assert missing(bot.last.payload, recorded("invoke-composeExtension-fetchTask")) == []
    assert missing(bot.last.payload, recorded("invoke-fetchTask-channel-newpost")) == []
    assert seen.dialog is not None
    await seen.dialog.fill(subject="x").submit()
    assert missing(bot.last.payload, recorded("invoke-composeExtension-submitAction")) == []


async def test_refreshes_and_consents_look_like_teams_s(
    teams: Teams, call: Caller, bot: Bot
) -> None:
    action = {**execute("refresh", "R"), "id": "r"}
    refresh = {"action": action, "userIds": ["29:con"]}
    await call.in_channel(RAD, card(text("x"), refresh=refresh))
    await teams.person("29:con").looks_at(teams.channel(RAD).last)
    assert missing(bot.last.payload, recorded("invoke-adaptiveCard-refresh")) == []
    kind = "application/vnd.microsoft.teams.card.file.consent"
    offer = {"contentType": kind, "name": "a.txt", "content": {"acceptContext": {}}}
    chat = (await call.to_person("29:con")).body["id"]
    await call.send(chat, {"type": "message", "attachments": [offer]})
    concierge = teams.person("29:con")
    await concierge.consents(concierge.chats[-1])
    theirs = recorded("invoke-fileConsent-accept")
    del theirs["value"]["uploadInfo"]["etag"]
    assert missing(bot.last.payload, theirs) == []


async def test_events_look_like_teams_s(teams: Teams, bot: Bot) -> None:
    admin, by = teams.admin, "29:own"
    await admin.installs(NORTH, by=by)
    installation, added = (got.payload for got in bot.received)
    assert missing(installation, recorded("installationUpdate-add-channel")) == []
    assert missing(added, recorded("conversationUpdate-bot-added-to-team")) == []
    assert added["membersAdded"][0]["id"] == added["recipient"]["id"]
    await admin.adds("29:lone", NORTH, by=by)
    assert missing(bot.last.payload, recorded("conversationUpdate-teamMemberAdded")) == []
    await admin.removes("29:lone", NORTH, by=by)
    assert missing(bot.last.payload, recorded("conversationUpdate-teamMemberRemoved")) == []
    await admin.renames_channel(RAD, "X-ray", by=by)
    assert missing(bot.last.payload, recorded("conversationUpdate-channelRenamed")) == []
    await admin.creates_channel("19:new@thread.tacv2", "New", NORTH, by=by)
    assert missing(bot.last.payload, recorded("conversationUpdate-channelCreated")) == []
    await admin.renames_team(NORTH, "North", by=by)
    assert missing(bot.last.payload, recorded("conversationUpdate-teamRenamed")) == []
    await admin.shares_channel(REF, HILL, by=by)
    theirs = recorded("sharedchannel-channelShared-MODELLED")
    assert missing(bot.last.payload, theirs) == []
    await admin.reacts("29:con", RAD, "1")
    assert missing(bot.last.payload, recorded("messageReaction-added")) == []
    assert teams.world.conversations[RAD].tenant_id == HOSPITAL


async def test_the_connector_answers_as_recorded(call: Caller) -> None:
    made = await call.in_channel(RAD, card(text("x")))
    theirs = recorded("outbound/01-POST-conversations")
    assert (made.status, missing(made.body, theirs["response"])) == (theirs["status"], [])
    changed = await call.update(made.body["id"], made.body["activityId"], card(text("y")))
    theirs = recorded("outbound/05-PUT-conversations-id-activities-id")
    assert (changed.status, missing(changed.body, theirs["response"])) == (theirs["status"], [])
    members = await call.get(RAD, "members")
    theirs = recorded("outbound/34-GET-conversations-id-members")
    assert missing(members.body[-1:], theirs["response"]) == []
    team = await call("GET", f"teams/{NORTH}")
    assert missing(team.body, recorded("outbound/02-GET-teams-id")["response"]) == []
    channels = await call("GET", f"teams/{NORTH}/conversations")
    theirs = recorded("outbound/37-GET-teams-id-conversations")
    assert missing(channels.body, theirs["response"]) == []


def outbound() -> list[Path]:
    return sorted((PAYLOADS / "outbound").glob("*POST*activities*.json"))


async def test_what_bots_were_recorded_to_send_is_taken(call: Caller) -> None:
    """But for offers of files in channels: they were taken, and never worked there."""
    offer = "application/vnd.microsoft.teams.card.file.consent"
    for path in outbound():
        theirs = json.loads(path.read_text())["body"]
        if offer in {one["contentType"] for one in theirs.get("attachments", [])}:
            continue
        sent = await call.send(RAD, theirs)
        assert sent.status == 201, f"{path.name}: {sent.body}"
