"""The connector takes what Teams takes, and refuses the rest with Teams' codes."""

import pytest

from foxo_bot.sandbox.teams.server import Teams
from tests.sandbox.teams.calling import (
    HILL,
    HOSPITAL,
    LEADS,
    NORTH,
    PRACTICE,
    RAD,
    REF,
    Caller,
    card,
    execute,
    text,
)


async def test_a_card_begins_a_thread_in_a_channel(teams: Teams, call: Caller) -> None:
    made = await call.in_channel(RAD, card(text("Chest pain")))
    post = teams.channel(RAD).last
    assert made.status == 201
    assert made.body == {"id": f"{RAD};messageid={post.id}", "activityId": post.id}
    assert (post.text_shown(), post.preview) == ("Chest pain", "Case 1")


async def test_a_reply_stands_in_its_thread(teams: Teams, call: Caller) -> None:
    thread = (await call.in_channel(RAD, card(text("Chest pain")))).body["id"]
    sent = await call.send(thread, {"type": "message", "text": "On my way"})
    (reply,) = teams.channel(RAD).last.thread
    assert sent.body == {"id": reply.id}
    assert reply.text_shown() == "On my way"
    assert len(teams.channel(RAD).posts) == 1


async def test_a_message_is_redrawn_for_everybody(teams: Teams, call: Caller) -> None:
    made = (await call.in_channel(RAD, card(text("Waiting")))).body
    changed = await call.update(made["id"], made["activityId"], card(text("Acknowledged")))
    post = teams.channel(RAD).last
    assert changed.body == {"id": made["activityId"]}
    assert post.text_shown() == "Acknowledged"
    assert post.earlier()["body"] == [text("Waiting")]


async def test_a_message_can_be_taken_back(teams: Teams, call: Caller) -> None:
    made = (await call.in_channel(RAD, card(text("x")))).body
    path = f"conversations/{RAD}/activities/{made['activityId']}"
    assert (await call("DELETE", path)).status == 200
    assert (await call("DELETE", path)).code == "ActivityNotFoundInConversation"
    assert teams.channel(RAD).posts == []


async def test_text_beside_a_card_makes_two_messages_without_an_id(
    teams: Teams, call: Caller
) -> None:
    sent = await call.send(RAD, {**card(text("x")), "text": "y"})
    assert sent.body == {}
    assert len(teams.channel(RAD).posts) == 2


async def test_a_person_is_written_to_in_one_chat(teams: Teams, call: Caller) -> None:
    first, again = await call.to_person("29:con"), await call.to_person("29:con")
    assert first.body == again.body
    await call.send(first.body["id"], card(text("Case 1 waits")))
    assert [post.text_shown() for post in teams.person("29:con").chats] == ["Case 1 waits"]


async def test_an_entra_id_is_known_only_where_the_app_is_installed(
    teams: Teams, call: Caller
) -> None:
    user = teams.world.users["29:con"]
    assert (await call.to_person(user.object_id)).code == "BadArgument"
    user.has_app = True
    assert (await call.to_person(user.object_id)).status == 201


async def test_nobody_is_written_to_who_has_not_met_the_app(call: Caller) -> None:
    assert (await call.to_person("29:lone")).code == "BotNotInConversationRoster"
    assert (await call.to_person("29:gp")).code == "BotNotInConversationRoster"
    assert (await call.to_person("rowan@northside.example")).code == "BadArgument"
    assert (await call.to_person("29:con", PRACTICE)).code == "BadSyntax"


async def test_the_platform_s_refusals_have_their_codes(teams: Teams, call: Caller) -> None:
    chat = (await call.to_person("29:con")).body["id"]
    teams.world.users["29:con"].blocks_bot = True
    assert (await call.send(chat, card(text("x")))).code == "ConversationBlockedByUser"
    assert (await call.send(LEADS, card(text("x")))).code == "BotNotInConversationRoster"
    teams.world.conversations[RAD].archived = True
    assert (await call.send(RAD, card(text("x")))).code == "MessageWritesBlocked"
    teams.world.tenants[HOSPITAL].blocks_app = True
    assert (await call.send(REF, card(text("x")))).code == "BotDisabledByAdmin"
    assert (await call.send("19:no", card(text("x")))).code == "ConversationNotFound"
    assert (await call.send(f"{REF};messageid=1", card(text("x")))).code == "ConversationNotFound"


async def test_another_tenant_s_conversations_are_not_there(call: Caller) -> None:
    call.tenant = PRACTICE
    assert (await call.send(RAD, card(text("x")))).code == "ConversationNotFound"


