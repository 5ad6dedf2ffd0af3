"""The limits that Slack sets on blocks and views, each seen to hold and to break."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from foxo_bot.sandbox.slack.limits import (
    problems_of_blocks,
    problems_of_message,
    problems_of_options,
    problems_of_view,
)

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "slack"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="Slack's schema and payloads are absent")


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def option(text: str = "a", value: str = "a") -> dict[str, Any]:
    return {"text": plain(text), "value": value}


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain("Go"), "action_id": "go", **more}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def section(text: str = "x", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(text), **more}


def asked(element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "label": plain("L"), "element": element, **more}


def select(kind: str = "static_select", **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": "s", **more}


def rich(*leaves: dict[str, Any], kind: str = "rich_text_section") -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(leaves)}]}


CONFIRM = {"title": plain("t"), "text": plain("x"), "confirm": plain("y"), "deny": plain("n")}
GOOD = {
    "section": section("x" * 3000),
    "fields": {"type": "section", "fields": [mrkdwn("f" * 2000)] * 10},
    "header": {"type": "header", "text": plain("h" * 150)},
    "buttons": actions(*(button(action_id=str(n)) for n in range(25))),
    "confirmed": actions(button(style="danger", confirm=CONFIRM, value="v" * 2000)),
    "overflow": actions({"type": "overflow", "action_id": "o", "options": [option()] * 5}),
    "select": actions(select(options=[option(str(n), str(n)) for n in range(100)])),
    "grouped": actions(select(option_groups=[{"label": plain("g"), "options": [option()]}])),
    "first": actions(select(options=[option()], initial_option=option())),
    "external": section(accessory=select("external_select", min_query_length=1)),
    "context": {"type": "context", "elements": [mrkdwn("c")] * 10},
    "image": {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "a"},
    "input": asked({"type": "plain_text_input", "max_length": 3000}),
    "radio": asked({"type": "radio_buttons", "options": [option()] * 10}),
    "divider": {"type": "divider"},
    "rich text": rich(
        {"type": "text", "text": "x", "style": {"bold": True}},
        {"type": "link", "url": "https://x.example", "text": "x"},
        {"type": "date", "timestamp": 1, "format": "{time}", "fallback": "x"},
    ),
    "quote": rich({"type": "user", "user_id": "U1"}, kind="rich_text_quote"),
    "date": asked({"type": "datepicker", "initial_date": "2026-03-02"}),
    "markdown": {"type": "markdown", "text": "m" * 12000},
}
BAD = {
    "no type": ({"text": mrkdwn("x")}, "missing required field: type"),
    "unknown type": ({"type": "marquee"}, "unsupported type: marquee"),
    "unknown field": (section(colour="red"), "invalid additional property: colour"),
    "long text": (section("x" * 3001), "less than 3001 characters"),
    "empty text": (section(""), "more than 0 characters"),
    "empty section": ({"type": "section"}, "missing required field: text"),
    "long field": ({"type": "section", "fields": [mrkdwn("f" * 2001)]}, "less than 2001"),
    "11 fields": ({"type": "section", "fields": [mrkdwn("f")] * 11}, "no more than 10"),
    "long header": ({"type": "header", "text": plain("h" * 151)}, "less than 151"),
    "mrkdwn header": ({"type": "header", "text": mrkdwn("h")}, "unsupported type: mrkdwn"),
    "26 buttons": (actions(*(button(action_id=str(n)) for n in range(26))), "no more than 25"),
    "no buttons": (actions(), "no fewer than 1"),
    "long label": (actions(button(text=plain("b" * 76))), "less than 76"),
    "long value": (actions(button(value="v" * 2001)), "less than 2001"),
    "empty value": (actions(button(value="")), "more than 0"),
    "grey button": (actions(button(style="grey")), "allowed values"),
    "long action id": (actions(button(action_id="i" * 256)), "less than 256"),
    "same action id": (actions(button(), button()), "action_id already exists"),
    "long block id": (section(block_id="b" * 256), "less than 256"),
    "long confirm": (actions(button(confirm={**CONFIRM, "deny": plain("n" * 31)})), "less than 31"),
    "half confirm": (actions(button(confirm={"title": plain("t")})), "required field: confirm"),
    "6 in overflow": (
        actions({"type": "overflow", "action_id": "o", "options": [option()] * 6}),
        "no more than 5",
    ),
    "101 options": (actions(select(options=[option()] * 101)), "no more than 100"),
    "no options": (actions(select()), "exactly one of options"),
    "long option": (actions(select(options=[option("o" * 76)])), "less than 76"),
    "long option value": (actions(select(options=[option("o", "v" * 151)])), "less than 151"),
    "foreign first": (
        actions(select(options=[option()], initial_option=option("b", "b"))),
        "initial option must be one of the options",
    ),
    "11 radios": (asked({"type": "radio_buttons", "options": [option()] * 11}), "no more than 10"),
    "11 in context": ({"type": "context", "elements": [mrkdwn("c")] * 11}, "no more than 10"),
    "button in context": ({"type": "context", "elements": [button()]}, "unsupported type: button"),
    "text input in actions": (actions({"type": "plain_text_input"}), "unsupported type"),
    "button as input": (asked(button()), "unsupported type: button"),
    "long placeholder": (
        asked({"type": "plain_text_input", "placeholder": plain("p" * 151)}),
        "less than 151",
    ),
    "long input": (asked({"type": "plain_text_input", "max_length": 3001}), "from 1 to 3000"),
    "two images": (
        {"type": "image", "alt_text": "a", "image_url": "https://x.example", "slack_file": {}},
        "exactly one of image_url",
    ),
    "long label above": (
        asked({"type": "plain_text_input"}) | {"label": plain("l" * 2001)},
        "less than 2001",
    ),
    "long markdown": ({"type": "markdown", "text": "m" * 12001}, "less than 12001"),
    "marquee in rich text": (rich({"type": "marquee"}), "unsupported type: marquee"),
    "rich text in a box": (rich(kind="rich_text_box"), "unsupported type: rich_text_box"),
    "empty style": (rich({"type": "text", "text": "x", "style": {}}), "no fewer than 1"),
    "date without format": (rich({"type": "date", "timestamp": 1}), "required field: format"),
    "empty leaf": (rich({"type": "text", "text": ""}), "more than 0"),
    "no address": (rich({"type": "link", "url": "/ack/1"}), "must be a valid URL"),
    "script": (actions(button(url="javascript:alert(1)")), "must be a valid URL"),
    "date by name": (asked({"type": "datepicker", "initial_date": "2 March 26"}), "invalid format"),
    "file input": (asked({"type": "file_input"}), "unsupported type: file_input"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_just_fits_is_taken(name: str) -> None:
    assert problems_of_blocks([GOOD[name]]) == []


@pytest.mark.parametrize("name", BAD)
def test_what_does_not_fit_is_named(name: str) -> None:
    block, problem = BAD[name]
    assert any(problem in found for found in problems_of_blocks([block]))


def test_a_message_holds_fifty_blocks_with_ids_of_their_own() -> None:
    assert problems_of_blocks([section()] * 50) == []
    assert "no more than 50" in problems_of_blocks([section()] * 51)[0]
    twice = [section(block_id="b"), section(block_id="b")]
    assert "block_id already exists: b" in problems_of_blocks(twice)[0]


def test_a_message_needs_a_short_notification() -> None:
    assert problems_of_message([section()], "Case 12") == []
    assert "empty" in problems_of_message([section()], " ")[0]
    assert "4001" in problems_of_message([section()], "x" * 4001)[0]


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain("T"), "blocks": list(blocks) or [section()], **more}


@pytest.mark.parametrize(
    ("view", "problem"),
    [
        (modal(title=plain("t" * 25)), "less than 25"),
        (modal(submit=plain("s" * 25)), "less than 25"),
        (modal(private_metadata="p" * 3001), "less than 3001"),
        (modal(callback_id="c" * 256), "less than 256"),
        (modal(asked({"type": "plain_text_input"})), "missing required field: submit"),
        (modal(*[section()] * 101), "no more than 100"),
        (modal(GOOD["markdown"]), "unsupported type: markdown"),
        (
            modal(asked({"type": "file_input"}, dispatch_action=True), submit=plain("s")),
            "dispatch_action is not allowed",
        ),
        (modal(asked({"type": "file_input", "max_files": 11}), submit=plain("s")), "from 1 to 10"),
        (modal(*[section("x" * 3000)] * 90), "too large"),
        ({"type": "modal", "blocks": [section()]}, "missing required field: title"),
        ({"type": "home", "title": plain("T"), "blocks": []}, "invalid additional property: title"),
        ({"blocks": []}, "missing required field: type"),
    ],
)
def test_what_does_not_fit_in_a_view_is_named(view: dict[str, Any], problem: str) -> None:
    assert any(problem in found for found in problems_of_view(view))


def test_a_full_modal_is_taken() -> None:
    everything = [block for name, block in GOOD.items() if name != "markdown"]
    everything.append(asked({"type": "file_input", "max_files": 10, "filetypes": ["pdf"]}))
    assert problems_of_view(modal(*everything, submit=plain("s" * 24))) == []


def test_suggestions_are_options_or_groups() -> None:
    assert problems_of_options({"options": [option()]}) == []
    assert problems_of_options({"options": [option("o" * 76)]})
    assert problems_of_options({"choices": []})
    assert problems_of_options({"options": [option()] * 101})


@needs_data
@pytest.mark.parametrize("name", GOOD)
def test_slacks_own_schema_takes_what_we_take(name: str) -> None:
    assert _schema_takes([GOOD[name]])


@needs_data
@pytest.mark.parametrize(
    "name",
    # What crosses fields is beyond a JSON schema, and so are the surface and what an address is.
    sorted(
        BAD.keys()
        - {"same action id", "foreign first", "file input"}
        - {"empty leaf", "no address", "script", "date by name"}
    ),
)
def test_slacks_own_schema_refuses_what_we_refuse(name: str) -> None:
    assert not _schema_takes([BAD[name][0]])


@needs_data
def test_blocks_recorded_from_slack_are_taken() -> None:
    seen = 0
    for path in sorted((DATA / "payloads").glob("[bv]*--*.json")):
        payload = json.loads(path.read_text())
        for holder in (payload.get("message"), payload.get("view")):
            blocks = (holder or {}).get("blocks") or []
            problems = problems_of_view(modal(*_as_sent(blocks), submit=plain("s")))
            assert problems == [], path.name
            seen += len(blocks)
    assert seen > 10


def _schema_takes(blocks: list[dict[str, Any]]) -> bool:
    schema = json.loads((DATA / "slack-block-kit.schema.json").read_text())
    return jsonschema.Draft202012Validator(schema).is_valid(blocks)


def _as_sent(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Recorded blocks without what Slack adds to images."""
    kept = deepcopy(blocks)
    for block in kept:
        for element in [*block.get("elements", []), block.get("accessory", {})]:
            for added in ("fallback", "image_width", "image_height", "image_bytes"):
                element.pop(added, None)
    return kept
