"""What the sandbox's Slack sends is what bolt expects, and its answers do what Slack does."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from fastapi import FastAPI, Request, Response
from slack_bolt.adapter.fastapi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from foxo_bot.sandbox.acting import CannotDoError, Upload
from foxo_bot.sandbox.clock import Clock
from foxo_bot.sandbox.serving import Served
from foxo_bot.sandbox.slack.server import Slack
from tests.sandbox.bot import Bot
from tests.transports.slack.stand import HOME


def plain(text: str) -> dict:
    return {"type": "plain_text", "text": text}


def button(text: str, action_id: str, **more: object) -> dict:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


CARD = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*Case:* <@U0REG> asks"}},
    {"type": "actions", "block_id": "acts", "elements": [button("Acknowledge", "ack", value="7")]},
]
FORM = {
    "type": "modal",
    "callback_id": "case",
    "title": plain("Case"),
    "submit": plain("Send"),
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "subject",
            "label": plain("Subject"),
            "element": {"type": "plain_text_input", "action_id": "subject", "max_length": 10},
        },
        {
            "type": "input",
            "block_id": "patient",
            "label": plain("Patient"),
            "optional": True,
            "element": {"type": "external_select", "action_id": "patient"},
        },
        {
            "type": "input",
            "block_id": "triage",
            "label": plain("Triage"),
            "element": {
                "type": "radio_buttons",
                "action_id": "triage",
                "options": [{"text": plain(t), "value": t} for t in ("Normal", "Urgent")],
            },
        },
        {
            "type": "input",
            "block_id": "files",
            "label": plain("Files"),
            "optional": True,
            "element": {"type": "file_input", "action_id": "files", "filetypes": ["pdf"]},
        },
    ],
}


@pytest.fixture
async def bolt(slack: Slack, client: AsyncWebClient) -> AsyncIterator[AsyncApp]:
    """A real bolt app that opens the form on /foxo, and takes presses."""
    secret = slack.world.app.signing_secret
    app = AsyncApp(signing_secret=secret, client=client, process_before_response=True)
    app.seen = []

    @app.command("/foxo")
    async def on_command(ack, body, client) -> None:
        await ack()
        app.seen.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.options("patient")
    async def on_options(ack, payload) -> None:
        names = [n for n in ("Smith Ann", "Smith Bo", "Jones Cy") if payload["value"] in n.lower()]
        await ack(options=[{"text": plain(n), "value": n} for n in names])

    @app.view("case")
    async def on_submit(ack, body) -> None:
        app.seen.append(body)
        values = body["view"]["state"]["values"]
        if values["subject"]["subject"]["value"] == "bad":
            await ack(response_action="errors", errors={"subject": "Say more"})
        else:
            await ack()

    @app.action("ack")
    async def on_ack(ack, body, respond) -> None:
        await ack()
        app.seen.append(body)
        await respond(text="done", response_type="ephemeral", replace_original=False)

    @app.event(re.compile(".*"))
    async def on_event(body) -> None:
        app.seen.append(body)

    web, handler = FastAPI(), AsyncSlackRequestHandler(app)

    @web.post("/slack/events")
    async def events(request: Request) -> Response:
        return await handler.handle(request)

    served = Served(web)
    await served.start()
    slack.bot_url = served.url
    yield app
    await served.stop()


async def test_a_case_goes_from_command_to_form_to_submission(slack: Slack, bolt: AsyncApp) -> None:
    registrar = slack.person("U0REG")
    seen = await registrar.types("/foxo case Chest pain", channel="C0WARD")
    assert seen.warning == ""
    assert seen.modal is not None
    assert seen.modal.title == "Case"
    assert bolt.seen[0]["text"] == "case Chest pain"
    modal = registrar.modal
    assert await modal.suggest("patient", "sm") == []  # below min_query_length
    assert await modal.suggest("patient", "smi") == ["Smith Ann", "Smith Bo"]
    ecg = Upload("ecg.pdf", b"%PDF", "application/pdf")
    modal.fill(subject="bad", patient="Smith Bo", triage="Urgent", files=[ecg])
    await modal.submit()
    assert modal.errors == {"subject": "Say more"}
    assert modal.is_open
    await modal.fill(subject="Chest").submit()
    assert registrar.modal is None
    values = bolt.seen[-1]["view"]["state"]["values"]
    assert values["patient"]["patient"]["selected_option"]["value"] == "Smith Bo"
    assert values["files"]["files"]["files"][0]["name"] == "ecg.pdf"


async def test_what_slack_checks_itself_is_never_sent(slack: Slack, bolt: AsyncApp) -> None:
    registrar = slack.person("U0REG")
    await registrar.types("/foxo", channel="C0WARD")
    before = len(bolt.seen)
    await registrar.modal.fill(subject="longer than ten").submit()
    assert set(registrar.modal.errors) == {"subject", "triage"}
    assert len(bolt.seen) == before


async def test_a_choice_that_does_not_stand_there_cannot_be_made(
    slack: Slack, bolt: AsyncApp
) -> None:
    registrar = slack.person("U0REG")
    await registrar.types("/foxo", channel="C0WARD")
    with pytest.raises(CannotDoError):
        registrar.modal.fill(patient="Smith Ann")  # nothing has been suggested
    with pytest.raises(CannotDoError):
        registrar.modal.fill(files=[Upload("run.exe", b"")])


async def test_a_press_is_answered_to_the_one_who_pressed(
    slack: Slack, client: AsyncWebClient, bolt: AsyncApp
) -> None:
    await client.chat_postMessage(channel="C0WARD", text="case", blocks=CARD)
    post = slack.channel("C0WARD").last
    assert post.text_shown() == "Case: @Rowan Regis asks\nAcknowledge"
    seen = await slack.person("U0CON").press(post, "Acknowledge")
    assert [e.text_shown() for e in seen.ephemerals] == ["done"]
    assert slack.person("U0REG").ephemerals == []
    action = next(b for b in bolt.seen if b.get("type") == "block_actions")["actions"][0]
    assert action["value"] == "7"


async def test_a_guest_cannot_command_but_can_press(
    slack: Slack, client: AsyncWebClient, bolt: AsyncApp
) -> None:
    await client.chat_postMessage(channel="C0REF", text="entry", blocks=CARD)
    guest = slack.person("U0GP")
    seen = await guest.types("/foxo case", channel="C0REF")
    assert seen.warning == "/foxo is not a valid command"
    await guest.press(slack.channel("C0REF").last, "ack")
    press = bolt.seen[-1]
    assert press["team"]["id"] == HOME
    assert press["user"]["team_id"] == "T0CLINIC"


async def test_a_guests_submission_names_both_workspaces(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    await client.chat_postMessage(channel="C0REF", text="entry", blocks=CARD)

    async def open_form(got) -> None:
        await client.views_open(trigger_id=got.payload["trigger_id"], view=FORM)

    bot.answers.append(open_form)
    guest = slack.person("U0GP")
    await slack.settled()
    bot.answers[:] = [open_form]
    await guest.press(slack.channel("C0REF").last, "Acknowledge")
    await guest.modal.fill(subject="x", triage="Normal").submit()
    sent = bot.payloads("view_submission")[0]
    assert sent["team"]["id"] == "T0CLINIC"
    assert sent["view"]["app_installed_team_id"] == HOME


async def test_a_message_event_of_a_guest_is_marked_as_shared(slack: Slack, bot: Bot) -> None:
    guest = slack.person("U0GP")
    await guest.says("@Foxo Bot please & <b>", channel="C0REF", files=[Upload("a.pdf", b"1")])
    message, mention = bot.payloads("message")[0], bot.payloads("app_mention")[0]
    assert message["is_ext_shared_channel"] is True
    assert message["authorizations"][0]["team_id"] == HOME
    assert message["event"]["user_team"] == "T0CLINIC"
    assert message["event"]["files"][0]["file_access"] == "check_file_info"
    bot_user = slack.world.installs[0].bot_user_id
    assert mention["event"]["text"] == f"<@{bot_user}> please &amp; &lt;b&gt;"


async def test_an_event_of_a_shared_channel_may_name_the_other_workspace(
    slack: Slack, bot: Bot
) -> None:
    await slack.person("U0GP").says("hello", channel="C0REF")
    sent = bot.payloads("message")[0]
    assert sent["team_id"] == "T0CLINIC"
    assert sent["authorizations"][0]["team_id"] == sent["context_team_id"] == HOME


async def test_addresses_and_mentions_are_written_as_slack_writes_them(
    slack: Slack, bot: Bot
) -> None:
    registrar = slack.person("U0REG")
    await registrar.says("see https://x.example/a?b=1&c=2, or a.b@x.example", channel="C0WARD")
    assert bot.payloads("message")[0]["event"]["text"] == (
        "see <https://x.example/a?b=1&amp;c=2>, or <mailto:a.b@x.example|a.b@x.example>"
    )
    await registrar.types("/foxo case ask <@U0CON> in <#C0WARD> & <me>", channel="C0WARD")
    assert bot.last.form["text"] == (
        "case ask <@U0CON|cleo.concierge> in <#C0WARD|ward> &amp; &lt;me&gt;"
    )


async def test_every_request_is_signed_and_a_forged_one_does_not_verify(
    slack: Slack, bot: Bot
) -> None:
    await slack.person("U0REG").types("/foxo help", channel="C0WARD")
    verifier = SignatureVerifier(slack.world.app.signing_secret)
    got = bot.last
    assert verifier.is_valid_request(got.body, got.headers)
    assert not verifier.is_valid_request(got.body + b"x", got.headers)


async def test_a_command_answered_late_shows_an_error(slack: Slack, bot: Bot) -> None:
    slack.courier.patience, bot.delay = 0.05, 0.2
    seen = await slack.person("U0REG").types("/foxo", channel="C0WARD")
    assert seen.warning == "/foxo failed because the app did not respond"
    assert slack.person("U0REG").warnings == [seen.warning]


async def test_a_submission_answered_badly_stays_open(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    await client.views_open(trigger_id=slack.triggers.issue("U0REG", HOME), view=FORM)
    bot.always = Response(status_code=500)
    modal = slack.person("U0REG").modal
    warning = await modal.fill(subject="x", triage="Normal").submit()
    assert warning == "We had some trouble connecting. Try again?"
    assert modal.is_open


async def test_an_answer_that_does_not_say_it_is_json_is_taken_for_words(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    body = b'{"response_action": "clear"}'
    bot.always = Response(body, media_type="text/plain")
    seen = await slack.person("U0REG").types("/foxo", channel="C0WARD")
    assert seen.text_shown() == body.decode()
    await client.views_open(trigger_id=slack.triggers.issue("U0REG", HOME), view=FORM)
    modal = slack.person("U0REG").modal
    warning = await modal.fill(subject="x", triage="Normal").submit()
    assert warning == "We had some trouble connecting. Try again?"
    assert modal.is_open


async def test_a_commands_answer_is_shown_to_its_author_only(slack: Slack, bot: Bot) -> None:
    bot.always = {"text": "here is *help*"}
    seen = await slack.person("U0REG").types("/foxo help", channel="C0WARD")
    assert seen.text_shown() == "here is help"
    assert slack.channel("C0WARD").posts == []


async def test_a_stale_button_can_be_pressed_only_on_a_stale_screen(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    posted = await client.chat_postMessage(channel="C0WARD", text="case", blocks=CARD)
    await client.chat_update(channel="C0WARD", ts=posted["ts"], text="taken", blocks=CARD[:1])
    post = slack.channel("C0WARD").last
    with pytest.raises(CannotDoError):
        await slack.person("U0CON").press(post, "Acknowledge")
    await slack.person("U0CON").press(post, "Acknowledge", stale=True)
    assert bot.payloads("block_actions")[0]["actions"][0]["action_id"] == "ack"


async def test_nobody_presses_what_they_do_not_see(slack: Slack, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="C0RAD", text="case", blocks=CARD)
    with pytest.raises(CannotDoError):
        await slack.person("U0REG").press(slack.channel("C0RAD").last, "Acknowledge")


async def test_a_denied_confirmation_sends_nothing(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    texts = {"title": plain("Sure?"), "text": plain("Really"), "deny": plain("No")}
    asks = button("Close", "close", confirm={**texts, "confirm": plain("Yes")})
    blocks = [{"type": "actions", "elements": [asks]}]
    await client.chat_postMessage(channel="C0WARD", text="case", blocks=blocks)
    post, person = slack.channel("C0WARD").last, slack.person("U0CON")
    await person.press(post, "Close", confirm=False)
    assert bot.payloads("block_actions") == []
    await person.press(post, "Close")
    assert len(bot.payloads("block_actions")) == 1


async def test_an_overflow_entry_is_pressed_by_its_text(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    options = [{"text": plain(t), "value": t} for t in ("Decline", "Share")]
    menu = {"type": "overflow", "action_id": "more", "options": options}
    blocks = [{"type": "actions", "elements": [menu]}]
    await client.chat_postMessage(channel="C0WARD", text="case", blocks=blocks)
    await slack.person("U0CON").press(slack.channel("C0WARD").last, "Share")
    action = bot.payloads("block_actions")[0]["actions"][0]
    assert action["selected_option"]["value"] == "Share"


async def test_errors_for_a_block_that_is_no_input_do_not_reach_the_form(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    await client.views_open(trigger_id=slack.triggers.issue("U0REG", HOME), view=FORM)
    modal = slack.person("U0REG").modal
    bot.always = {"response_action": "errors", "errors": {"nowhere": "x"}}
    warning = await modal.fill(subject="x", triage="Normal").submit()
    assert warning == "We had some trouble connecting. Try again?"
    assert modal.is_open


async def test_a_submission_may_push_update_and_clear(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    await client.views_open(trigger_id=slack.triggers.issue("U0REG", HOME), view=FORM)
    registrar = slack.person("U0REG")
    first = registrar.modal
    first.fill(subject="x", triage="Normal")
    bot.answers = [{"response_action": "push", "view": {**FORM, "title": plain("Second")}}]
    await first.submit()
    assert registrar.modal.title == "Second"
    assert registrar.modal.view.previous_id == first.view.id
    await registrar.modal.close()
    assert bot.payloads("view_closed")[0]["is_cleared"] is False
    assert registrar.modal.title == "Case"
    bot.answers = [{"response_action": "update", "view": {**FORM, "title": plain("Again")}}]
    await registrar.modal.submit()
    assert registrar.modal.title == "Again"
    assert registrar.modal.block("subject").value == "x"  # same ids keep what was typed
    bot.answers = [{"response_action": "clear"}]
    await registrar.modal.submit()
    assert registrar.modal is None


async def test_a_response_url_works_five_times_and_half_an_hour(
    slack: Slack, clock: Clock, bot: Bot
) -> None:
    await slack.person("U0REG").types("/foxo", channel="C0WARD")
    first = AsyncWebhookClient(bot.last.form["response_url"])
    codes = [(await first.send(text="x")).status_code for _ in range(6)]
    assert codes == [200] * 5 + [404]
    await slack.person("U0REG").types("/foxo", channel="C0WARD")
    second = AsyncWebhookClient(bot.last.form["response_url"])
    clock.advance(timedelta(minutes=31))
    assert (await second.send(text="x")).status_code == 404


async def test_a_failed_event_is_retried_with_its_number_until_told_not_to(
    slack: Slack, bot: Bot
) -> None:
    bot.always = Response(status_code=500)
    await slack.person("U0REG").says("hello", channel="C0WARD")
    await slack.events.retry_failed()
    assert bot.last.headers["x-slack-retry-num"] == "1"
    assert bot.last.headers["x-slack-retry-reason"] == "http_error"
    bot.always = Response(status_code=500, headers={"x-slack-no-retry": "1"})
    await slack.events.retry_failed()
    assert await slack.events.retry_failed() == []
    ids = {p["event_id"] for p in bot.payloads("message")}
    assert len(ids) == 1


async def test_the_home_tab_shows_what_the_app_published(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    async def publish(got) -> None:
        await client.views_publish(user_id="U0REG", view={"type": "home", "blocks": CARD})

    bot.answers = [publish]
    home = await slack.person("U0REG").opens_home()
    assert home.buttons == ["Acknowledge"]
    await home.press("Acknowledge")
    assert bot.payloads("block_actions")[0]["view"]["type"] == "home"


async def test_shortcuts_come_with_and_without_a_message(slack: Slack, bot: Bot) -> None:
    said = await slack.person("U0CON").says("Please see bed 4", channel="C0WARD")
    registrar = slack.person("U0REG")
    await registrar.uses_shortcut("foxo_new_case")
    await registrar.uses_shortcut("foxo_case_from_message", on=said)
    assert "channel" not in bot.payloads("shortcut")[0]
    assert bot.payloads("message_action")[0]["message"]["text"] == "Please see bed 4"


async def test_own_messages_come_back_as_events(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    await client.chat_postMessage(channel="C0WARD", text="case")
    await slack.settled()
    assert bot.payloads("message")[0]["event"]["bot_id"] == slack.world.installs[0].bot_id


async def test_what_happens_to_channels_is_told(slack: Slack, bot: Bot) -> None:
    admin = slack.admin
    await admin.adds("U0REG", "C0RAD")
    await admin.renames("C0RAD", "imaging")
    await admin.shares("C0RAD", "T0CLINIC")
    await admin.changes_id("C0RAD", "C0RAD2")
    await admin.unshares("C0RAD2", "T0CLINIC")
    await admin.archives("C0RAD2")
    await admin.removes(slack.world.installs[0].bot_user_id, "C0WARD")
    await admin.uninstalls(HOME)
    assert [r.payload["event"]["type"] for r in bot.received] == [
        "member_joined_channel",
        "channel_rename",
        "channel_shared",
        "channel_id_changed",
        "channel_unshared",
        "channel_archive",
        "member_left_channel",
        "app_uninstalled",
        "tokens_revoked",
    ]


async def test_nothing_is_sent_that_the_app_did_not_subscribe_to(slack: Slack, bot: Bot) -> None:
    slack.world.app.bot_events = frozenset()
    await slack.person("U0REG").says("hello", channel="C0WARD")
    assert bot.received == []