async def test_only_own_messages_are_changed(teams: Teams, call: Caller) -> None:
    said = await teams.person("29:con").says("hello", channel=RAD, mention=False)
    assert (await call.update(RAD, said.id, card(text("x")))).code == "ForbiddenOperationException"
    assert (await call.update(RAD, "1", card(text("x")))).code == "ActivityNotFoundInConversation"


async def test_what_is_too_large_is_refused(call: Caller) -> None:
    assert (await call.send(RAD, card(text("é" * 14_400)))).status == 413
    assert (await call.send(RAD, card(text("é" * 14_100)))).status == 201


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"type": "message"},
        {"type": "event", "text": "x"},
        {"type": "message", "attachments": "x"},
        card(),
        card({"type": "FileInput", "id": "x"}),
        card(text("x"), version="1.6"),
    ],
)
async def test_what_teams_would_not_show_is_refused(call: Caller, wrong: dict[str, object]) -> None:
    assert (await call.send(RAD, wrong)).status == 400


async def test_a_creation_names_what_it_creates(call: Caller) -> None:
    for body in ({}, {"isGroup": True, "channelData": {"channel": {"id": RAD}}}, {"members": []}):
        assert (await call("POST", "conversations", body)).code == "BadSyntax"


async def test_rosters_tell_the_outsiders_apart(call: Caller) -> None:
    standard = {m["id"]: m for m in (await call.get(RAD, "members")).body}
    assert set(standard) == {"29:reg", "29:con", "29:own", "29:guest"}
    assert standard["29:reg"]["email"] == "rowan@northside.example"
    assert standard["29:guest"]["userRole"] == "guest"
    assert "#EXT#" in standard["29:guest"]["userPrincipalName"]
    shared = {m["id"]: m for m in (await call.get(REF, "members")).body}
    assert set(shared) == {"29:con", "29:gp"}
    assert shared["29:gp"]["tenantId"] == PRACTICE
    assert "email" not in shared["29:gp"]


async def test_a_roster_comes_in_pages(teams: Teams, call: Caller) -> None:
    for number in range(60):
        teams.world.person(f"29:p{number:02}", HOSPITAL, f"Person {number}")
        teams.world.teams[NORTH].members.add(f"29:p{number:02}")
    first = (await call.get(RAD, "pagedmembers?pageSize=5")).body
    assert len(first["members"]) == 50
    rest = await call.get(
        RAD, f"pagedmembers?pageSize=50&continuationToken={first['continuationToken']}"
    )
    assert len(rest.body["members"]) == 14
    assert "continuationToken" not in rest.body


async def test_one_member_is_found_by_either_id(teams: Teams, call: Caller) -> None:
    object_id = teams.world.users["29:con"].object_id
    assert (await call.get(RAD, f"members/{object_id}")).body["id"] == "29:con"
    assert (await call.get(RAD, "members/29:gp")).code == "MemberNotFoundInConversation"
    assert (await call.get(LEADS, "members/29:own")).code == "BotNotInConversationRoster"


async def test_a_team_tells_its_channels(call: Caller) -> None:
    assert (await call("GET", f"teams/{NORTH}")).body["name"] == "Northside"
    told = (await call("GET", f"teams/{NORTH}/conversations")).body["conversations"]
    assert told[0] == {"id": NORTH}
    assert {"id": RAD, "name": "Radiology"} in told
    assert (await call("GET", f"teams/{HILL}")).code == "ConversationNotFound"


async def test_a_fast_bot_is_slowed_down_when_rates_are_enforced(
    teams: Teams, call: Caller
) -> None:
    teams.rates.enforced = True
    answers = [await call.send(RAD, card(text("x"))) for _ in range(8)]
    assert [answer.status for answer in answers] == [201] * 7 + [429]
    assert answers[-1].headers["Retry-After"] == "1"
    assert (await call.send(REF, card(text("x")))).status == 201
    rosters = [await call.get(RAD, "members") for _ in range(15)]
    assert [roster.status for roster in rosters] == [200] * 14 + [429]


async def test_every_preview_ever_sent_can_be_searched(teams: Teams, call: Caller) -> None:
    made = (await call.in_channel(RAD, card(text("x")))).body
    await call.update(made["id"], made["activityId"], {**card(text("y")), "summary": "Case 2"})
    assert teams.previews == ["Case 1", "Case 2"]


async def test_buttons_are_read_from_a_card(teams: Teams, call: Caller) -> None:
    await call.in_channel(RAD, card(text("x"), actions=[execute("acknowledge", "Acknowledge")]))
    assert teams.channel(RAD).last.buttons == ["Acknowledge"]
