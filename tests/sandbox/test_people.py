"""People see and do in the sandbox what they could see and do in Slack, and no more."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from foxo_bot.sandbox.acting import CannotDoError
from foxo_bot.sandbox.slack.people.sight import escaped, rendered
from foxo_bot.sandbox.slack.server import Slack
from tests.sandbox.bot import Bot
from tests.sandbox.test_front import CARD, plain
from tests.transports.slack.stand import HOME


def options(*texts: str) -> list[dict[str, Any]]:
    return [{"text": plain(text), "value": text.lower()} for text in texts]


def element(kind: str, action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": action_id, **more}


def asked(block_id: str, inner: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(block_id.title()),
        "element": inner,
        **more,
    }


TEAMS = element(
    "multi_static_select", "teams", options=options("Radiology", "Cardiology"), max_selected_items=1
)
FORM = {
    "type": "modal",
    "title": plain("Case"),
    "submit": plain("Send"),
    "blocks": [
        asked("teams", TEAMS),
        asked("tags", element("checkboxes", "tags", options=options("A", "B")), optional=True),
        asked(
            "triage",
            element("static_select", "triage", options=options("Normal", "Urgent")),
            dispatch_action=True,
        ),
        asked("due", element("datepicker", "due", initial_date="2026-03-02"), optional=True),
        asked("note", element("plain_text_input", "note", initial_value="as was"), optional=True),
        asked("mail", element("email_text_input", "mail"), optional=True),
    ],
}


@pytest.fixture
async def modal(slack: Slack, client: AsyncWebClient, bot: Bot):
    await client.views_open(trigger_id=slack.triggers.issue("U0REG", HOME), view=FORM)
    return slack.person("U0REG").modal


async def test_every_kind_of_input_arrives_as_slack_sends_it(modal, bot: Bot) -> None:
    await modal.fill(teams=["Radiology"], tags=["A", "B"], Triage="Urgent", note="").submit()
    values = bot.payloads("view_submission")[0]["view"]["state"]["values"]
    assert [o["value"] for o in values["teams"]["teams"]["selected_options"]] == ["radiology"]
    assert [o["value"] for o in values["tags"]["tags"]["selected_options"]] == ["a", "b"]
    assert values["triage"]["triage"]["selected_option"]["value"] == "urgent"
    assert values["due"]["due"] == {"type": "datepicker", "selected_date": "2026-03-02"}
    assert values["note"]["note"] == {"type": "plain_text_input", "value": None}
    assert values["mail"]["mail"] == {"type": "email_text_input", "value": None}


async def test_what_is_read_back_is_what_is_shown(modal) -> None:
    assert modal.block("note").value == "as was"
    assert modal.block("triage").options == ["Normal", "Urgent"]
    modal.fill(teams=["Cardiology"], triage="Normal")
    assert modal.block("teams").value == ["Cardiology"]
    assert modal.block("Triage").value == "Normal"


async def test_slack_allows_no_more_choices_than_the_app(modal) -> None:
    with pytest.raises(CannotDoError):
        modal.fill(teams=["Radiology", "Cardiology"])
    with pytest.raises(CannotDoError):
        modal.fill(teams=["Surgery"])


async def test_only_a_dispatching_input_tells_the_app_at_once(modal, bot: Bot) -> None:
    await modal.choose("triage", "Urgent")
    action = bot.payloads("block_actions")[0]["actions"][0]
    assert action["selected_option"]["value"] == "urgent"
    with pytest.raises(CannotDoError):
        await modal.choose("note", "x")


async def test_a_wrong_email_is_caught_by_slack(modal, bot: Bot) -> None:
    await modal.fill(teams=["Radiology"], triage="Normal", mail="nonsense").submit()
    assert set(modal.errors) == {"mail"}
    assert bot.payloads("view_submission") == []


async def test_a_message_holds_choices_too(slack: Slack, client: AsyncWebClient, bot: Bot) -> None:
    menu = element("static_select", "retriage", options=options("High", "Urgent"))
    blocks = [{"type": "actions", "block_id": "b", "elements": [menu]}]
    await client.chat_postMessage(channel="C0WARD", text="x", blocks=blocks)
    await slack.person("U0CON").chooses(slack.channel("C0WARD").last, "retriage", "High")
    sent = bot.payloads("block_actions")[0]
    assert sent["actions"][0]["selected_option"]["value"] == "high"
    assert sent["state"]["values"]["b"]["retriage"]["selected_option"]["value"] == "high"


async def test_nobody_writes_where_they_are_not(slack: Slack) -> None:
    with pytest.raises(CannotDoError):
        await slack.person("U0REG").says("hello", channel="C0RAD")


async def test_commands_are_not_for_threads(slack: Slack, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="C0WARD", text="x")
    seen = await slack.person("U0REG").types("/foxo", thread=slack.channel("C0WARD").last)
    assert seen.warning == "/foxo is not supported in threads"


async def test_own_words_can_be_changed_and_taken_back(slack: Slack, bot: Bot) -> None:
    registrar = slack.person("U0REG")
    said = await registrar.says("bed 4", channel="C0WARD")
    await registrar.edits(said, "bed 5")
    changed = bot.payloads("message")[-1]["event"]
    assert changed["subtype"] == "message_changed"
    assert changed["message"]["text"] == "bed 5"
    assert changed["previous_message"]["text"] == "bed 4"
    with pytest.raises(CannotDoError):
        await slack.person("U0CON").deletes(said)
    await registrar.deletes(said)
    assert bot.payloads("message")[-1]["event"]["deleted_ts"] == said.ts
    assert slack.channel("C0WARD").posts == []


async def test_a_guest_talks_to_the_app_in_direct_messages(slack: Slack, bot: Bot) -> None:
    await slack.person("U0GP").says("help")
    event = bot.payloads("message")[0]
    assert event["event"]["channel_type"] == "im"
    assert event["event"]["user_team"] == "T0CLINIC"


async def test_every_notification_ever_sent_can_be_searched(
    slack: Slack, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel="C0WARD", text="first", blocks=CARD)
    await client.chat_update(channel="C0WARD", ts=posted["ts"], text="second", blocks=CARD)
    await client.chat_postEphemeral(channel="C0WARD", user="U0REG", text="only you")
    assert slack.previews == ["first", "second", "only you"]


async def test_an_ephemeral_goes_to_one_member(slack: Slack, client: AsyncWebClient) -> None:
    await client.chat_postEphemeral(channel="C0WARD", user="U0REG", text="psst", blocks=CARD)
    mine = slack.person("U0REG").ephemerals[0]
    assert mine.buttons == ["Acknowledge"]
    with pytest.raises(CannotDoError):
        await slack.person("U0CON").press(mine, "Acknowledge")


def test_text_is_read_without_its_marks(slack_world) -> None:
    text = "*Urgent* <@U0REG> &amp; <https://x.example|look> _now_ 2*3*4 <!here>"
    shown = rendered(slack_world, text)
    assert shown == "Urgent @Rowan Regis & look now 2*3*4 @here"


def test_typed_text_is_escaped_but_for_mentions() -> None:
    assert escaped("a <b> & <@U0REG>") == "a &lt;b&gt; &amp; <@U0REG>"


@pytest.fixture
def slack_world(slack: Slack):
    return slack.world
