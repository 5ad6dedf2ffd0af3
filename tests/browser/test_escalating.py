"""Nobody answers: watched at sixty times real time, by jumping, and with vendors in trouble."""

from playwright.async_api import expect

from tests.browser.conftest import Opens


async def test_at_sixty_times_an_urgent_case_reaches_the_phone_within_seconds(
    window: Opens,
) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.sends_a_case()
    cleo = await window("cleo", "C00RAD")
    fast = cleo.page.get_by_role("button", name="60× speed")
    await fast.click()

    await expect(fast).to_have_attribute("aria-pressed", "true")
    await expect(cleo.texts.first).to_contain_text("Urgent case")
    await cleo.page.get_by_role("button", name="Real time").click()
    people = cleo.page.get_by_role("navigation", name="People to be")
    await expect(people.get_by_role("link", name="Casey")).to_contain_text("unseen")


async def test_jumping_shows_dm_then_sms_and_what_the_outbox_did(window: Opens) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.sends_a_case()
    lane = await window("lane", "C00RAD", log="outbox")
    await lane.jumps()
    await lane.opens("foxo")
    await expect(lane.messages.last).to_contain_text("Urgent")
    await lane.jumps()

    await expect(lane.texts.last).to_contain_text("Urgent case")
    texted = lane.ledger.filter(has_text="sms notice to Lane Teamlead").first
    await expect(texted).to_contain_text("delivered")
    await expect(texted).to_contain_text("1 attempt")


async def test_when_texts_cannot_be_delivered_the_ledger_says_why(window: Opens) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.sends_a_case()
    cleo = await window("cleo", "C00RAD", log="outbox")
    await cleo.page.locator("#faults summary").click()
    switch = cleo.page.get_by_role("switch", name="SMS: undeliverable")
    await switch.click()
    await expect(switch).to_have_attribute("aria-checked", "true")
    await cleo.page.keyboard.press("Escape")
    await cleo.jumps()
    await cleo.jumps()

    failed = cleo.ledger.filter(has_text="sms notice to Cleo Concierge")
    await expect(failed.first).to_contain_text("unknown or no longer in service")
    await expect(cleo.texts).to_have_count(0)


async def test_what_slack_refuses_for_a_while_arrives_when_it_takes_messages_again(
    window: Opens,
) -> None:
    registrar = await window("rowan", "C00WARD", log="outbox")
    await registrar.types("/foxo case")
    await registrar.fills(subject="Sent while Slack was ill")
    menu = registrar.page.locator("#faults summary")
    await registrar.page.evaluate("fetch('/act/fault' + location.search, {method: 'POST', "
                                  "body: new URLSearchParams({turn: 'slack500'})})")  # fmt: skip
    await registrar.submits()
    waiting = registrar.ledger.filter(has_text="slack post").first
    await expect(waiting).to_contain_text("waiting")
    cleo = await window("cleo", "C00RAD")
    await expect(cleo.messages).to_have_count(0)
    await menu.click()
    await registrar.page.get_by_role("switch", name="Slack: server error").click()

    await expect(cleo.messages.last).to_contain_text("Slack was ill")
