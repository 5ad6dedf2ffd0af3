"""A registrar sends a case: to two teams, with a mistake in it, and with a file."""

from playwright.async_api import expect

from tests.browser.conftest import Opens


async def test_an_urgent_case_to_two_teams_stands_in_both_channels_and_with_its_sender(
    window: Opens,
) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.sends_a_case(teams=("Radiology Concierge", "Cardiology"), subject="Sore wrist")
    await expect(registrar.messages.last).to_contain_text("Radiology Concierge and Cardiology")
    await registrar.opens("foxo")
    await expect(registrar.messages.last).to_contain_text("Sore wrist")

    cleo = await window("cleo", "C00RAD")
    await expect(cleo.messages.last).to_contain_text("Sore wrist")
    await expect(cleo.messages.last).to_contain_text("Urgent")
    robin = await window("robin", "C00CARD")
    await expect(robin.messages.last.get_by_role("button", name="Acknowledge")).to_be_visible()
    await expect(robin.ledger.first).to_contain_text("received")


async def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(
    window: Opens,
) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.types("/foxo case")
    await registrar.fills(subject="   ", details="Typed before the mistake", triage="High")
    await registrar.submits()

    form = registrar.form
    subject = form.get_by_label("Subject")
    await expect(subject).to_have_accessible_description("Say in a few words what it is about.")
    await expect(subject).to_be_focused()
    await expect(form.get_by_label("Details")).to_have_value("Typed before the mistake")
    await expect(form.get_by_role("radio", name="High")).to_be_checked()
    await expect(form.locator(".chips").first).to_contain_text("Radiology Concierge")
    await subject.fill("Now it has one")
    await registrar.submits()
    await expect(form).to_have_count(0)


async def test_a_form_left_half_filled_is_as_it_was_when_the_page_is_loaded_again(
    window: Opens,
) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.types("/foxo case")
    await registrar.fills(subject="")
    await registrar.form.get_by_label("Subject").press_sequentially("Half a case")
    files = {"name": "ecg.pdf", "mimeType": "application/pdf", "buffer": b"invented"}
    await registrar.form.get_by_label("Files").set_input_files(files)  # type: ignore[arg-type]
    await expect(registrar.form.get_by_text("ecg.pdf")).to_be_visible()
    await registrar.page.reload()

    await expect(registrar.form.get_by_label("Subject")).to_have_value("Half a case")
    await expect(registrar.form.get_by_text("ecg.pdf")).to_be_visible()
    await registrar.submits()
    await expect(registrar.form).to_have_count(0)
    cleo = await window("cleo", "C00RAD")
    await expect(cleo.messages.last).to_contain_text("ecg.pdf")


_CHOOSE_AND_SEND = """form => {
  const given = new DataTransfer();
  given.items.add(new File(["invented"], "ecg.pdf"));
  const field = form.querySelector("[type=file]");
  field.files = given.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  form.requestSubmit(form.querySelector("[value=submit]"));
}"""


async def test_a_file_chosen_in_the_moment_before_sending_goes_along(window: Opens) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.types("/foxo case")
    await registrar.fills(subject="Wrist")
    await registrar.form.locator("form").evaluate(_CHOOSE_AND_SEND)
    await expect(registrar.form).to_have_count(0)
    cleo = await window("cleo", "C00RAD")
    await expect(cleo.messages.last).to_contain_text("Attached: ecg.pdf")


async def test_a_case_is_sent_with_the_keyboard_alone(window: Opens) -> None:
    registrar = await window("rowan", "C00WARD")
    keyboard = registrar.page.keyboard
    await registrar.page.locator(".composer textarea").focus()
    await keyboard.type("/foxo case\n")
    await expect(registrar.form.get_by_role("combobox", name="Send to")).to_be_focused()
    await keyboard.type("radio")
    await expect(registrar.form.get_by_role("option")).to_have_count(1)
    await keyboard.press("Enter")
    await keyboard.press("Tab")
    await keyboard.type("Sent without a mouse")
    await keyboard.press("Tab")
    await keyboard.type("As a tired registrar does.")
    await registrar.form.get_by_label("Subject").press("Enter")

    await expect(registrar.form).to_have_count(0)
    await expect(registrar.page.locator(".composer textarea")).to_be_focused()
    await expect(registrar.messages.last).to_contain_text("was sent")


async def test_escape_leaves_the_form_and_sends_nothing(window: Opens) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.types("/foxo case")
    await expect(registrar.form).to_be_visible()
    await registrar.page.keyboard.press("ArrowDown")
    await expect(registrar.form.get_by_role("option").first).to_be_visible()
    await registrar.page.keyboard.press("Escape")  # the list of teams
    await expect(registrar.form.get_by_role("option")).to_have_count(0)
    await registrar.page.keyboard.press("Escape")  # the form
    await expect(registrar.form).to_have_count(0)
    await expect(registrar.messages).to_have_count(0)
