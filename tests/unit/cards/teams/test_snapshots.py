"""Every card and form as Teams gets it: one reviewed JSON file each, valid and small enough."""

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from foxo_bot.cards import teams
from foxo_bot.cards.card import Card
from foxo_bot.cards.examples import examples
from foxo_bot.sandbox.teams.limits import problems_of_card
from tests.unit.cards.slack_reading import objects
from tests.unit.cards.teams.reading import LIMIT, schema_problems, size

EXAMPLES = examples()
every_example = pytest.mark.parametrize("name", EXAMPLES)


def drawn(name: str) -> dict[str, Any]:
    example = EXAMPLES[name]
    return teams.message(example) if isinstance(example, Card) else teams.dialog(example)


def content(name: str) -> dict[str, Any]:
    found = drawn(name)
    attachment = found["card"] if "card" in found else found["attachments"][0]
    card: dict[str, Any] = attachment["content"]
    return card


@every_example
def test_it_is_drawn_as_reviewed(name: str, snapshot: SnapshotAssertion) -> None:
    assert drawn(name) == snapshot(extension_class=JSONSnapshotExtension)


@every_example
def test_it_follows_the_published_schema(name: str) -> None:
    assert schema_problems(content(name)) == []


@every_example
def test_teams_would_show_all_of_it(name: str) -> None:
    in_dialog = not isinstance(EXAMPLES[name], Card)
    assert problems_of_card(content(name), in_dialog=in_dialog) == []


@every_example
def test_presses_and_submissions_bring_back_ids_only(name: str) -> None:
    brought = [str(found["data"]) for found in objects(drawn(name)) if "data" in found]
    assert not [data for data in brought if "SPECIMEN" in data or "dissection" in data]


@every_example
def test_it_stays_under_the_limit(name: str) -> None:
    assert size(drawn(name)) < LIMIT
