"""Manifest, code and documentation ask Slack for the same things."""

import json
import re

import jsonschema
import pytest

from foxo_bot.transports.slack import bolt
from foxo_bot.transports.slack.listeners import Listeners
from foxo_bot.transports.slack.news import NewsListeners
from foxo_bot.transports.slack.scopes import EVENTS, SCOPES
from tests.transports.slack.manifest import REPOSITORY, manifest

SCHEMA = REPOSITORY.parent / "shared/data/slack/slack-app-manifest.schema.2.0.0.json"
ROUTING = bolt.Routing(object.__new__(Listeners), object.__new__(NewsListeners))
PAGE = REPOSITORY / "docs" / "slack-scopes.md"


def test_the_manifest_asks_for_what_the_code_needs() -> None:
    asked = manifest()
    assert set(asked["oauth_config"]["scopes"]["bot"]) == set(SCOPES)
    assert set(asked["oauth_config"]["scopes"]) == {"bot"}
    assert set(asked["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)


def test_every_subscribed_event_is_listened_to_and_no_other() -> None:
    assert set(ROUTING.events) == {event.partition(".")[0] for event in EVENTS}


def test_the_manifest_offers_what_is_listened_to() -> None:
    features = manifest()["features"]
    (command,) = features["slash_commands"]
    assert {command["command"]} == set(ROUTING.commands)
    assert command["should_escape"] is True
    shortcuts = {shortcut["type"]: shortcut["callback_id"] for shortcut in features["shortcuts"]}
    assert shortcuts == {"global": bolt.GLOBAL_SHORTCUT, "message": bolt.MESSAGE_SHORTCUT}
    assert set(shortcuts.values()) == set(ROUTING.shortcuts)
    home = features["app_home"]
    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]


def test_every_address_in_the_manifest_is_a_route() -> None:
    text = (REPOSITORY / "manifest" / "slack.yaml").read_text("utf-8")
    paths = set(re.findall(r"https://foxo\.example\.org(/\S+)", text))
    assert paths == {"/slack/events", "/slack/oauth_redirect"}


def test_the_page_explains_each_scope_and_event_in_one_line() -> None:
    rows = dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE))
    assert rows == {**SCOPES, **EVENTS}


@pytest.mark.skipif(not SCHEMA.exists(), reason="Slack's manifest schema is not here")
def test_the_manifest_is_one_that_slack_takes() -> None:
    jsonschema.validate(manifest(), json.loads(SCHEMA.read_text("utf-8")))
