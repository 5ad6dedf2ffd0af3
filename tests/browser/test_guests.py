"""A GP at another practice, in a channel shared with the hospital."""

from playwright.async_api import expect

from tests.browser.conftest import Opens


async def test_a_gp_sends_and_follows_a_case_and_sees_nobody_elses(window: Opens) -> None:
    gil = await window("gil", "C00REF")
    await gil.presses("Send a case")
    await expect(gil.form.locator(".chips").first).to_contain_text("Outpatient Referrals")
    await gil.fills(teams=(), subject="From the practice")
    await gil.submits()
    await expect(gil.form).to_have_count(0)
    await gil.opens("foxo")
    await expect(gil.messages.last).to_contain_text("From the practice")

    lane = await window("lane", "C00OUT")
    await lane.presses("Acknowledge")
    await expect(gil.messages.last).to_contain_text("Lane Teamlead acknowledged")

    shared = await window("gwen", "C00REF")
    await expect(shared.messages.last).to_contain_text("Send a case")
    await expect(shared.page.locator("main")).not_to_contain_text("From the practice")
    gwen = await window("gwen", "home")
    await expect(gwen.page.get_by_role("heading", name="Foxo Bot Home")).to_be_visible()
    await expect(gwen.page.locator("main")).not_to_contain_text("From the practice")
    await gwen.opens("foxo")
    await expect(gwen.page.locator("main")).not_to_contain_text("From the practice")


async def test_a_guest_has_no_commands_and_no_shortcuts(window: Opens) -> None:
    gil = await window("gil", "C00REF")
    await gil.types("/foxo case")

    await expect(gil.page.get_by_role("alert")).to_contain_text("not a valid command")
    await expect(gil.form).to_have_count(0)
    await expect(gil.page.get_by_role("button", name="New case")).to_have_count(0)
