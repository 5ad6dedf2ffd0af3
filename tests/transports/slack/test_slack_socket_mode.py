"""Socket Mode: the same acts over an outgoing link."""

from foxo_bot.cards.card import Button, Buttons, Card, Field, Form, TextInput
from foxo_bot.delivery.transport import Parcel
from foxo_bot.handlers.interaction import Done, FormErrors, OpenForm, Tell
from foxo_bot.sandbox.slack.server import Slack
from tests.transports.slack.stand import HOME, Stand, standing, until

CASE = Form("case", "New case", (Field("subject", "Subject", TextInput()),), submit="Send")
ENTRY = Card("Hand over here.", (Buttons((Button("new_case", "New case"),)),))


async def linked(stand: Stand) -> None:
    await until(lambda: stand.slack.links.open and not stand.transport.health())


async def test_commands_presses_forms_and_messages_come_over_the_link(slack: Slack) -> None:
    token = slack.world.app.app_token
    async with standing(slack, slack_app_token=token, slack_signing_secret="") as stand:
        await linked(stand)
        person = slack.person("U0REG")
        stand.product.reply = Tell(("Hello.",))
        seen = await person.types("/foxo help", channel="C0WARD")
        assert seen.text_shown() == "Hello."
        await stand.transport.send(Parcel("1", "C0WARD", ENTRY, HOME))
        stand.product.reply = OpenForm(CASE)
        await person.press(slack.channel("C0WARD").last, "New case")
        assert person.modal is not None
        stand.product.reply = FormErrors({"subject": "Shorter."})
        await person.modal.fill(subject="Knee").submit()
        assert person.modal.errors == {"subject": "Shorter."}
        stand.product.reply = Done(("Sent.",))
        await person.modal.submit()
        await stand.settled()
        assert person.ephemerals[-1].text_shown() == "Sent."
        await person.says("thanks")
        assert stand.product.acts[-1].name == "said_to_bot"


async def test_a_link_that_slack_refreshes_is_made_again(slack: Slack) -> None:
    async with standing(slack, slack_app_token=slack.world.app.app_token) as stand:
        await linked(stand)
        await slack.links.refresh()
        assert slack.links.open == []
        await linked(stand)
        await slack.person("U0REG").types("/foxo help", channel="C0WARD")
        assert stand.product.act.name == "help"


async def test_a_link_comes_back_after_slack_ended_it_and_gave_no_other(slack: Slack) -> None:
    async with standing(slack, slack_app_token=slack.world.app.app_token) as stand:
        await linked(stand)
        slack.links.grace = 0.05
        slack.faults.broken("apps.connections.open")
        await slack.links.refresh()
        await until(lambda: "Socket Mode" in (stand.transport.health() or ""))
        slack.faults.clear()
        await linked(stand)
        await slack.person("U0REG").types("/foxo help", channel="C0WARD")
        assert stand.product.act.name == "help"


async def test_a_link_is_tried_at_a_new_address_where_nobody_answered_at_the_first(
    slack: Slack,
) -> None:
    there, slack.links.base = slack.links.base, "http://127.0.0.1:9"
    async with standing(slack, slack_app_token=slack.world.app.app_token) as stand:
        await until(lambda: slack.calls("apps.connections.open"))
        slack.links.base = there
        await linked(stand)


async def test_a_link_that_is_down_shows_in_health(slack: Slack) -> None:
    slack.faults.error("internal_error", "apps.connections.open")
    async with standing(slack, slack_app_token=slack.world.app.app_token) as stand:
        assert "Socket Mode" in (stand.transport.health() or "")


async def test_an_envelope_that_is_no_payload_does_not_break_the_link(slack: Slack) -> None:
    async with standing(slack, slack_app_token=slack.world.app.app_token) as stand:
        await linked(stand)
        await slack.links.send("interactive", {"type": "block_actions"}, patience=0.05)
        await slack.person("U0REG").types("/foxo help", channel="C0WARD")
        assert stand.product.act.name == "help"
