"""People see and do in the sandbox what they could see and do in Teams, and no more."""

import aiohttp
import pytest

from foxo_bot.sandbox.acting import CannotDoError, Upload
from foxo_bot.sandbox.teams.people.sight import rendered
from foxo_bot.sandbox.teams.server import Teams
from tests.sandbox.bot import Bot
from tests.sandbox.teams.calling import (
    ADAPTIVE,
    LEADS,
    RAD,
    REF,
    Caller,
    card,
    execute,
    text,
)

ASK = {
    "type": "Action.ShowCard",
    "title": "Withdraw",
    "card": {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [text("Really?")],
        "actions": [execute("withdraw", "Yes")],
    },
}


async def posted(call: Caller, *actions: dict[str, object], **more: object) -> None:
    await call.in_channel(RAD, card(text("Waiting"), actions=list(actions), **more))


def view(words: str) -> dict[str, object]:
    content = card(text(words))["attachments"][0]["content"]
    return {"statusCode": 200, "type": ADAPTIVE, "value": content}


async def test_a_command_in_a_channel_comes_with_its_mention(teams: Teams, bot: Bot) -> None:
    said = await teams.person("29:reg").says("case Chest pain", channel=RAD)
    sent = bot.last.payload
    assert sent["text"] == "<at>Foxo Bot</at>&nbsp;case Chest pain"
    assert sent["entities"][0]["mentioned"]["id"] == sent["recipient"]["id"]
    assert sent["conversation"]["id"] == f"{RAD};messageid={said.id}"
    assert sent["id"] == said.id


async def test_what_is_said_without_a_mention_stays_among_people(teams: Teams, bot: Bot) -> None:
    await teams.person("29:reg").says("good morning", channel=RAD, mention=False)
    await teams.person("29:own").says("good morning", channel=LEADS)
    assert bot.received == []


async def test_a_thread_keeps_its_root(teams: Teams, call: Caller, bot: Bot) -> None:
    await posted(call)
    post = teams.channel(RAD).last
    said = await teams.person("29:con").says("Is there an ECG?", thread=post)
    assert bot.last.payload["conversation"]["id"] == f"{RAD};messageid={post.id}"
    assert [one.id for one in post.thread] == [said.id]


async def test_in_the_personal_chat_nothing_is_mentioned(teams: Teams, bot: Bot) -> None:
    await teams.person("29:reg").says("help")
    sent = bot.last.payload
    assert sent["text"] == "help"
    assert sent["conversation"]["conversationType"] == "personal"


async def test_in_the_personal_chat_an_answer_quotes(teams: Teams, call: Caller, bot: Bot) -> None:
    chat = (await call.to_person("29:reg")).body["id"]
    await call.send(chat, card(text("x")))
    registrar = teams.person("29:reg")
    asked = registrar.chats[-1]
    await registrar.says("Which wrist?", thread=asked)
    sent = bot.last.payload
    assert sent["conversation"]["id"] == chat
    assert sent["text"] == "Case 1\nWhich wrist?"
    html = sent["attachments"][0]["content"]
    assert f'schema.skype.com/Reply" itemid="{asked.id}">' in html
    assert html.endswith("</blockquote><p>Which wrist?</p>")


async def test_nobody_writes_where_they_are_not(teams: Teams, bot: Bot) -> None:
    with pytest.raises(CannotDoError):
        await teams.person("29:reg").says("hello", channel=REF)
    with pytest.raises(CannotDoError):
        await teams.person("29:gp").says("hello")
    with pytest.raises(CannotDoError):
        await teams.person("29:lone").says("hello")


async def test_an_outsider_in_a_shared_channel_is_named_in_the_host_s_conversation(
    teams: Teams, bot: Bot
) -> None:
    await teams.person("29:gp").says("case", channel=REF)
    sent = bot.last.payload
    assert sent["conversation"]["tenantId"] == teams.world.app.tenant_id
    assert sent["channelData"]["channel"]["type"] == "shared"


async def test_a_press_shows_its_answer_to_the_presser_alone(
    teams: Teams, call: Caller, bot: Bot
) -> None:
    await posted(call, execute("acknowledge", "Acknowledge"))
    post = teams.channel(RAD).last
    bot.answers = [view("You have it")]
    await teams.person("29:con").press(post, "Acknowledge")
    action = bot.last.payload["value"]["action"]
    assert (action["verb"], action["data"]) == (
        "acknowledge", {"verb": "acknowledge", "post": "1"})  # fmt: skip
    assert bot.last.payload["replyToId"] == post.id
    assert post.seen_by("29:con").text_shown() == "You have it"
    assert post.seen_by("29:reg").text_shown() == "Waiting"
    await call.update(RAD, post.id, card(text("Acknowledged")))
    assert post.seen_by("29:con").text_shown() == "Acknowledged"


async def test_a_press_can_be_answered_with_a_notice(teams: Teams, call: Caller, bot: Bot) -> None:
    await posted(call, execute("acknowledge", "Acknowledge"))
    told = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message"}
    bot.answers = [told | {"value": "Cleo was first"}]
    seen = await teams.person("29:reg").press(teams.channel(RAD).last, "acknowledge")
    assert (seen.notice, seen.warning) == ("Cleo was first", "")


@pytest.mark.parametrize(
    "bad",
    [
        None,
        {"statusCode": 200},
        {"statusCode": 200, "type": ADAPTIVE, "value": {"type": "AdaptiveCard"}},
        {"statusCode": 500, "type": "application/vnd.microsoft.error", "value": {"message": "No"}},
    ],
)
async def test_a_bad_answer_to_a_press_is_a_warning(
    teams: Teams, call: Caller, bot: Bot, bad: object
) -> None:
    await posted(call, execute("acknowledge", "Acknowledge"))
    bot.answers = [bad]
    concierge = teams.person("29:con")
    seen = await concierge.press(teams.channel(RAD).last, "Acknowledge")
    assert seen.warning
    assert concierge.warnings == [seen.warning]


