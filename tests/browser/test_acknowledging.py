"""Somebody takes the case: by button, by SMS, by the link in a mail, or a moment too late."""

import re

from playwright.async_api import expect

from tests.browser.conftest import Opens


async def test_a_button_takes_the_case_and_its_sender_is_told(window: Opens) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.sends_a_case()
    cleo = await window("cleo", "C00RAD")
    await cleo.presses("Acknowledge")

    await expect(cleo.case).to_contain_text("Cleo Concierge")
    await expect(cleo.messages.get_by_role("button", name="Acknowledge")).to_have_count(0)
    await registrar.opens("foxo")
    await expect(registrar.messages.last).to_contain_text("Cleo Concierge acknowledged")
    await expect(registrar.ledger.filter(has_text="acknowledged").first).to_be_visible()


async def test_a_reply_by_sms_takes_the_case(window: Opens) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.sends_a_case()
    cleo = await window("cleo", "C00RAD")
    await cleo.jumps()
    await cleo.jumps()
    await expect(cleo.texts.last).to_contain_text("Urgent case")
    code = _found(r"Reply (\d+)", await cleo.texts.last.inner_text())
    await cleo.page.get_by_label("Reply by SMS").fill(code)
    await cleo.page.keyboard.press("Enter")

    await expect(cleo.texts.filter(has_text="acknowledged").last).to_be_visible()
    await expect(cleo.case).to_contain_text("Cleo Concierge")
    await registrar.opens("foxo")
    await expect(registrar.messages.last).to_contain_text("Cleo Concierge acknowledged")


async def test_the_link_in_a_mail_opens_a_page_that_takes_the_case(window: Opens) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.sends_a_case(triage="High")
    casey = await window("casey", "C00RAD", device="mail")
    await casey.jumps()
    mail = casey.page.frame_locator("iframe")
    async with casey.page.expect_popup() as opening:
        await mail.get_by_role("link").first.click()
    page = await opening.value
    await page.get_by_role("button", name=re.compile("Acknowledge case")).click()

    await expect(page.get_by_role("status")).to_contain_text("You have acknowledged case")
    await expect(casey.case).to_contain_text("Casey Concierge")


async def test_who_presses_too_late_is_told_who_was_first(window: Opens) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.sends_a_case()
    cleo = await window("cleo", "C00RAD")
    await expect(cleo.case).to_be_visible()
    casey = await window("casey", "C00RAD", script=False)  # nothing is redrawn on this screen
    await cleo.presses("Acknowledge")
    await expect(cleo.case).to_contain_text("Cleo Concierge")
    await casey.presses("Acknowledge")

    told = casey.messages.filter(has_text="Only visible to you")
    await expect(told).to_contain_text("Cleo Concierge")
    await expect(casey.case).to_contain_text("Cleo Concierge")


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, text
    return found[1]
