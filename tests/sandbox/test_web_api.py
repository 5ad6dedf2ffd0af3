"""Slack's own client gets Slack's own answers."""

from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from foxo_bot.sandbox.acting import Upload
from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.slack.server import Slack
from tests.transports.slack.stand import HOME

BUTTON = {
    "type": "actions",
    "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Go"}, "value": "1"}],
}
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "Case"}, "blocks": [BUTTON]}


async def refusal(call) -> str:
    """The error code Slack answered."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response["error"]


async def test_a_posted_message_gets_the_ids_that_slack_adds(
    slack: Slack, client: AsyncWebClient
) -> None:
    answer = await client.chat_postMessage(channel="C0WARD", text="hello", blocks=[BUTTON])
    block = answer["message"]["blocks"][0]
    assert block["block_id"]
    assert block["elements"][0]["action_id"]
    assert block["elements"][0]["text"]["emoji"] is True
    assert answer["message"]["bot_id"] == slack.world.installs[0].bot_id
    assert slack.channel("C0WARD").last.preview == "hello"
    assert slack.channel("C0WARD").last.buttons == ["Go"]


async def test_an_unknown_token_is_refused(slack: Slack) -> None:
    stranger = AsyncWebClient("xoxb-wrong", base_url=slack.api_url)
    assert await refusal(stranger.auth_test()) == "invalid_auth"
    nobody = AsyncWebClient(None, base_url=slack.api_url)
    assert await refusal(nobody.auth_test()) == "not_authed"


async def test_a_revoked_token_is_refused(slack: Slack, client: AsyncWebClient) -> None:
    await client.auth_revoke()
    assert await refusal(client.auth_test()) == "token_revoked"


async def test_a_missing_scope_says_what_is_needed(slack: Slack) -> None:
    install = slack.world.install(HOME, scopes=frozenset({"chat:write"}))
    client = AsyncWebClient(install.token, base_url=slack.api_url)
    with pytest.raises(SlackApiError) as caught:
        await client.users_info(user="U0REG")
    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == "users:read"
    assert caught.value.response["provided"] == "chat:write"
    assert caught.value.response.headers["x-oauth-scopes"] == "chat:write"


async def test_the_bot_posts_only_where_it_is_a_member(client: AsyncWebClient) -> None:
    post = client.chat_postMessage
    assert await refusal(post(channel="C0OTHER", text="x")) == "not_in_channel"
    assert await refusal(post(channel="C0NOWHERE", text="x")) == "channel_not_found"


async def test_a_private_channel_without_the_bot_does_not_exist_for_it(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.world.channels["C0RAD"].members.discard(slack.world.installs[0].bot_user_id)
    post = client.chat_postMessage(channel="C0RAD", text="x")
    assert await refusal(post) == "channel_not_found"


async def test_nothing_is_posted_in_an_archived_channel(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.world.channels["C0WARD"].archived = True
    assert await refusal(client.chat_postMessage(channel="C0WARD", text="x")) == "is_archived"


async def test_a_persons_id_means_their_direct_messages(
    slack: Slack, client: AsyncWebClient
) -> None:
    answer = await client.chat_postMessage(channel="U0REG", text="psst")
    assert answer["channel"].startswith("D")
    assert [dm.preview for dm in slack.person("U0REG").dms] == ["psst"]
    opened = await client.conversations_open(users="U0REG")
    assert opened["channel"]["id"] == answer["channel"]


async def test_only_own_messages_are_changed(slack: Slack, client: AsyncWebClient) -> None:
    said = await slack.person("U0REG").says("mine", channel="C0WARD")
    change = client.chat_update(channel="C0WARD", ts=said.ts, text="yours")
    assert await refusal(change) == "cant_update_message"


async def test_an_update_without_blocks_removes_them(slack: Slack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="C0WARD", text="a", blocks=[BUTTON])
    await client.chat_update(channel="C0WARD", ts=posted["ts"], text="b")
    post = slack.channel("C0WARD").last
    assert post.buttons == []
    assert post.text_shown() == "b"


async def test_update_takes_less_text_than_posting(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="C0WARD", text="x" * 4001)
    change = client.chat_update(channel="C0WARD", ts=posted["ts"], text="x" * 4001)
    assert await refusal(change) == "msg_too_long"


async def test_bad_blocks_are_pointed_at(client: AsyncWebClient) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C0WARD", text="x", blocks=[section])
    assert caught.value.response["error"] == "invalid_blocks"
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]


async def test_metadata_comes_back_only_when_asked_for(client: AsyncWebClient) -> None:
    metadata = {"event_type": "post", "event_payload": {"id": "1"}}
    await client.chat_postMessage(channel="C0WARD", text="x", metadata=metadata)
    plain = await client.conversations_history(channel="C0WARD")
    full = await client.conversations_history(channel="C0WARD", include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


async def test_replies_stand_in_the_thread_and_not_in_the_channel(
    slack: Slack, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel="C0WARD", text="parent")
    await client.chat_postMessage(channel="C0WARD", text="child", thread_ts=posted["ts"])
    assert [p.preview for p in slack.channel("C0WARD").posts] == ["parent"]
    assert [p.preview for p in slack.channel("C0WARD").last.thread] == ["child"]
    history = await client.conversations_history(channel="C0WARD")
    assert history["messages"][0]["reply_count"] == 1
    replies = await client.conversations_replies(channel="C0WARD", ts=posted["ts"])
    assert [m["text"] for m in replies["messages"]] == ["parent", "child"]


async def test_a_trigger_opens_one_view_within_three_seconds(
    slack: Slack, client: AsyncWebClient, clock: Clock
) -> None:
    fresh = slack.triggers.issue("U0REG", HOME)
    await client.views_open(trigger_id=fresh, view=MODAL)
    again = client.views_open(trigger_id=fresh, view=MODAL)
    assert await refusal(again) == "exchanged_trigger_id"
    late = slack.triggers.issue("U0REG", HOME)
    clock.advance(timedelta(seconds=3.1))
    assert await refusal(client.views_open(trigger_id=late, view=MODAL)) == "expired_trigger_id"
    assert await refusal(client.views_open(trigger_id="no", view=MODAL)) == "invalid_trigger_id"


async def test_an_old_hash_does_not_overwrite_a_newer_view(
    slack: Slack, client: AsyncWebClient
) -> None:
    opened = await client.views_open(trigger_id=slack.triggers.issue("U0REG", HOME), view=MODAL)
    view_id, old = opened["view"]["id"], opened["view"]["hash"]
    await client.views_update(view_id=view_id, view=MODAL, hash=old)
    again = client.views_update(view_id=view_id, view=MODAL, hash=old)
    assert await refusal(again) == "hash_conflict"


async def test_a_fourth_modal_does_not_fit_on_the_stack(
    slack: Slack, client: AsyncWebClient
) -> None:
    opened = await client.views_open(trigger_id=slack.triggers.issue("U0REG", HOME), view=MODAL)
    inside = opened["view"]["id"]
    for _ in range(2):
        trigger_id = slack.triggers.issue("U0REG", HOME, inside)
        await client.views_push(trigger_id=trigger_id, view=MODAL)
    fourth = client.views_push(trigger_id=slack.triggers.issue("U0REG", HOME, inside), view=MODAL)
    assert await refusal(fourth) == "push_limit_reached"


async def test_a_modal_with_inputs_needs_a_submit_button(
    slack: Slack, client: AsyncWebClient
) -> None:
    label = {"type": "plain_text", "text": "Subject"}
    asked = {"type": "input", "label": label, "element": {"type": "plain_text_input"}}
    trigger_id = slack.triggers.issue("U0REG", HOME)
    opening = client.views_open(trigger_id=trigger_id, view={**MODAL, "blocks": [asked]})
    assert await refusal(opening) == "invalid_arguments"
    await client.views_open(trigger_id=trigger_id, view=MODAL)  # the trigger was not spent


async def test_people_are_found_by_email_in_their_own_workspace(client: AsyncWebClient) -> None:
    found = await client.users_lookupByEmail(email="Rowan@northside.example")
    assert found["user"]["id"] == "U0REG"
    nobody = client.users_lookupByEmail(email="nobody@northside.example")
    assert await refusal(nobody) == "users_not_found"


async def test_foreigners_are_left_out_of_the_list_but_can_be_looked_up(
    client: AsyncWebClient,
) -> None:
    listed = await client.users_list()
    assert "U0GP" not in [user["id"] for user in listed["members"]]
    found = await client.users_info(user="U0GP")
    assert found["user"]["team_id"] == "T0CLINIC"
    assert found["user"]["is_stranger"] is False


async def test_only_info_tells_which_workspaces_share_a_channel(client: AsyncWebClient) -> None:
    info = await client.conversations_info(channel="C0REF")
    assert info["channel"]["is_ext_shared"] is True
    assert info["channel"]["connected_team_ids"] == ["T0CLINIC"]
    listed = await client.conversations_list(types="public_channel,private_channel")
    shared = next(c for c in listed["channels"] if c["id"] == "C0REF")
    assert "connected_team_ids" not in shared


async def test_lists_come_in_pages(client: AsyncWebClient) -> None:
    first = await client.conversations_list(limit=1, types="public_channel")
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_list(limit=1, cursor=cursor, types="public_channel")
    assert first["channels"][0]["id"] != second["channels"][0]["id"]


async def test_a_file_goes_up_in_three_steps_and_comes_down_with_a_token(
    slack: Slack, client: AsyncWebClient
) -> None:
    done = await client.files_upload_v2(
        channel="C0WARD", filename="ecg.pdf", content=b"%PDF", initial_comment="look"
    )
    assert slack.channel("C0WARD").last.files == ["ecg.pdf"]
    info = await client.files_info(file=done["file"]["id"])
    url = info["file"]["url_private_download"]
    async with aiohttp.ClientSession() as session:
        token = {"Authorization": f"Bearer {client.token}"}
        async with session.get(url, headers=token) as response:
            assert await response.read() == b"%PDF"
        async with session.get(url) as response:
            assert response.status == 200
            assert response.content_type == "text/html"


async def test_a_pinned_message_is_pinned_once(slack: Slack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="C0WARD", text="entry")
    await client.pins_add(channel="C0WARD", timestamp=posted["ts"])
    assert slack.channel("C0WARD").pinned[0].preview == "entry"
    again = client.pins_add(channel="C0WARD", timestamp=posted["ts"])
    assert await refusal(again) == "already_pinned"


async def test_what_only_reads_sees_nothing_of_a_json_body(client: AsyncWebClient) -> None:
    asked = client.api_call("users.info", json={"user": "U0REG"})
    assert await refusal(asked) == "invalid_arguments"
    assert (await client.api_call("users.info", data={"user": "U0REG"}))["ok"]


async def test_pins_are_listed_to_who_may_read_them(client: AsyncWebClient) -> None:
    assert await refusal(client.pins_list(channel="C0WARD")) == "missing_scope"


async def test_a_new_initial_value_is_not_shown_where_something_stood_already(
    slack: Slack, client: AsyncWebClient
) -> None:
    def form(initial: str, block_id: str = "subject") -> dict:
        text = {"type": "plain_text", "text": "Subject"}
        element = {"type": "plain_text_input", "action_id": "a", "initial_value": initial}
        asked = {"type": "input", "block_id": block_id, "label": text, "element": element}
        return {**MODAL, "blocks": [asked], "submit": text}

    trigger_id = slack.triggers.issue("U0REG", HOME)
    opened = await client.views_open(trigger_id=trigger_id, view=form("chest pain"))
    view_id, person = opened["view"]["id"], slack.person("U0REG")
    await client.views_update(view_id=view_id, view=form("back pain"))
    assert person.modal.block("a").value == "chest pain"
    await client.views_update(view_id=view_id, view=form("back pain", "other"))
    assert person.modal.block("a").value == "back pain"


async def test_an_unknown_method_is_named_so(client: AsyncWebClient) -> None:
    assert await refusal(client.api_call("chat.shout")) == "unknown_method"


async def test_a_file_the_app_was_never_shown_does_not_exist_for_it(
    slack: Slack, client: AsyncWebClient
) -> None:
    said = await slack.person("U0REG").says("x", channel="C0OTHER", files=[Upload("a.pdf", b"1")])
    file_id = said.message.file_ids[0]
    assert await refusal(client.files_info(file=file_id)) == "file_not_found"
    slack.world.files[file_id].granted = True
    await client.files_info(file=file_id)


async def test_an_upload_shorter_than_announced_is_not_completed(client: AsyncWebClient) -> None:
    ticket = await client.files_getUploadURLExternal(filename="a.txt", length=5)
    url = ticket["upload_url"]
    async with aiohttp.ClientSession() as session, session.post(url, data=b"123") as response:
        assert await response.text() == "OK - 3"
    done = client.files_completeUploadExternal(files=[{"id": ticket["file_id"]}])
    assert await refusal(done) == "file_update_failed"


async def test_an_email_needs_its_own_scope(slack: Slack) -> None:
    async def email(*scopes: str) -> str | None:
        install = slack.world.install(HOME, scopes=frozenset(scopes))
        client = AsyncWebClient(install.token, base_url=slack.api_url)
        return (await client.users_info(user="U0REG"))["user"]["profile"].get("email")

    assert await email("users:read") is None
    assert await email("users:read", "users:read.email") == "rowan@northside.example"


async def test_a_token_in_a_json_body_counts_for_nothing(slack: Slack) -> None:
    async with aiohttp.ClientSession() as session:
        said = {"token": slack.token(HOME)}
        async with session.post(slack.api_url + "auth.test", json=said) as response:
            assert (await response.json())["error"] == "not_authed"
        async with session.post(slack.api_url + "auth.test", data=said) as response:
            assert (await response.json())["ok"] is True
