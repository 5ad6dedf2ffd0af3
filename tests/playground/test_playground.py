"""Somebody works in Microsoft's own test client, against the bot as it is run."""

import pytest
from playwright.async_api import expect

from tests.playground.client import Client

pytestmark = pytest.mark.asyncio(loop_scope="module")

SUBJECT = "Wrist film reads as *scaphoid* fracture"
DETAILS = "BP 90/60\n\n- not a list\n1. nor this"


async def test_a_case_from_the_dialog_is_acknowledged_in_its_channel(client: Client) -> None:
    await client.opens("Personal Chat")
    await client.begins_a_case()
    await client.submits()
    await expect(client.dialog.get_by_text("This is needed.").first).to_be_visible()
    await client.fills(team="Radiology Concierge", subject=SUBJECT, details=DETAILS)
    await client.submits()
    await client.closes()
    await expect(client.case).to_contain_text("Radiology Concierge: waiting for someone")

    await client.opens("Radiology")
    await expect(client.case).to_contain_text("Waiting for someone to acknowledge.")
    assert DETAILS in await client.case.inner_text()
    await expect(client.case).to_contain_text(SUBJECT)
    await client.case.get_by_role("button", name="Acknowledge").click()
    await expect(client.case).to_contain_text("Acknowledged by Tess Teamsworth")
    await expect(client.case).to_have_count(1)
    await expect(client.case.get_by_role("button", name="Acknowledge")).to_have_count(0)

    post = client.page.get_by_role("group").filter(has=client.case)
    await client.mentions("Looking at it *now*", under=post)
    await expect(client.case).to_contain_text("Looking at it *now*")
    await client.opens("Personal Chat")
    copy = client.case.first
    await expect(copy).to_contain_text("acknowledged by Tess Teamsworth")
    await expect(copy).to_contain_text("Looking at it *now*")
    await copy.get_by_role("button", name="Withdraw").click()
    await copy.get_by_role("button", name="Withdraw it").click()
    await expect(copy).to_contain_text("withdrawn by Tess Teamsworth")


async def test_who_writes_to_the_bot_is_answered_where_they_are(client: Client) -> None:
    await client.opens("Personal Chat")
    await client.writes("help")
    await expect(client.cards.last).to_contain_text("How to use Foxo Bot")
    await client.writes("case")
    await expect(client.cards.last.get_by_role("button", name="New case")).to_be_visible()
    await client.writes("cases")
    await expect(client.cards.last).to_contain_text("Cases")

    await client.opens("General")
    await client.mentions("help")
    await expect(client.cards).to_contain_text("How to use Foxo Bot")
