"""What a person sees when something is wrong: with the app, with the connection, with a vendor."""

from playwright.async_api import expect

from foxo_bot.sandbox.cast import NORTHSIDE, WARD
from foxo_bot.sandbox.demo import Demo
from foxo_bot.sandbox.page import routes
from foxo_bot.sandbox.serving import Served
from foxo_bot.sandbox.slack.nouns import Message
from foxo_bot.sandbox.slack.posting import dress
from tests.browser.conftest import Opens


async def test_a_form_that_could_not_be_sent_says_so_over_itself(window: Opens, demo: Demo) -> None:
    registrar = await window("rowan", WARD)
    await registrar.types("/foxo case")
    await registrar.fills(subject="Typed before the trouble")
    demo.sandbox.slack.courier.patience = 0.0001
    await registrar.submits()

    said = registrar.form.get_by_role("alert").filter(has_text="We had some trouble connecting")
    await expect(said).to_be_visible()
    await expect(registrar.form.get_by_label("Subject")).to_have_value("Typed before the trouble")


async def test_the_page_says_that_the_demo_is_gone_and_that_another_has_begun(
    window: Opens, demo: Demo
) -> None:
    served = Served(routes.build(demo))
    await served.start()
    cleo = await window("cleo", "C00RAD")
    await cleo.page.goto(f"{served.url}/?as=cleo&in=C00RAD")
    await expect(cleo.page.get_by_text("Nothing here yet")).to_be_visible()
    await cleo.types("/foxo case")
    await cleo.form.get_by_label("Subject").fill("Half typed")
    alert = cleo.page.get_by_role("alert")
    await served.stop()
    await expect(cleo.form.get_by_text("This page has lost the demo")).to_have_count(1)
    half = demo.sandbox.slack.person("U00CLEO").modal
    assert half
    await half.dismiss()  # as another demo knows nothing of it
    again = Served(routes.build(demo), port=served.port)
    await again.start()

    await expect(cleo.form).to_have_count(0)
    await cleo.page.evaluate("fetch('/')")  # after what was typed has been sent
    await expect(alert.filter(has_text="started anew")).to_be_visible()
    await expect(alert.filter(has_text="has lost the demo")).to_have_count(0)
    await again.stop()


async def test_menus_on_a_card_are_chosen_from_and_the_answer_is_seen(
    window: Opens, demo: Demo
) -> None:
    world = demo.sandbox.slack.world
    app = world.installs[0]
    options = [
        {"text": {"type": "plain_text", "text": f"Entry {n}"}, "value": str(n)} for n in "ab"
    ]
    menus = [
        {"type": "overflow", "action_id": "more", "options": options},
        {"type": "static_select", "action_id": "one", "options": options,
         "placeholder": {"type": "plain_text", "text": "Choose an entry"}},
    ]  # fmt: skip
    blocks = dress(world, [{"type": "actions", "block_id": "menus", "elements": menus}])
    card = Message(world.next_ts(), WARD, app.bot_user_id, NORTHSIDE, "menus", blocks)
    card.bot_id, card.app_id = app.bot_id, world.app.id
    world.add_message(card)
    registrar = await window("rowan", WARD)
    # These menus are not Foxo Bot's own, which says so of anything that it does not know.
    answers = registrar.messages.filter(has_text="This button belongs to an older version")

    await registrar.messages.last.locator(".blocks summary").click()
    await registrar.presses("Entry b")
    await expect(answers).to_have_count(1)
    await registrar.page.get_by_label("Choose an entry").select_option("Entry a")
    await expect(answers).to_have_count(2)
