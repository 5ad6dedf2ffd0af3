"""The checker knows what Microsoft's samples hold, and finds what clients would not show."""

import json
from pathlib import Path
from typing import Any

import pytest

from foxo_bot.sandbox.teams.limits import problems_of_card
from tests.sandbox.teams.calling import execute, text

SAMPLES = Path(__file__).parents[4] / "shared/data/teams/card-samples"


def card(*body: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body), **more}


@pytest.mark.skipif(not SAMPLES.exists(), reason="Microsoft's sample cards are absent")
def test_microsoft_s_samples_are_taken() -> None:
    """But for presses without a verb, which nobody could tell apart."""
    for path in sorted(SAMPLES.glob("v1.5__*.json")):
        problems = problems_of_card(json.loads(path.read_text()))
        assert [one for one in problems if not one.endswith("/verb is missing")] == [], path.name


CHOICES = {"type": "Input.ChoiceSet", "id": "a"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (card(), "/body is empty"),
        (card(text("x"), version="1.6"), "/version '1.6' is not shown by every client"),
        ({"body": [text("x")], "version": "1.5"}, "/type is not AdaptiveCard"),
        (card({"type": "Input.File", "id": "a"}), "/body/0/type 'Input.File' is unknown to Teams"),
        (card({"type": "TextBlock"}), "/body/0/text is missing"),
        (card({"type": "TextBlock", "text": None}), "/body/0/text is no text"),
        (card(text("x"), actions=[execute("a", "A")] * 7), "/actions: more than 6 are hidden"),
        (
            card({"type": "ActionSet", "actions": [execute("a", "A")] * 7}),
            "/body/0/actions: more than 6 are hidden",
        ),
        (
            card(text("x"), refresh={"userIds": ["29:x"] * 61}),
            "/refresh/userIds: more than 60",
        ),
        (card({**CHOICES, "choices": []}), "/body/0/choices is empty"),
        (card({**CHOICES, "choices": [{"title": "x"}]}), "/body/0/choices: a value is no text"),
        (
            card({**CHOICES, "choices": [{"title": "x", "value": "1"}], "value": "2"}),
            "/body/0/value '2' is no choice",
        ),
        (
            card({**CHOICES, "isMultiSelect": True, "choices": [{"title": "x", "value": "1,2"}]}),
            "/body/0/choices: several come back with commas between, and a value has one",
        ),
        (
            card({"type": "Input.Text", "id": "a"}, {"type": "Input.Text", "id": "a"}),
            "id 'a' stands twice",
        ),
    ],
)
def test_what_a_client_would_not_show_is_found(wrong: dict[str, Any], words: str) -> None:
    assert words in problems_of_card(wrong)


def test_a_dialog_knows_no_execute() -> None:
    shown = card(text("x"), actions=[execute("a", "A")])
    assert problems_of_card(shown) == []
    assert problems_of_card(shown, in_dialog=True) == [
        "/actions/0: a dialog knows no Action.Execute"
    ]


def test_what_unfolds_is_looked_into() -> None:
    inner = card({"type": "Unknown"})
    shown = card(text("x"), actions=[{"type": "Action.ShowCard", "title": "X", "card": inner}])
    assert problems_of_card(shown) == ["/actions/0/card/body/0/type 'Unknown' is unknown to Teams"]