async def test_a_slow_answer_to_a_press_is_a_warning(teams: Teams, call: Caller, bot: Bot) -> None:
    await posted(call, execute("acknowledge", "Acknowledge"))
    teams.courier.invoke_patience, bot.delay = 0.05, 0.3
    seen = await teams.person("29:con").press(teams.channel(RAD).last, "Acknowledge")
    assert seen.warning == "Unable to reach app. Please try again."


async def test_an_old_client_submits_the_same_data(teams: Teams, call: Caller, bot: Bot) -> None:
    await posted(call, execute("acknowledge", "Acknowledge"))
    post = teams.channel(RAD).last
    await teams.person("29:con").press(post, "Acknowledge", old_client=True)
    sent = bot.last.payload
    assert (sent["type"], sent["value"]) == ("message", {"verb": "acknowledge", "post": "1"})
    assert "text" not in sent
    assert sent["replyToId"] == post.id


async def test_a_question_unfolds_and_may_be_refused(teams: Teams, call: Caller, bot: Bot) -> None:
    await posted(call, ASK)
    post, registrar = teams.channel(RAD).last, teams.person("29:reg")
    assert post.buttons == ["Withdraw"]
    await registrar.press(post, "Withdraw", confirm=False)
    assert bot.received == []
    await registrar.press(post, "withdraw")
    assert bot.last.payload["value"]["action"]["verb"] == "withdraw"


async def test_a_screen_that_was_not_redrawn_can_still_be_pressed(
    teams: Teams, call: Caller, bot: Bot
) -> None:
    await posted(call, execute("acknowledge", "Acknowledge"))
    post, concierge = teams.channel(RAD).last, teams.person("29:con")
    await call.update(RAD, post.id, card(text("Acknowledged")))
    with pytest.raises(CannotDoError):
        await concierge.press(post, "Acknowledge")
    await concierge.press(post, "Acknowledge", stale=True)
    assert bot.last.payload["value"]["action"]["verb"] == "acknowledge"


async def test_nobody_presses_what_they_do_not_see(teams: Teams, call: Caller, bot: Bot) -> None:
    await posted(call, execute("acknowledge", "Acknowledge"))
    with pytest.raises(CannotDoError):
        await teams.person("29:gp").press(teams.channel(RAD).last, "Acknowledge")


async def test_a_card_is_refreshed_for_those_it_names(teams: Teams, call: Caller, bot: Bot) -> None:
    refresh = {"action": execute("refresh", "Refresh"), "userIds": ["29:con"]}
    await posted(call, refresh=refresh)
    bot.always = view("With buttons")
    post = teams.channel(RAD).last
    assert (await teams.person("29:con").looks_at(post)).text_shown() == "With buttons"
    assert (await teams.person("29:reg").looks_at(post)).text_shown() == "Waiting"
    assert [got.payload["value"]["trigger"] for got in bot.received] == ["automatic"]


async def test_a_link_is_opened_by_the_client(teams: Teams, call: Caller, bot: Bot) -> None:
    await posted(call, {"type": "Action.OpenUrl", "title": "Page", "url": "https://ours.example"})
    seen = await teams.person("29:con").press(teams.channel(RAD).last, "Page")
    assert (seen.url, bot.received) == ("https://ours.example", [])


async def test_a_file_reaches_the_bot_in_the_personal_chat_only(teams: Teams, bot: Bot) -> None:
    ecg = Upload("ecg.pdf", b"%PDF", "application/pdf")
    registrar = teams.person("29:reg")
    await registrar.says("here", channel=RAD, files=[ecg])
    (html,) = bot.last.payload["attachments"]
    assert '<attachment id="' in html["content"]
    assert "ecg.pdf" not in html["content"]
    await registrar.says("here", files=[ecg])
    info = bot.last.payload["attachments"][1]
    assert (info["name"], info["content"]["fileType"]) == ("ecg.pdf", "pdf")
    async with (
        aiohttp.ClientSession() as session,
        session.get(info["content"]["downloadUrl"]) as got,
    ):
        assert await got.read() == b"%PDF"


async def test_a_file_of_the_bot_needs_consent(teams: Teams, call: Caller, bot: Bot) -> None:
    kind = "application/vnd.microsoft.teams.card.file.consent"
    content = {"description": "x", "sizeInBytes": 3, "acceptContext": {"n": 1}}
    offer = {"contentType": kind, "name": "a.txt", "content": content}
    message = {"type": "message", "attachments": [offer]}
    assert (await call.send(RAD, message)).code == "BadArgument"
    chat = (await call.to_person("29:reg")).body["id"]
    await call.send(chat, message)
    registrar = teams.person("29:reg")
    await registrar.consents(registrar.chats[-1])
    value = bot.last.payload["value"]
    assert (value["action"], value["context"]) == ("accept", {"n": 1})
    headers = {"content-range": "bytes 0-2/3"}
    url = value["uploadInfo"]["uploadUrl"]
    async with (
        aiohttp.ClientSession() as session,
        session.put(url, data=b"abc", headers=headers) as got,
    ):
        assert got.status == 201
    await registrar.consents(registrar.chats[-1], accept=False)
    assert bot.last.payload["value"]["action"] == "decline"


def test_a_text_block_is_read_as_a_person_reads_it() -> None:
    shown = "**Dr A** at {{DATE(2026-03-14T03:02:00Z,SHORT)}} {{TIME(2026-03-14T03:02:00Z)}}\nx"
    assert rendered(shown) == "Dr A at 2026-03-14 03:02 UTC x"
