"""Reads what was drawn for Teams: its texts, its inputs, its actions, and the published schema."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from foxo_bot.cards import teams
from foxo_bot.cards.card import Block, Card
from tests.unit.cards.slack_reading import objects, of_type

SCHEMA = Path(__file__).parents[5] / "shared/data/teams/adaptive-card-1.6.0.json"
LIMIT = 28 * 1024

Json = dict[str, Any]


def body(*blocks: Block) -> list[Json]:
    """What is drawn of some blocks."""
    found: list[Json] = teams.content(Card("x", blocks))["body"]
    return found


def said(drawn: object) -> str:
    """Every literal word, run by run."""
    return "".join(run["text"] for run in of_type(drawn, "TextRun"))


def inputs(content: Json) -> dict[str, Json]:
    """The inputs of a card by their id."""
    return {o["id"]: o for o in objects(content["body"]) if o.get("type", "").startswith("Input.")}


def size(drawn: object) -> int:
    """Bytes as UTF-8."""
    return len(json.dumps(drawn, ensure_ascii=False).encode())


def schema_problems(content: Json) -> list[str]:
    """What the published schema objects to; the two things that Teams adds to it are left out."""
    known = copy.deepcopy(content)
    known.pop("msteams", None)
    return [error.message for error in _validator().iter_errors(known)]


@cache
def _validator() -> jsonschema.Draft6Validator:
    if not SCHEMA.exists():
        pytest.skip("the Adaptive Cards schema does not lie beside this checkout")
    return jsonschema.Draft6Validator(json.loads(SCHEMA.read_text()))
