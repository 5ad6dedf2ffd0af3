"""Every card and form of ours, drawn by the renderer that Microsoft's clients are built on."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from foxo_bot.cards import teams
from foxo_bot.cards.card import (
    Bold,
    Button,
    Buttons,
    Card,
    Facts,
    Field,
    Form,
    Heading,
    Item,
    Note,
    Paragraph,
    Select,
    TextInput,
    UserText,
)
from foxo_bot.cards.examples import examples
from tests.browser.renderer import LOOKS, NARROW, USUAL, looks, renderer
from tests.unit.cards.slack_reading import objects, of_type

Json = dict[str, Any]

EMPTY = "An Input.ChoiceSet must have at least one choice defined."
"""The renderer does not know that choices may come later, from the bot."""

TYPED = """BP *90/60*, _not_ 130/70 ~now~
# not a heading
- not a list
1. nor this
> `code` <b>bold</b> & ![x](https://evil.example/x.png)

[press](https://evil.example) | a | b |"""

EXAMPLES: dict[str, Card | Form] = {
    **examples(),
    "hostile_card": Card(
        "x",
        (
            Heading(TYPED.splitlines()[0]),
            Paragraph((TYPED, Bold("*really* bold"))),
            UserText(TYPED),
            Note((TYPED,)),
            Facts((("From", (TYPED,)),)),
            Item((TYPED,), Button("details", "*Details*")),
            Buttons((Button("details", "1. _Details_"),)),
        ),
    ),
    "hostile_form": Form(
        "f",
        "F",
        (UserText(TYPED), Field("a", "*A*", TextInput()), Field("b", "_B_", Select(ask=True))),
        submit="*Send*",
    ),
}


def content(name: str) -> Json:
    example = EXAMPLES[name]
    if isinstance(example, Form):
        return teams.form_content(example)
    return teams.content(example)


Drawings = dict[int, dict[str, Json]]
"""What is to see of every example, by width and name."""


@pytest.fixture(scope="module")
def gallery() -> dict[str, Drawings]:
    """All drawings, by look."""

    async def draw() -> dict[str, Drawings]:
        found: dict[str, Drawings] = {}
        cards = {name: content(name) for name in EXAMPLES}
        async with renderer() as page:
            for name, host in looks().items():
                await page.evaluate("host => hostsCards(host)", host)
                found[name] = {
                    width: await page.evaluate("([c, w]) => drawEach(c, w)", [cards, width])
                    for width in (USUAL, NARROW)
                }
        return found

    return asyncio.run(draw())


@pytest.fixture(params=LOOKS)
def drawings(request: pytest.FixtureRequest, gallery: dict[str, Drawings]) -> Drawings:
    if request.param not in gallery:
        pytest.skip("Teams' host configurations do not lie beside this checkout")
    return gallery[request.param]


def each(drawings: Drawings) -> Iterator[tuple[str, Json, Json]]:
    """Every example's name, what was sent, and what is to see of it."""
    for drawn in drawings.values():
        yield from ((name, content(name), seen) for name, seen in drawn.items())


def test_the_renderer_finds_nothing_wrong(drawings: Drawings) -> None:
    for name, card, seen in each(drawings):
        later = [one for one in of_type(card, "Input.ChoiceSet") if not one["choices"]]
        assert seen["problems"] == [EMPTY] * len(later), name


def test_every_word_is_drawn_with_its_lines_and_its_marks(drawings: Drawings) -> None:
    for name, card, seen in each(drawings):
        folded = of_type(of_type(card, "Action.ShowCard"), "TextRun")
        runs = [run["text"] for run in of_type(card, "TextRun") if run not in folded]
        blocks = [one["text"].replace("**", "") for one in of_type(card, "TextBlock")]
        words = [*runs, *(text for text in blocks if "{{" not in text)]
        assert [one for one in words if one.strip() not in seen["text"]] == [], name
        assert "{{" not in seen["text"], name
        assert seen["markup"] == [], name


def test_every_button_and_field_is_there(drawings: Drawings) -> None:
    for name, card, seen in each(drawings):
        actions = [set_["actions"] for set_ in (card, *of_type(card, "ActionSet"))
                   if "actions" in set_]  # fmt: skip
        titles = [one["title"] for actions_ in actions for one in actions_]
        assert sorted(seen["buttons"]) == sorted(titles), name
        fields = [one for one in objects(card) if str(one.get("type")).startswith("Input.")]
        assert set(seen["fields"]) == {one["id"] for one in fields}, name
        unsaid = [one["id"] for one in fields if one["label"] not in seen["fields"][one["id"]]]
        assert unsaid == [], name


def test_nothing_is_cut_on_a_phone(drawings: Drawings) -> None:
    for name, _, seen in each(drawings):
        assert seen["cut"] == [], name
        assert not seen["beyond"], name


async def test_a_press_brings_back_ids_and_a_form_what_was_typed() -> None:
    async with renderer() as page:

        async def shows(name: str) -> None:
            await page.evaluate("([c, w]) => draw(c, w)", [content(name), USUAL])

        async def presses(button: str) -> list[Json]:
            """All acts so far, the first first."""
            await page.get_by_role("button", name=button, exact=True).click()
            found: list[Json] = await page.evaluate("acts")
            return found

        frame = page.locator("main")
        await shows("sender_unclaimed")
        assert await presses("Withdraw") == []
        assert "This cannot be undone." in await frame.inner_text()
        assert [act["verb"] for act in await presses("Withdraw it")] == ["withdraw"]

        await shows("team_unclaimed")
        assert (await presses("Acknowledge"))[-1]["data"] == {"verb": "acknowledge", "post": "31"}

        await shows("form_decline")
        assert len(await presses("Decline")) == 2
        assert "This is needed." in await frame.inner_text()
        await page.get_by_label("Why does your team not take it?").fill("No *scanner*\ntonight")
        sent = (await presses("Decline"))[-1]["data"]
        assert (sent["form"], sent["reason"]) == ("decline", "No *scanner*\ntonight")
