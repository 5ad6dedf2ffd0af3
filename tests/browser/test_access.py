"""The page by keyboard and screen reader: axe-core's automated checks, labels and announcements."""

from importlib.resources import files
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Opens
from tests.browser.window import Window

SERIOUS = {"serious", "critical"}


async def _findings(window: Window) -> list[str]:
    """axe-core's serious findings, each with the elements it is about."""
    source = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    await window.page.evaluate(source)
    found: dict[str, Any] = await window.page.evaluate("axe.run()")
    return [
        f"{one['id']}: {one['help']} {[node['html'][:150] for node in one['nodes']]}"
        for one in found["violations"]
        if one["impact"] in SERIOUS
    ]


async def test_axe_finds_nothing_serious_where_a_case_stands_and_escalates(window: Opens) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.sends_a_case()
    cleo = await window("cleo", "C00RAD", log="outbox")
    for _ in range(2):
        await cleo.jumps()
    await expect(cleo.texts.first).to_be_visible()
    assert await _findings(cleo) == []
    await cleo.page.locator("#faults summary").click()
    assert await _findings(cleo) == []
    await cleo.looks("cleo", "home", device="mail", log="calls")
    assert await _findings(cleo) == []


async def test_axe_finds_nothing_serious_in_a_form_with_its_mistakes(window: Opens) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.types("/foxo case")
    await registrar.fills(subject=" ")
    await registrar.submits()
    await expect(registrar.form.get_by_text("Say in a few words")).to_be_visible()
    await registrar.form.get_by_role("combobox", name="Send to").click()
    await expect(registrar.form.get_by_role("option").first).to_be_visible()
    assert await _findings(registrar) == []


@pytest.mark.parametrize("who", ["gil", "duty"])
async def test_axe_finds_nothing_serious_for_a_guest_or_somebody_without_slack(
    window: Opens, who: str
) -> None:
    one = await window(who, device="mail")
    assert await _findings(one) == []


async def test_a_message_that_arrives_is_announced_and_counted(window: Opens) -> None:
    cleo = await window("cleo", "C00RAD")
    ward = cleo.page.get_by_role("link", name="ward-4-east")
    await expect(cleo.page.get_by_text("Nothing here yet")).to_be_visible()
    registrar = await window("rowan", "C00WARD")
    await registrar.types("Is anybody there?")
    await expect(ward).to_contain_text("1 unread")
    await registrar.sends_a_case()

    await expect(cleo.page.locator("#announce")).to_contain_text("Foxo Bot")
    await ward.click()
    await expect(ward).not_to_contain_text("unread")
    await expect(cleo.messages.first).to_contain_text("Is anybody there?")


async def test_what_is_being_typed_stays_while_the_page_changes_around_it(window: Opens) -> None:
    cleo = await window("cleo", "C00RAD")
    box = cleo.page.get_by_label("Message #radiology")
    await box.press_sequentially("Half a thou")
    registrar = await window("rowan", "C00WARD")
    await registrar.sends_a_case()

    await expect(cleo.messages).to_have_count(1)
    await expect(box).to_have_value("Half a thou")
    await expect(box).to_be_focused()


async def test_words_that_look_like_markup_are_shown_as_they_were_typed(window: Opens) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.types("<b>bold?</b> *really bold* <img src=x onerror=alert(1)>")

    await expect(registrar.messages.last).to_contain_text("<b>bold?</b>")
    await expect(registrar.messages.last.locator("strong")).to_have_text("really bold")
    await expect(registrar.messages.locator("img")).to_have_count(0)


async def test_a_draft_waits_in_its_conversation_through_other_looks_and_a_reload(
    window: Opens,
) -> None:
    cleo = await window("cleo", "C00RAD")
    box = cleo.page.locator("#conversation .composer textarea")
    await box.press_sequentially("Half a thou")
    await cleo.opens("ward-4-east")
    await expect(cleo.page.get_by_label("Message #ward-4-east")).to_have_value("")
    await cleo.opens("radiology")
    await expect(cleo.page.get_by_label("Message #radiology")).to_have_value("Half a thou")
    await cleo.page.reload()
    await expect(box).to_have_value("Half a thou")


async def test_who_reads_older_messages_is_not_moved_when_a_new_one_arrives(window: Opens) -> None:
    registrar = await window("rowan", "C00WARD")
    for line in range(3):
        await registrar.types(f"{line} " + "many words " * 200)
        await expect(registrar.messages).to_have_count(line + 1)
    scrolled = registrar.page.get_by_role("region", name="Messages")
    await scrolled.evaluate("one => one.scrollTop = 100")
    cleo = await window("cleo", "C00WARD")
    await cleo.types("Something new")

    await expect(registrar.messages).to_have_count(4)
    assert await scrolled.evaluate("one => one.scrollTop") == 100


async def test_a_narrow_window_needs_no_scrolling_sideways(window: Opens) -> None:
    registrar = await window("rowan", "C00WARD")
    await registrar.page.set_viewport_size({"width": 400, "height": 800})
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await registrar.page.evaluate(wide) == 0
