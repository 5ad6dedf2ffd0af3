"""Every card and form as Slack gets it: one reviewed JSON file each, and within Slack's limits."""

import json
from pathlib import Path

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from foxo_bot.cards import slack
from foxo_bot.cards.card import Card
from foxo_bot.cards.examples import examples
from foxo_bot.sandbox.slack.limits import problems_of_message, problems_of_view

EXAMPLES = examples()
SCHEMA = Path(__file__).parents[4] / "shared/data/slack/slack-block-kit.schema.json"
every_example = pytest.mark.parametrize("name", EXAMPLES)


def drawn(name: str) -> dict[str, object]:
    example = EXAMPLES[name]
    if not isinstance(example, Card):
        return slack.view(example)
    return slack.home(example) if name.startswith("home") else slack.message(example)


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    if not SCHEMA.exists():
        pytest.skip("the Block Kit schema does not lie beside this checkout")
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text()))


@every_example
def test_it_is_drawn_as_reviewed(name: str, snapshot: SnapshotAssertion) -> None:
    assert drawn(name) == snapshot(extension_class=JSONSnapshotExtension)


@every_example
def test_slack_would_take_it(name: str) -> None:
    found = drawn(name)
    if "type" in found:
        assert problems_of_view(found) == []
    else:
        assert problems_of_message(found["blocks"], str(found["text"])) == []


@every_example
def test_it_follows_the_published_schema(
    name: str, schema: jsonschema.Draft202012Validator
) -> None:
    assert [error.message for error in schema.iter_errors(drawn(name)["blocks"])] == []
