"""Other things a person does in Slack: shortcuts, confirmations, threads, forms on forms."""

import re

from playwright.async_api import expect

from tests.browser.conftest import Opens


async def test_a_message_becomes_a_case_by_its_shortcut(window: Opens) -> None:
    registrar = await window("rowan", "C00WARD")
    said = "Bed 4 needs a film of the wrist"
    await registrar.types(said)
    await registrar.messages.last.hover()
    await registrar.messages.last.locator("summary").click()
    await registrar.presses("Make a case of this")

    await expect(registrar.form.get_by_label("Details")).to_have_value(re.compile(said))


async def test_the_global_shortcut_opens_the_form_anywhere(window: Opens) -> None:
    registrar = await window("rowan", "home")
    sidebar = registrar.page.get_by_role("navigation", name="Conversations")
    await sidebar.get_by_role("button", name="New case").click()
    await expect(registrar.form.get_by_role("heading", name="New case")).to_be_visible()


async def test_a_confirmation_is_asked_and_going_back_changes_nothing(window: Opens) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.sends_a_case(subject="Perhaps not")
    await registrar.opens("foxo")
    await registrar.presses("Withdraw")
    asked = registrar.page.locator("#confirm")
    await expect(asked).to_be_visible()
    await asked.locator("#confirm-no").click()
    await expect(asked).to_be_hidden()
    await expect(registrar.case.get_by_role("button", name="Withdraw")).to_be_visible()
    await registrar.presses("Withdraw")
    await asked.locator("#confirm-yes").click()

    await expect(registrar.case.get_by_role("button", name="Withdraw")).to_have_count(0)
    cleo = await window("cleo", "C00RAD")
    await expect(cleo.case).to_contain_text("Withdrawn")


async def test_a_reply_in_the_thread_reaches_the_sender(window: Opens) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.sends_a_case()
    cleo = await window("cleo", "C00RAD")
    await cleo.case.hover()
    await cleo.case.get_by_role("link", name="Reply").click()
    thread = cleo.page.locator("#thread")
    await thread.get_by_label("Reply in thread").fill("Looking at it now")
    await cleo.page.keyboard.press("Enter")

    said = thread.get_by_role("article").filter(has_text="Looking at it now")
    await expect(said.first).to_be_visible()
    await registrar.opens("foxo")
    await expect(registrar.case).to_contain_text("Looking at it now")


async def test_a_patient_added_in_a_form_is_offered_in_the_next(window: Opens) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.types("/foxo patients")
    await registrar.presses("Add a patient")
    await registrar.form.get_by_label("Name").first.fill("Invented Patient")
    await registrar.form.get_by_label("Date of birth").fill("02/03/1971")
    await registrar.form.locator("footer .primary").click()
    await expect(registrar.form).to_have_count(0)
    await registrar.types("/foxo case")
    await registrar.picks("Patient", "Invented Patient")

    await expect(registrar.form.locator(".chips").last).to_contain_text("Invented Patient")


async def test_a_list_is_redrawn_in_its_window_and_a_case_opens_on_top_of_it(
    window: Opens,
) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.sends_a_case(subject="Wrist film of an invented patient")
    await registrar.looks("rowan", "home")
    await registrar.page.get_by_role("button", name="All cases").click()
    await registrar.form.get_by_role("button", name="Mine").click()
    await expect(registrar.form.get_by_role("button", name="✓ Mine")).to_be_visible()
    await expect(registrar.form).not_to_contain_text("Wrist film")
    await registrar.form.get_by_role("button", name="Sent by me").click()
    await expect(registrar.form.get_by_role("button", name="✓ Sent by me")).to_be_visible()
    await registrar.form.get_by_role("button", name="Details").click()
    await expect(registrar.form).to_contain_text("What happened")

    await registrar.form.get_by_role("button", name="Back").click()
    await expect(registrar.form.get_by_role("button", name="Sent by me")).to_be_visible()
    await expect(registrar.form).to_contain_text("Wrist film")
